/** Who may talk to the loopback host: one-time tokens, the sessions that they open, and tickets for web sockets. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface SessionKeeperOptions {
  /** Random bytes; from node:crypto outside of tests. */
  random(length: number): Uint8Array;
  /** Milliseconds of a clock that never jumps. */
  monotonic(): number;
}

export interface Session {
  /** Value of the HttpOnly cookie. */
  cookie: string;
  /** Value of the header that goes with it. */
  key: string;
}

const secretLength = 32;
const ticketLifetime = 30_000;
/** More pages than anyone opens; the oldest session ends when another one begins. */
const maximumSessions = 32;
const maximumTickets = 256;

/** Keeps tokens, sessions and tickets of one running host. Nothing is written to disk: all of it ends with the process. */
export class SessionKeeper {
  readonly #options: SessionKeeperOptions;
  readonly #tokens = new Set<string>();
  readonly #sessions = new Map<string, Session>();
  readonly #tickets = new Map<string, { cookie: string; until: number }>();

  constructor(options: SessionKeeperOptions) {
    this.#options = options;
  }

  /** A new one-time token, 256 bits in base64url. The one before it, if unused, stops working: the address on show is the only one. */
  issueToken(): string {
    const token = this.#secret();
    this.#tokens.clear();
    this.#tokens.add(digest(token));
    return token;
  }

  /** Exchanges a token for a session; null when it was never issued or was used before. */
  openSession(token: string): Session | null {
    if (!this.#tokens.delete(digest(token))) return null;
    const session = { cookie: this.#secret(), key: this.#secret() };
    dropOldest(this.#sessions, maximumSessions);
    this.#sessions.set(digest(session.cookie), session);
    return session;
  }

  /** Whether a cookie belongs to a session. */
  hasSession(cookie: string | undefined): boolean {
    return cookie !== undefined && this.#sessions.has(digest(cookie));
  }

  /** Whether a cookie and a key belong to the same session. */
  admits(cookie: string | undefined, key: string | undefined): boolean {
    const session = cookie === undefined ? undefined : this.#sessions.get(digest(cookie));
    return session !== undefined && key !== undefined && timingSafeEqual(Buffer.from(digest(key)), Buffer.from(digest(session.key)));
  }

  /** A ticket for one web socket of a session, good for 30 seconds. */
  issueTicket(cookie: string): string {
    const ticket = this.#secret();
    dropOldest(this.#tickets, maximumTickets);
    this.#tickets.set(digest(ticket), { cookie: digest(cookie), until: this.#options.monotonic() + ticketLifetime });
    return ticket;
  }

  /** Uses a ticket up; whether it was good for this session. */
  redeemTicket(cookie: string | undefined, ticket: string | null): boolean {
    if (cookie === undefined || ticket === null) return false;
    const kept = this.#tickets.get(digest(ticket));
    if (kept === undefined) return false;
    this.#tickets.delete(digest(ticket));
    return kept.cookie === digest(cookie) && this.#options.monotonic() <= kept.until;
  }

  #secret(): string {
    return Buffer.from(this.#options.random(secretLength)).toString('base64url');
  }
}

/** Secrets are looked up by their digest, so that the time of a look-up tells nothing of them. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function dropOldest(map: Map<string, unknown>, room: number): void {
  for (const key of map.keys()) {
    if (map.size < room) return;
    map.delete(key);
  }
}
