/** Time and chance are handed in (src/model/clock.ts); a local time zone is never consulted. */
import { layers } from './layers.ts';
import { isNode, lineAt, memberChain, type SourceFile, type SyntaxNode, type Violation, visitNodes } from './source-file.ts';

const clockFile = 'src/model/clock.ts';

/** What may be done with `Date` without reading the clock or this machine's zone. */
const zonelessDateFunctions = new Set(['parse', 'UTC', 'prototype']);

/** Methods that answer in, or take, this machine's time zone. */
const localTimeMethods =
  /^(?:(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|Year)|getTimezoneOffset|toLocale(?:Date|Time)String|to(?:Date|Time)String)$/;

/** Reports reading the clock, random numbers outside node:crypto, and every use of this machine's time zone. */
export function checkTimeAndChance(source: SourceFile): Violation[] {
  const layer = layers[source.path.split('/')[1] as string];
  const mayReadClock = source.path === clockFile || layer?.clock === true;
  const violations: Violation[] = [];
  const report = (node: SyntaxNode, message: string) =>
    violations.push({ path: source.path, line: lineAt(source, node.start), rule: 'time-and-chance', message });

  visitNodes(source.program, (node, ancestors) => {
    const parent = ancestors.at(-1);
    const chain = node.type === 'MemberExpression' ? memberChain(node) : null;
    if (node.type === 'MemberExpression') {
      const property = memberChain(node.property)?.[0];
      if (node.computed !== true && property !== undefined && localTimeMethods.test(property))
        report(node, `${property} answers in this machine's time zone`);
      if (chain?.[0] === 'globalThis' && (chain[1] === 'Date' || chain[1] === 'Math')) report(node, `reaches ${chain[1]} around the rule`);
    }
    if (!mayReadClock && chain !== null) {
      const text = chain.join('.');
      if (text === 'process.hrtime' || text === 'process.uptime') report(node, 'reads the clock: take a Clock of src/model/clock.ts');
      if (text === 'performance.now' && source.path !== clockFile && isPure(source)) report(node, 'reads the clock in a pure layer');
    }
    if (node.type !== 'Identifier' || parent === undefined || isMerelyAName(node, parent)) return;
    if (node.name === 'Date') {
      const complaint = complaintAboutDate(node, parent, mayReadClock);
      if (complaint !== null) report(node, complaint);
    }
    if (node.name === 'Math' && !mayReadClock && !isHarmlessMath(node, parent))
      report(node, 'draws random numbers: take them from outside, or from node:crypto in a host');
  });
  return violations;
}

function isPure(source: SourceFile): boolean {
  return /^src\/(?:model|contract|formats|extractors|identification|reports|storage)\//.test(source.path);
}

/** A property's or type's name rather than the global. */
function isMerelyAName(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type === 'MemberExpression') return parent.property === node && parent.computed !== true;
  if (parent.type === 'Property' || parent.type.endsWith('Definition') || parent.type.startsWith('TSPropertySignature')) {
    return parent.key === node && parent.computed !== true && parent.shorthand !== true;
  }
  return parent.type === 'TSTypeReference' || parent.type === 'TSLiteralType' || parent.type === 'TSQualifiedName';
}

function complaintAboutDate(node: SyntaxNode, parent: SyntaxNode, mayReadClock: boolean): string | null {
  if (parent.type === 'NewExpression' && parent.callee === node) {
    const given = parent.arguments as SyntaxNode[];
    if (given.length > 1 || given[0]?.type === 'SpreadElement') return "builds a time in this machine's time zone: use Date.UTC";
    return given.length === 1 || mayReadClock ? null : 'reads the clock: take a Clock of src/model/clock.ts';
  }
  if (parent.type === 'BinaryExpression' && parent.operator === 'instanceof') return null;
  if (mayReadClock) return null;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    const name = memberChain(parent)?.[1];
    if (name !== undefined && zonelessDateFunctions.has(name)) return null;
  }
  return 'reads the clock, or hands Date on so that another may: take a Clock of src/model/clock.ts';
}

function isHarmlessMath(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type !== 'MemberExpression' || parent.object !== node || !isNode(parent)) return false;
  const name = memberChain(parent)?.[1];
  return name !== undefined && name !== 'random';
}
