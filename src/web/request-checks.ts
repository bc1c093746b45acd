/** What a request must show before anything is done for it. Each check throws the Refusal that answers it. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

const maximumBody = 65_536;

/** The address must be the literal one: a name that resolves here (DNS rebinding) is another site's. */
export function requireHost(request: IncomingMessage, host: string): void {
  // A request may repeat the header; every copy counts.
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length !== 1 || hosts[0] !== host) throw new Refusal(421);
}

/** Only the interface's own page may ask for a change or a connection. */
export function requireOrigin(request: IncomingMessage, origin: string): void {
  const origins = request.headersDistinct.origin ?? [];
  if (origins.length !== 1 || origins[0] !== origin) throw new Refusal(403);
}

/** The path and query of a request. Only the plain form is taken (RFC 9112, section 3.2.1): a target that names a host is for proxies. */
export function targetOf(request: IncomingMessage, origin: string): URL {
  const target = request.url ?? '';
  const url = target.startsWith('/') ? URL.parse(origin + target) : null;
  if (url === null || url.origin !== origin) throw new Refusal(404);
  return url;
}

/** The value of a cookie, or undefined. */
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** The value of a header that occurs once, or undefined. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name] ?? [];
  return values.length === 1 ? values[0] : undefined;
}

/** Reads a body of JSON, at most 64 KiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  // Forms of other sites can send plain text without asking; not this.
  if (!/^application\/json(?:; *charset=utf-8)?$/i.test(request.headers['content-type'] ?? '')) throw new Refusal(415);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > maximumBody) throw new Refusal(413, { connection: 'close' });
    pieces.push(piece);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)));
  } catch {
    throw new Refusal(400);
  }
}
