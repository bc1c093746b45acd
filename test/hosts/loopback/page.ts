/** A browser page, as far as the loopback host can tell: it keeps cookies, names its origin and has a storage. */
import { WebSocket } from 'ws';
import type { HostApi } from '../../../src/contract/host-api.ts';
import { createLoopbackHost } from '../../../src/transport/loopback-client.ts';

export interface LoopbackTestPage {
  host: HostApi;
  /** The cookies, as a header. */
  cookies(): string;
  /** What the page keeps for its next load. */
  storage: Map<string, string>;
  /** Addresses that were opened in windows of their own. */
  opened: string[];
  /** The address as the address bar shows it. */
  shown(): string;
}

/** Opens an address as a browser would; with `previous`, loads a page again in the same tab. */
export function loopbackPage(address: string, previous?: LoopbackTestPage): LoopbackTestPage {
  const url = new URL(address);
  const jar = new Map<string, string>(
    (previous?.cookies() ?? '')
      .split('; ')
      .filter(Boolean)
      .map((pair) => pair.split('=', 2) as [string, string]),
  );
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const storage = previous?.storage ?? new Map<string, string>();
  let shown = address;
  const opened: string[] = [];

  class PageSocket extends WebSocket {
    constructor(target: string) {
      super(target, { headers: { cookie: cookies() }, origin: url.origin });
    }
  }

  const host = createLoopbackHost({
    location: { hash: url.hash, host: url.host, origin: url.origin, pathname: url.pathname, search: url.search },
    history: { replaceState: (_state, _unused, next) => (shown = new URL(next, url).href) },
    sessionStorage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
      removeItem: (key) => void storage.delete(key),
    },
    async fetch(path, options) {
      const response = await fetch(new URL(path, url), {
        ...options,
        headers: { ...options.headers, origin: url.origin, cookie: cookies() },
      });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=', 2);
        jar.set(name, value);
      }
      return response;
    },
    WebSocket: PageSocket as never,
    open: (target) => opened.push(target),
  });
  return { host, cookies, storage, opened, shown: () => shown };
}
