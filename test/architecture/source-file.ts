/** Source files as syntax trees, so that the rules of the architecture cannot be fooled by spelling. */
import fs from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** A node of the ESTree form (with TypeScript's nodes) that the parser gives. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [property: string]: unknown;
}

/** A file of JavaScript or TypeScript with its tree. */
export interface SourceFile {
  /** Path below the project's root, `/`-separated: `src/formats/tiff.ts`. */
  path: string;
  text: string;
  program: SyntaxNode;
  comments: readonly { value: string; start: number }[];
}

/** Something in a source file that a rule forbids. */
export interface Violation {
  path: string;
  /** From 1. */
  line: number;
  rule: string;
  message: string;
}

const sourceExtensions = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/**
 * Reads and parses every source file below `folder` of the project at `root`, in the order of their paths.
 * A file that does not parse cannot be checked, and so is a violation itself.
 */
export function readSourceFiles(root: string, folder: string): { sources: SourceFile[]; unreadable: Violation[] } {
  const sources: SourceFile[] = [];
  const unreadable: Violation[] = [];
  for (const file of listFiles(root, folder)) {
    if (!sourceExtensions.test(file)) continue;
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    const parsed = parseSync(file, text);
    const [fault] = parsed.errors;
    if (fault !== undefined) unreadable.push({ path: file, line: 1, rule: 'syntax', message: `does not parse: ${fault.message}` });
    else sources.push({ path: file, text, program: parsed.program as unknown as SyntaxNode, comments: parsed.comments });
  }
  return { sources, unreadable };
}

/** Paths of all files below `folder`, relative to `root`, `/`-separated and sorted. */
export function listFiles(root: string, folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Line of a position, from 1. */
export function lineAt(source: SourceFile, position: number): number {
  return source.text.slice(0, position).split('\n').length;
}

/** Calls `visit` for each node with its ancestors, nearest last. */
export function visitNodes(root: SyntaxNode, visit: (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => void): void {
  const ancestors: SyntaxNode[] = [];
  const descend = (node: SyntaxNode): void => {
    visit(node, ancestors);
    ancestors.push(node);
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) {
        for (const element of value) if (isNode(element)) descend(element);
      } else if (isNode(value)) descend(value);
    }
    ancestors.pop();
  };
  descend(root);
}

/** Tells a syntax node from the other values that a node holds. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The text of a string literal or of a template without holes; null for anything else. */
export function literalText(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return null;
  const quasis = node.quasis as { value: { cooked: string | null } }[];
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? null) : null;
}

/** `a.b` and `a['b']` as `['a', 'b']`, `import.meta.url` as `['import', 'meta', 'url']`; null where it is not a plain chain of names. */
export function memberChain(node: unknown): string[] | null {
  if (!isNode(node)) return null;
  if (node.type === 'Identifier') return [node.name as string];
  if (node.type === 'MetaProperty') return ['import', 'meta'];
  if (node.type === 'ChainExpression') return memberChain(node.expression);
  if (node.type !== 'MemberExpression') return null;
  const object = memberChain(node.object);
  if (object === null) return null;
  const property = node.computed === true ? literalText(node.property) : ((node.property as { name?: string }).name ?? null);
  return property === null ? null : [...object, property];
}
