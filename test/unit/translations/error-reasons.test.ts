/** Errors in both languages: each that the interface can meet gives a reason, and each reason has its sentences. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import english from '../../../resources/translations/interface.en.json' with { type: 'json' };
import urdu from '../../../resources/translations/interface.ur.json' with { type: 'json' };
import {
  isNode,
  lineAt,
  literalText,
  readSourceFiles,
  type SourceFile,
  type SyntaxNode,
  visitNodes,
} from '../../architecture/source-file.ts';

const root = path.join(import.meta.dirname, '../../..');

/** Their errors are read in a terminal, in English. */
const terminalOnly = /^src\/(?:cli|web)\/|^src\/transport\/interface-files\.ts$/;
/** It makes an error again that came over a channel. */
const remaking = 'src/model/error.ts';
/** `cancelled` is what the reader asked for, and most of `internal` must not happen: the words for the code say all there is to say. */
const plainCodes = new Set(['cancelled', 'internal']);

interface Site {
  where: string;
  code: string | null;
  reasons: string[];
  /** Names of the values that go beside the reason. */
  values: Set<string>;
}

/** The texts that an expression may be, as far as they stand there: `condition ? 'one' : 'other'` is two. */
function textsOf(node: unknown): string[] {
  if (isNode(node) && node.type === 'ConditionalExpression') return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  const text = literalText(node);
  return text === null ? [] : [text];
}

/** Properties of an object literal by name; what is spread into it is looked for in the same file. */
function propertiesOf(node: unknown, objects: ReadonlyMap<string, SyntaxNode>): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (!isNode(node) || node.type !== 'ObjectExpression') return found;
  for (const property of node.properties as SyntaxNode[]) {
    if (property.type === 'SpreadElement') {
      const spread = objects.get((property.argument as { name?: string }).name ?? '');
      for (const [name, value] of propertiesOf(spread, objects)) found.set(name, value);
    } else found.set((property.key as { name: string }).name, property.value);
  }
  return found;
}

function sitesIn(source: SourceFile): Site[] {
  const objects = new Map<string, SyntaxNode>();
  visitNodes(source.program, (node) => {
    if (node.type === 'VariableDeclarator' && isNode(node.init) && node.init.type === 'ObjectExpression')
      objects.set((node.id as { name: string }).name, node.init);
  });
  const sites: Site[] = [];
  visitNodes(source.program, (node) => {
    if (node.type !== 'NewExpression' || (node.callee as { name?: string }).name !== 'EngineError') return;
    const [code, , details] = node.arguments as SyntaxNode[];
    const properties = propertiesOf(details, objects);
    sites.push({
      where: `${source.path}:${lineAt(source, node.start)}`,
      code: literalText(code),
      reasons: textsOf(properties.get('reason')),
      values: new Set(properties.keys()),
    });
  });
  return sites;
}

const sites = readSourceFiles(root, 'src')
  .sources.filter(({ path: file }) => !terminalOnly.test(file) && file !== remaking)
  .flatMap(sitesIn);

type Words = Partial<Record<'happened' | 'safe' | 'todo', string>>;
const inEnglish: Record<string, Words> = english.errors.reasons;
const inUrdu: Record<string, Words> = urdu.errors.reasons;

describe('errors that the interface can meet', () => {
  it('give a reason', () => {
    expect(sites.length).toBeGreaterThan(130);
    const silent = sites.filter(({ code, reasons }) => reasons.length === 0 && !plainCodes.has(code ?? ''));
    expect(silent.map(({ where }) => where)).toEqual([]);
  });

  it('say in both languages what happened and what to do', () => {
    for (const [language, words] of Object.entries({ inEnglish, inUrdu }))
      for (const { where, reasons } of sites)
        for (const reason of reasons) {
          expect(words[reason]?.happened, `${reason} ${language} (${where})`).toBeTruthy();
          expect(words[reason]?.todo, `${reason} ${language} (${where})`).toBeTruthy();
        }
  });

  it('bring the values that their sentences name', () => {
    const missing: string[] = [];
    for (const { where, reasons, values } of sites)
      for (const reason of reasons)
        for (const text of [...Object.values(inEnglish[reason] ?? {}), ...Object.values(inUrdu[reason] ?? {})])
          for (const [, name] of text.matchAll(/\{\{(\w+)\}\}/g))
            if (!values.has(name as string)) missing.push(`${where}: ${reason} without ${name}`);
    expect([...new Set(missing)]).toEqual([]);
  });

  it('use each reason that has sentences', () => {
    const used = new Set(sites.flatMap(({ reasons }) => reasons));
    expect(Object.keys(inEnglish).filter((reason) => !used.has(reason))).toEqual([]);
  });
});
