/**
 * The interface's side of the loopback host: browser code, without Node. The page's address carries a one-time token in its fragment
 * (which browsers never send); it is exchanged for an HttpOnly cookie and for a key that each later request carries in a header,
 * because cookies are shared between the ports of a machine and the key is not.
 */
import type { EngineConnection, HostApi } from '../contract/host-api.ts';
import { EngineError } from '../model/error.ts';
import { createClient } from './client.ts';
import { type Socket, socketChannel } from './socket-channel.ts';

/** The part of `window` that this host uses. */
export interface LoopbackPage {
  readonly location: {
    readonly hash: string;
    readonly host: string;
    readonly origin: string;
    readonly pathname: string;
    readonly search: string;
  };
  readonly history: { replaceState(state: unknown, unused: string, address: string): void };
  readonly sessionStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  fetch(
    address: string,
    options: { method: 'POST'; headers: Record<string, string>; body: string; credentials: 'same-origin' },
  ): Promise<{
    status: number;
    json(): Promise<unknown>;
  }>;
  readonly WebSocket: new (address: string) => Socket;
  open(address: string, target: '_blank', features: 'noopener'): unknown;
}

/** The header that carries the session's key. */
export const sessionHeader = 'x-sabut-session';
const storedKey = 'sabut-session';

/** The host of a page that `sabut serve` delivered. */
export function createLoopbackHost(page: LoopbackPage): HostApi {
  let session: Promise<string> | undefined;

  async function openSession(): Promise<string> {
    const token = new URLSearchParams(page.location.hash.slice(1)).get('token');
    if (token !== null) {
      // Out of the address bar, the history and every copy of the address, before anything else.
      page.history.replaceState(null, '', page.location.pathname + page.location.search);
      const response = await page.fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
        credentials: 'same-origin',
      });
      if (response.status === 200) {
        const { key } = (await response.json()) as { key: string };
        page.sessionStorage.setItem(storedKey, key);
        return key;
      }
    }
    const kept = page.sessionStorage.getItem(storedKey);
    if (kept === null) throw noSession();
    return kept;
  }

  async function post(path: string, body: unknown): Promise<unknown> {
    session ??= openSession();
    session.catch(() => {
      session = undefined;
    });
    const key = await session;
    let response: { status: number; json(): Promise<unknown> };
    try {
      response = await page.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [sessionHeader]: key },
        body: JSON.stringify(body),
        credentials: 'same-origin',
      });
    } catch {
      throw new EngineError('internal', 'Sabut does not answer. Look whether `sabut serve` still runs; what the case holds is safe.', {
        reason: 'host-unreachable',
      });
    }
    if (response.status === 401) {
      page.sessionStorage.removeItem(storedKey);
      session = undefined;
      throw noSession();
    }
    if (response.status === 404)
      throw new EngineError('not-found', 'That report was not written in this session, or is not there any more. Write it again.', {
        reason: 'report-not-there',
      });
    if (response.status !== 200)
      throw new EngineError('internal', `Sabut refused ${path} with status ${response.status}.`, { status: response.status });
    return response.json();
  }

  return {
    kind: 'loopback',

    async connect(): Promise<EngineConnection> {
      const { ticket } = (await post('/ticket', {})) as { ticket: string };
      const socket = new page.WebSocket(`ws://${page.location.host}/engine?ticket=${encodeURIComponent(ticket)}`);
      const channel = socketChannel<never, never>(socket);
      await new Promise<void>((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('close', () =>
          reject(
            new EngineError('internal', 'Sabut closed the connection before it was made. Try again; what the case holds is safe.', {
              reason: 'connection-closed',
            }),
          ),
        );
      });
      return createClient(channel);
    },

    async evidenceAddress(itemId, mediaType) {
      const { address } = (await post('/evidence-address', { id: itemId, mediaType })) as { address: string };
      return address;
    },

    async openReport(directory) {
      const { address } = (await post('/report-address', { directory })) as { address: string };
      page.open(address, '_blank', 'noopener');
    },

    // The case that `sabut serve` was given is open before the page is delivered.
    openCaseRequested: () => () => {},
  };
}

function noSession(): EngineError {
  return new EngineError(
    'unsupported',
    'This page may not talk to Sabut: its address was used already, or Sabut was started anew. Open the address that `sabut serve` shows in its terminal.',
    { reason: 'no-session' },
  );
}
