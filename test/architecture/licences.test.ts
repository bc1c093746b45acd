/** Everything that ships may be redistributed: the licence of each production dependency stands on a list. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Weak copyleft, loaded as a library of its own that a user may replace; each with why it is here. */
const exceptions: Record<string, { licence: RegExp; why: string }> = {
  '@img/sharp-libvips-': { licence: /LGPL-3\.0-or-later/, why: 'libvips as a shared library beside sharp' },
  '@img/sharp-': {
    licence: /^Apache-2\.0(?: AND LGPL-3\.0-or-later(?: AND MIT)?)?$/,
    why: 'sharp, which on some platforms carries libvips as a shared library',
  },
  'libheif-js': { licence: /^LGPL-3\.0$/, why: 'libheif as a WebAssembly module of its own' },
};

interface LockedPackage {
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  link?: boolean;
  license?: string;
}

/** Built into the interface at development time, and so shipped although the lockfile counts them as tools. */
const bundled =
  /^(?:@mantine|@tanstack|@fontsource|@floating-ui|react|cmdk|i18next|lucide-react|maplibre|topojson-client|uplot|world-atlas|zustand)/;

const locked: Record<string, LockedPackage> = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;

const shipped = Object.entries(locked)
  .filter(([place]) => place.startsWith('node_modules/'))
  .map(([place, entry]) => ({ name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length), place, entry }))
  .filter(({ name, entry }) => (entry.dev !== true && entry.devOptional !== true) || bundled.test(name));

/** Whether an SPDX expression can be satisfied from the list: one alternative of OR, all parts of AND. */
function isAllowed(expression: string): boolean {
  return expression
    .replace(/^\(|\)$/g, '')
    .split(/\s+OR\s+/i)
    .some((alternative) => alternative.split(/\s+AND\s+/i).every((licence) => allowed.has(licence.replace(/[()]/g, '').trim())));
}

function licenceOf(place: string, entry: LockedPackage): string {
  if (entry.license !== undefined) return entry.license;
  const manifest = path.join(root, place, 'package.json');
  if (!fs.existsSync(manifest)) return '(none declared)';
  const { license } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { license?: string | { type?: string } };
  return (typeof license === 'string' ? license : license?.type) ?? '(none declared)';
}

function exceptionOf(name: string): string | undefined {
  return Object.keys(exceptions).find((prefix) => name.startsWith(prefix));
}

test('every exception is needed', () => {
  const needed = shipped.filter(({ place, entry }) => !isAllowed(licenceOf(place, entry))).map(({ name }) => exceptionOf(name));
  expect(Object.keys(exceptions).filter((prefix) => !needed.includes(prefix))).toEqual([]);
});

test.each(shipped.map(({ name, place, entry }) => [name, licenceOf(place, entry)] as const))(
  '%s may be shipped under %s',
  (name, licence) => {
    const exception = exceptions[exceptionOf(name) ?? ''];
    expect(isAllowed(licence) || exception?.licence.test(licence) === true, `${name}: ${licence}`).toBe(true);
  },
);
