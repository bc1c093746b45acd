/** Nothing talks to a network but the loopback host, its channel and the interface that it serves. */
import { layers } from './layers.ts';
import { lineAt, memberChain, type SourceFile, type Violation, visitNodes } from './source-file.ts';

const networkGlobals = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'RTCPeerConnection', 'WebTransport']);

/** Reports the use of network globals, also through `globalThis`, where the layer may not. Modules are the layer rule's. */
export function checkNetwork(source: SourceFile): Violation[] {
  if (layers[source.path.split('/')[1] as string]?.network === true) return [];
  const violations: Violation[] = [];
  visitNodes(source.program, (node, ancestors) => {
    const parent = ancestors.at(-1);
    const chain = node.type === 'MemberExpression' ? memberChain(node) : null;
    const name =
      chain !== null && /^(?:globalThis|window|self|navigator)$/.test(chain[0] as string)
        ? chain[1]
        : node.type === 'Identifier' && isReference(node, parent)
          ? (node.name as string)
          : undefined;
    if (name !== undefined && (networkGlobals.has(name) || name === 'sendBeacon')) {
      violations.push({
        path: source.path,
        line: lineAt(source, node.start),
        rule: 'network',
        message: `uses ${name}: only the loopback host and its client may`,
      });
    }
  });
  return violations;
}

function isReference(node: object, parent: { type: string; [property: string]: unknown } | undefined): boolean {
  if (parent === undefined) return true;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (parent.type === 'Property' || parent.type.startsWith('TS') || parent.type.endsWith('Definition')) return parent.value === node;
  return true;
}
