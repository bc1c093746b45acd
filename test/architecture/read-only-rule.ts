/** Readers of evidence cannot write: only named, reading functions of node:fs exist in src/sources. */
import { isNode, lineAt, literalText, memberChain, type SourceFile, type SyntaxNode, type Violation, visitNodes } from './source-file.ts';

/** What src/sources may take from node:fs and node:fs/promises; their types are free. */
const readingFunctions = new Set(
  ['open', 'close', 'read', 'readv', 'stat', 'lstat', 'fstat', 'statfs', 'readdir', 'opendir', 'readlink', 'realpath', 'access', 'readFile']
    .flatMap((name) => [name, `${name}Sync`])
    .concat('constants', 'existsSync', 'createReadStream', 'promises'),
);

/** Names that change a file whatever object they are taken from: functions, handle methods and open flags. */
const writingNames = new Set(
  [
    'appendFile',
    'chmod',
    'chown',
    'copyFile',
    'cp',
    'fchmod',
    'fchown',
    'fdatasync',
    'fsync',
    'ftruncate',
    'futimes',
    'lchmod',
    'lchown',
    'link',
    'lutimes',
    'mkdir',
    'mkdtemp',
    'rename',
    'rm',
    'rmdir',
    'symlink',
    'truncate',
    'unlink',
    'utimes',
    'write',
    'writev',
    'writeFile',
  ]
    .flatMap((name) => [name, `${name}Sync`])
    .concat('createWriteStream', 'O_WRONLY', 'O_RDWR', 'O_CREAT', 'O_TRUNC', 'O_APPEND', 'O_EXCL'),
);

const fileModules = /^(?:node:)?fs(?:\/promises)?$/;

/** Reports whatever in src/sources could alter evidence. */
export function checkReadOnly(source: SourceFile): Violation[] {
  if (!source.path.startsWith('src/sources/')) return [];
  const violations: Violation[] = [];
  const report = (node: SyntaxNode, message: string) =>
    violations.push({
      path: source.path,
      line: lineAt(source, node.start),
      rule: 'read-only',
      message: `${message}: evidence is never written to`,
    });
  const wholes = new Set<string>();

  visitNodes(source.program, (node) => {
    if (node.type === 'ImportDeclaration' && fileModules.test(literalText(node.source) ?? '') && node.importKind !== 'type') {
      for (const specifier of node.specifiers as SyntaxNode[]) {
        const local = (specifier.local as SyntaxNode).name as string;
        if (specifier.type !== 'ImportSpecifier') wholes.add(local);
        else if (specifier.importKind !== 'type') {
          const imported = (specifier.imported as SyntaxNode).name as string;
          if (!readingFunctions.has(imported)) report(specifier, `imports ${imported} from node:fs`);
          if (imported === 'promises') wholes.add(local);
        }
      }
    }
    if (
      (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') &&
      fileModules.test(literalText(node.source) ?? '')
    ) {
      report(node, 'passes node:fs on');
    }
    if (node.type === 'ImportExpression' && fileModules.test(literalText(node.source) ?? ''))
      report(node, 'loads node:fs where its use cannot be checked');
  });

  visitNodes(source.program, (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (node.type === 'MemberExpression') {
      const property = node.computed === true ? literalText(node.property) : (memberChain(node.property)?.[0] ?? null);
      if (property !== null && writingNames.has(property)) report(node, `uses ${property}`);
    }
    if (
      node.type === 'Property' &&
      memberChain(node.key)?.some((name) => writingNames.has(name)) === true &&
      parent?.type === 'ObjectPattern'
    ) {
      report(node, `takes ${memberChain(node.key)?.join('.')}`);
    }
    if (node.type === 'Identifier' && wholes.has(node.name as string) && parent !== undefined)
      checkWhole(node, parent, ancestors.at(-2), report);
    if (node.type === 'CallExpression' && /^open(?:Sync)?$/.test(memberChain(node.callee)?.at(-1) ?? '')) checkOpening(node, report);
  });
  return violations;
}

/** A module taken whole (`fs`, `fs.promises`) may only be the object of a reading function. */
function checkWhole(
  node: SyntaxNode,
  parent: SyntaxNode,
  grandparent: SyntaxNode | undefined,
  report: (node: SyntaxNode, message: string) => void,
): void {
  if (parent.type.startsWith('Import') || parent.type.startsWith('TS')) return;
  if (parent.type !== 'MemberExpression' || parent.object !== node) {
    if (!(parent.type === 'MemberExpression' && parent.computed !== true))
      report(node, 'hands node:fs on, where its use cannot be checked');
    return;
  }
  const name = memberChain(parent)?.[1];
  if (name === undefined) report(parent, 'takes a computed name from node:fs');
  else if (!readingFunctions.has(name)) report(parent, `uses ${name} of node:fs`);
  else if (name === 'promises' && isNode(grandparent) && !readingFunctions.has(memberChain(grandparent)?.[2] ?? '')) {
    report(parent, `uses ${memberChain(grandparent)?.[2] ?? 'all'} of node:fs/promises`);
  }
}

/** Opening takes no flags, `'r'`, or a name made of O_ constants. */
function checkOpening(node: SyntaxNode, report: (node: SyntaxNode, message: string) => void): void {
  const flags = (node.arguments as SyntaxNode[])[1];
  if (flags === undefined) return;
  const text = literalText(flags);
  if (text !== null && text !== 'r' && text !== 'rs') report(flags, `opens with the flags '${text}'`);
  if (flags.type === 'Literal' && typeof flags.value === 'number' && flags.value !== 0)
    report(flags, `opens with the flags ${flags.value}`);
}
