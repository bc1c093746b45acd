/** Takes the network away from this process: whatever a library tries, it fails before a packet leaves. */
import { syncBuiltinESMExports } from 'node:module';

/** What would open a connection, look up a name or listen, by module. */
const doors: Record<string, readonly string[]> = {
  net: ['connect', 'createConnection', 'createServer'],
  tls: ['connect', 'createServer'],
  http: ['request', 'get', 'createServer', 'ClientRequest'],
  https: ['request', 'get', 'createServer'],
  http2: ['connect', 'createServer', 'createSecureServer'],
  dgram: ['createSocket'],
  dns: ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'reverse', 'Resolver'],
  'dns/promises': ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'reverse', 'Resolver'],
};

/** Methods behind which every connection passes, however it was made. The classes stay: Node's own pipes are sockets too. */
const methods: [module: string, type: string, method: string][] = [
  ['net', 'Socket', 'connect'],
  ['net', 'Server', 'listen'],
  ['dgram', 'Socket', 'bind'],
  ['dgram', 'Socket', 'send'],
];

/** Functions of this realm that would do so. */
const globals = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];

/** Locks all of it, for good. */
export function lockNetwork(): void {
  for (const [name, functions] of Object.entries(doors)) for (const door of functions) lock(builtin(name), door, `node:${name}.${door}`);
  for (const [name, type, method] of methods) {
    lock((builtin(name)[type] as { prototype: Record<string, unknown> }).prototype, method, `node:${name}.${type}.${method}`);
  }
  syncBuiltinESMExports();
  for (const name of globals) lock(globalThis, name, name);
}

/** Asked for at run time, because the layer rules forbid to import these modules: here they are only taken away. */
function builtin(name: string): Record<string, unknown> {
  return process.getBuiltinModule(name) as Record<string, unknown>;
}

function lock(holder: object, property: string, name: string): void {
  Object.defineProperty(holder, property, { value: locked(name), configurable: false, writable: false });
}

function locked(name: string): () => never {
  // A function, not an arrow: it must also throw when called with `new`.
  return function networkIsLocked() {
    throw new Error(`Sabut works without a network: ${name} is locked.`);
  };
}
