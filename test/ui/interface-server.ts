/** Serves a built interface from loopback under the strictest content security policy: no nonce, no inline style. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { interfaceHeaders, interfacePolicy, interfaceTypes } from '../../src/transport/content-policy.ts';

export interface InterfaceServer {
  /** `http://127.0.0.1:PORT/` */
  address: string;
  close(): Promise<void>;
}

/** The policy that both hosts send, without the allowance for style elements that they make by nonce. */
const strictPolicy = interfacePolicy({ evidence: "'none'", connect: [], nonce: 'none' })
  .replace(" 'nonce-none'", '')
  .replaceAll(/img-src[^;]*/g, "img-src 'self' blob:");

export async function serveInterface(directory: string): Promise<InterfaceServer> {
  const server: Server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const file = path.join(directory, path.normalize(name === '/' ? '/index.html' : name));
    const type = interfaceTypes[path.extname(file)];
    readFile(file).then(
      (bytes) => {
        response.writeHead(200, {
          ...interfaceHeaders,
          'content-type': type ?? 'application/octet-stream',
          'content-security-policy': strictPolicy,
        });
        response.end(bytes);
      },
      () => {
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { address: `http://127.0.0.1:${address.port}/`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
