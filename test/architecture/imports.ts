/** Every way in which one module can reach another, found in its syntax tree. */
import { isNode, lineAt, literalText, memberChain, type SourceFile, type SyntaxNode, visitNodes } from './source-file.ts';

export interface ImportReference {
  /** What is imported; null where it is computed and so cannot be checked. */
  specifier: string | null;
  line: number;
  /** `location`: a file named by `new URL(…, import.meta.url)`, which is opened or started rather than imported. */
  kind: 'import' | 'location';
}

/** Calls whose first argument names a module, by the callee's chain of names. */
const loadingCalls = new Set(['require', 'require.resolve', 'module.require', 'import.meta.resolve', 'process.getBuiltinModule']);

/**
 * Lists a file's references: static imports and re-exports (type-only ones too), dynamic imports, types by
 * `import('…')`, `import x = require('…')`, `require` however it was obtained, Vite's globs, triple-slash
 * references and files named relative to the module.
 */
export function importsOf(source: SourceFile): ImportReference[] {
  const found: ImportReference[] = [];
  const requires = namesOfRequires(source.program);
  const add = (node: SyntaxNode, specifier: string | null, kind: ImportReference['kind'] = 'import') =>
    found.push({ specifier, kind, line: lineAt(source, node.start) });

  visitNodes(source.program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        add(node, literalText(node.source));
        break;
      case 'ExportNamedDeclaration':
        if (node.source !== null && node.source !== undefined) add(node, literalText(node.source));
        break;
      case 'ImportExpression':
      case 'TSImportType':
        add(node, literalText(node.source));
        break;
      case 'TSExternalModuleReference':
        add(node, literalText(node.expression));
        break;
      case 'CallExpression':
        addCall(node, requires, add);
        break;
      case 'NewExpression':
        if (isModuleLocation(node)) add(node, literalText((node.arguments as unknown[])[0]), 'location');
        break;
    }
  });
  for (const comment of source.comments) {
    const reference = /^\/\s*<reference\s+(path|types)\s*=\s*["']([^"']+)["']/.exec(comment.value);
    if (reference !== null) {
      const target = reference[2] as string;
      found.push({
        specifier: reference[1] === 'path' && !target.startsWith('.') ? `./${target}` : target,
        kind: 'import',
        line: lineAt(source, comment.start),
      });
    }
  }
  return found;
}

function addCall(node: SyntaxNode, requires: ReadonlySet<string>, add: (node: SyntaxNode, specifier: string | null) => void): void {
  const [first] = node.arguments as unknown[];
  const chain = memberChain(node.callee);
  if (chain === null) {
    if (isCreateRequire(node.callee)) add(node, literalText(first));
    return;
  }
  const callee = chain.join('.');
  if (callee === 'import.meta.glob') {
    const patterns = isNode(first) && first.type === 'ArrayExpression' ? (first.elements as unknown[]) : [first];
    for (const pattern of patterns) add(node, literalText(pattern)?.replace(/^!/, '') ?? null);
  } else if (loadingCalls.has(callee) || requires.has(chain[0] as string)) add(node, literalText(first));
}

/** Variables that hold what `createRequire` gave. */
function namesOfRequires(program: SyntaxNode): Set<string> {
  const names = new Set<string>();
  visitNodes(program, (node) => {
    if (node.type === 'VariableDeclarator' && isCreateRequire(node.init)) {
      const identifier = node.id as SyntaxNode;
      if (identifier.type === 'Identifier') names.add(identifier.name as string);
    }
  });
  return names;
}

function isCreateRequire(node: unknown): boolean {
  return isNode(node) && node.type === 'CallExpression' && memberChain(node.callee)?.at(-1) === 'createRequire';
}

/** `new URL(…, import.meta.url)`, or with `import.meta.dirname` or `filename`. */
function isModuleLocation(node: SyntaxNode): boolean {
  const [, base] = node.arguments as unknown[];
  return memberChain(node.callee)?.at(-1) === 'URL' && memberChain(base)?.slice(0, 2).join('.') === 'import.meta';
}
