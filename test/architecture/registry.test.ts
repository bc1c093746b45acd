/** The house style of extractors, as a test: each folder runs, and each declaration is whole. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { extractors } from '../../src/extractors/registry.ts';
import { listFiles } from './source-file.ts';

const root = path.join(import.meta.dirname, '../..');

/** `<family>/<name>` of every extractor's folder. */
const folders = foldersOf('src/extractors').flatMap((family) => foldersOf(`src/extractors/${family}`).map((name) => `${family}/${name}`));

function foldersOf(parent: string): string[] {
  return fs
    .readdirSync(path.join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

const tests = listFiles(root, 'test/extractors').filter((file) => file.endsWith('.test.ts'));

describe('the registry', () => {
  test('holds every folder, and nothing else', () => {
    expect(extractors.map((extractor) => extractor.id).sort()).toEqual([...folders].sort());
  });

  test('is sorted by id, and no id comes twice', () => {
    const ids = extractors.map((extractor) => extractor.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

describe.each(folders)('src/extractors/%s', (id) => {
  const extractor = extractors.find((candidate) => candidate.id === id);

  test('declares the extractor that the registry runs, in its index.ts', async () => {
    const module: Record<string, unknown> = await import(path.join(root, 'src/extractors', id, 'index.ts'));
    expect(Object.values(module)).toContain(extractor);
  });

  test('says what it takes, what it decodes and by which specification', () => {
    expect(extractor?.version).toMatch(/^[1-9]\d*$/);
    expect(extractor?.description).toMatch(/^[A-Z].+\.$/s);
    expect(extractor?.accepts.length).toBeGreaterThan(0);
    for (const mediaType of extractor?.accepts ?? []) expect(mediaType).toMatch(/^[a-z]+\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]*)$/);
    expect(new Set(extractor?.accepts).size).toBe(extractor?.accepts.length);
    expect(extractor?.references.length).toBeGreaterThan(0);
    for (const reference of extractor?.references ?? []) expect(reference.length).toBeGreaterThan(8);
  });

  test('declares each field with a label, a type and a source', () => {
    const declarations = Object.entries(extractor?.produces ?? {});
    expect(declarations.length).toBeGreaterThan(0);
    for (const [name, declaration] of declarations) {
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(declaration.label, `label of ${name} in sentence case`).toMatch(/^[A-Z0-9.].*[^.]$/);
      expect(['text', 'integer', 'number', 'boolean', 'timestamp', 'text-list']).toContain(declaration.type);
      expect(declaration.source.trim(), `source of ${name}`).not.toBe('');
      if (declaration.unit !== undefined) expect(['integer', 'number'], `${name} has a unit`).toContain(declaration.type);
    }
    const labels = declarations.map(([, declaration]) => declaration.label);
    expect(new Set(labels).size, 'labels are told apart').toBe(labels.length);
  });

  test('has a test of its own', () => {
    const own = id.replace('/', '-');
    expect(tests.filter((file) => file.slice('test/extractors/'.length).replaceAll('/', '-').startsWith(own))).not.toEqual([]);
  });
});
