/** Both languages say everything, and no text that people read stands in the code. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import english from '../../../resources/translations/interface.en.json';
import urdu from '../../../resources/translations/interface.ur.json';

const root = path.join(import.meta.dirname, '../../../src/renderer');

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const inEnglish = flat(english);
const inUrdu = flat(urdu);
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] as string).sort();

describe('translations', () => {
  it('have the same keys in both languages', () => expect([...inUrdu.keys()].sort()).toEqual([...inEnglish.keys()].sort()));

  it('leave no text empty', () => {
    for (const [key, text] of [...inEnglish, ...inUrdu]) expect(text.trim(), key).not.toBe('');
  });

  it('use the same placeholders in both languages', () => {
    for (const [key, text] of inEnglish) expect(placeholders(inUrdu.get(key) ?? ''), key).toEqual(placeholders(text));
  });

  it('say it in Urdu, names and units aside', () => {
    const untranslated = [...inUrdu].filter(([, text]) => !/[\u0600-\u06ff]/.test(text)).map(([key]) => key);
    expect(untranslated.sort()).toEqual(
      [
        'fields.blake3',
        'fields.md5',
        'fields.sha1',
        'fields.sha256',
        'fields.sha512',
        'languages.en',
        'preview.entropy',
        'run.perSecond',
        'settings.choices.zone.utc',
        'time.basis.utc',
      ].sort(),
    );
  });
});

describe('the engine in words', () => {
  const engine = path.join(import.meta.dirname, '../../../src/engine');
  const found = (files: string, pattern: RegExp): string[] => [
    ...new Set(
      globSync(files, { cwd: engine }).flatMap((file) =>
        [...readFileSync(path.join(engine, file), 'utf8').matchAll(pattern)].map(([, code]) => code as string),
      ),
    ),
  ];

  it('has a title for each action of the audit log', () => {
    const actions = found('**/*.ts', /\baction: (?:[^,'\n]*\? )?'([a-z]+-[a-z-]+)'/g);
    expect(actions.length).toBeGreaterThan(12);
    expect(actions.filter((action) => !(action in english.auditActions))).toEqual([]);
  });
});

interface Node {
  type: string;
  [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

const spokenAttributes = new Set([
  'aria-label',
  'title',
  'placeholder',
  'label',
  'description',
  'alt',
  'text',
  'aria-description',
  'aria-roledescription',
]);
/** Two letters one after the other are a word; single letters are keys, and signs need no translation. */
const word = /\p{L}{2}/u;

/** Texts that a reader would see: between tags, and in the attributes that are shown or read out. */
function hardCodedTexts(source: string): string[] {
  const found: string[] = [];
  walk(parseAst(source, { lang: 'tsx' }) as unknown as Node, (node) => {
    if (node.type === 'JSXText' && word.test(String(node.value))) found.push(String(node.value).trim());
    if (node.type !== 'JSXAttribute') return;
    const { name, value } = node as unknown as { name: Node; value: Node | null };
    if (!spokenAttributes.has(String(name.name)) || value === null) return;
    const inner = value.type === 'JSXExpressionContainer' ? (value.expression as Node) : value;
    if (inner.type === 'Literal' && typeof inner.value === 'string' && word.test(inner.value)) found.push(inner.value);
    if (inner.type === 'TemplateLiteral') {
      for (const part of inner.quasis as { value: { raw: string } }[]) if (word.test(part.value.raw)) found.push(part.value.raw);
    }
  });
  return found;
}

describe('the code of the interface', () => {
  const files = globSync('**/*.tsx', { cwd: root });

  it('has files to look at', () => expect(files.length).toBeGreaterThan(40));

  it.each(files)('%s holds no text of its own', (file) => expect(hardCodedTexts(readFileSync(path.join(root, file), 'utf8'))).toEqual([]));

  it('never sets HTML', () => {
    for (const file of files)
      expect(readFileSync(path.join(root, file), 'utf8'), file).not.toMatch(/dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML/);
  });

  it('notices a text where there is one', () => {
    expect(hardCodedTexts('const a = <p title="Close it">Hello there {name} <b>{t("x")}</b></p>;')).toEqual(['Close it', 'Hello there']);
  });
});
