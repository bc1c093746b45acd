/**
 * The loopback host: the built interface and the engine's calls on one port of 127.0.0.1, evidence bytes on another. What must be
 * shown by whom: every request the literal host; a change or a connection also the page's own origin, a session's cookie and its
 * key; a web socket a ticket, because browsers cannot add a header there.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { EngineEventSource } from '../contract/use-cases.ts';
import { EngineError } from '../model/error.ts';
import type { ServerMessage } from '../transport/channel.ts';
import { createClient } from '../transport/client.ts';
import { interfaceHeaders } from '../transport/content-policy.ts';
import { directChannel } from '../transport/direct-channel.ts';
import type { Dispatcher } from '../transport/dispatcher.ts';
import { type InterfaceFile, listInterfaceFiles } from '../transport/interface-files.ts';
import { sessionHeader } from '../transport/loopback-client.ts';
import { answerReport, reportFirstPage } from '../transport/report-response.ts';
import { serveClient } from '../transport/server.ts';
import { type Socket, socketChannel } from '../transport/socket-channel.ts';
import { createEvidenceSigner } from './evidence-address.ts';
import { createEvidenceServer } from './evidence-server.ts';
import { Refusal } from './refusal.ts';
import { cookieOf, headerOf, readJson, requireHost, requireOrigin, targetOf } from './request-checks.ts';
import { type Session, SessionKeeper } from './session.ts';

export interface LoopbackHostOptions {
  dispatcher: Dispatcher;
  events: EngineEventSource;
  /** The folder of the built interface. */
  interfaceDirectory: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Milliseconds of a clock that never jumps. */
  monotonic?: () => number;
  /** Is told the address to open, and a new one each time that one was used. */
  onAddress?: (address: string) => void;
}

export interface LoopbackHost {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The origin of evidence bytes. */
  readonly evidenceOrigin: string;
  /** The address that opens the interface, once. */
  readonly address: string;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** The largest message is a bulk command that names 100 000 items (3.5 MB). */
const maximumMessage = 8 * 1_048_576;
/** RFC 6455, section 7.4.1. */
const goingAway = 1001;
const closingPatience = 500;

/** Starts the host. Throws an EngineError: `unsupported` without a built interface, `conflict` when the port is taken. */
export async function startLoopbackHost(options: LoopbackHostOptions): Promise<LoopbackHost> {
  const monotonic = options.monotonic ?? (() => performance.now());
  const files = await listInterfaceFiles(options.interfaceDirectory, {
    list: (directory) => readdir(directory, { withFileTypes: true }),
    read: (path) => readFile(path),
  });
  const sessions = new SessionKeeper({ random: randomBytes, monotonic });
  const signer = createEvidenceSigner(randomBytes(32), monotonic);

  const direct = directChannel();
  const ownService = serveClient(options.dispatcher, options.events, direct.server);
  const ownClient = createClient(direct.client);
  const evidenceServer = createEvidenceServer(ownClient, signer, () => hostOf(evidenceServer));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumMessage, perMessageDeflate: false, clientTracking: true });

  const server = createServer((request, response) => {
    answer(request, response).catch((thrown) => refuse(response, thrown instanceof Refusal ? thrown : new Refusal(500)));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    try {
      admitSocket(request);
    } catch (thrown) {
      const refusal = thrown instanceof Refusal ? thrown : new Refusal(500);
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, serveSocket);
  });

  await listen(evidenceServer, 0);
  try {
    await listen(server, options.port ?? 0);
  } catch (thrown) {
    evidenceServer.close();
    throw thrown;
  }

  const host = hostOf(server);
  const origin = `http://${host}`;
  const evidenceOrigin = `http://${hostOf(evidenceServer)}`;
  // Cookies do not know ports: two hosts on one machine must not overwrite each other's.
  const cookieName = `sabut-${portOf(server)}`;
  let address = '';

  function issueAddress(): void {
    address = `${origin}/#token=${sessions.issueToken()}`;
    options.onAddress?.(address);
  }
  issueAddress();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requireHost(request, host);
    const url = targetOf(request, origin);
    const call = calls.get(url.pathname);
    const file = files.get(url.pathname);
    if (call !== undefined) {
      if (request.method !== 'POST') throw new Refusal(405, { allow: 'POST' });
      requireOrigin(request, origin);
      await call(request, response);
    } else if (file !== undefined) {
      if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal(405, { allow: 'GET, HEAD' });
      await deliver(file, request, response);
    } else {
      throw new Refusal(404);
    }
  }

  const calls = new Map<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>([
    [
      '/session',
      async (request, response) => {
        const token = textField(await readJson(request), 'token');
        const session = sessions.openSession(token);
        if (session === null) throw new Refusal(401);
        answerJson(response, { key: session.key }, { 'set-cookie': cookieText(session) });
        issueAddress();
      },
    ],
    [
      '/ticket',
      async (request, response) => {
        const cookie = requireSession(request);
        await readJson(request);
        answerJson(response, { ticket: sessions.issueTicket(cookie) });
      },
    ],
    [
      '/evidence-address',
      async (request, response) => {
        requireSession(request);
        const body = await readJson(request);
        const itemId = textField(body, 'id');
        if (!/^[0-9a-f]{32}$/.test(itemId)) throw new Refusal(400);
        answerJson(response, { address: evidenceOrigin + signer.sign({ itemId, mediaType: textField(body, 'mediaType') }) });
      },
    ],
    [
      '/report-address',
      async (request, response) => {
        requireSession(request);
        const directory = textField(await readJson(request), 'directory', 4096);
        const { status } = await answerReport(ownClient, directory, reportFirstPage);
        if (status !== 200) throw new Refusal(404);
        answerJson(response, { address: evidenceOrigin + signer.signReport(directory) + reportFirstPage });
      },
    ],
  ]);

  function cookieText(session: Session): string {
    return `${cookieName}=${session.cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  function requireSession(request: IncomingMessage): string {
    const cookie = cookieOf(request, cookieName);
    if (cookie === undefined || !sessions.admits(cookie, headerOf(request, sessionHeader))) throw new Refusal(401);
    return cookie;
  }

  async function deliver(file: InterfaceFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(18).toString('base64url');
    const { headers, body } = await file.deliver({ evidence: evidenceOrigin, connect: [`ws://${host}`], nonce });
    response.writeHead(200, headers);
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  function admitSocket(request: IncomingMessage): void {
    requireHost(request, host);
    requireOrigin(request, origin);
    const url = targetOf(request, origin);
    if (url.pathname !== '/engine') throw new Refusal(404);
    const cookie = cookieOf(request, cookieName);
    if (!sessions.hasSession(cookie)) throw new Refusal(401);
    if (!sessions.redeemTicket(cookie, url.searchParams.get('ticket'))) throw new Refusal(403);
  }

  function serveSocket(socket: WebSocket): void {
    serveClient(options.dispatcher, options.events, socketChannel<ServerMessage, unknown>(socket as Socket));
  }

  return {
    origin,
    evidenceOrigin,
    get address() {
      return address;
    },
    async close() {
      for (const socket of sockets.clients) socket.close(goingAway, 'Sabut is closing');
      ownService.close();
      // A page that does not say goodbye in time is cut off: its socket would keep the server open.
      const cutOff = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, closingPatience);
      await Promise.all([closeServer(server), closeServer(evidenceServer)]);
      clearTimeout(cutOff);
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
    reject(
      taken
        ? new EngineError(
            'conflict',
            `Port ${port} of this machine is taken or reserved; choose another one with --port, or leave it out.`,
            { port },
            error,
          )
        : error,
    );
  });
  server.listen({ host: loopback, port, exclusive: true }, resolve);
  return promise;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function hostOf(server: Server): string {
  return `${loopback}:${portOf(server)}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

function textField(body: unknown, name: string, longest = 300): string {
  const value =
    body !== null && typeof body === 'object' && Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined;
  if (typeof value !== 'string' || value.length > longest) throw new Refusal(400);
  return value;
}

function answerJson(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { ...interfaceHeaders, ...headers, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    ...interfaceHeaders,
    ...headers,
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'",
  });
  response.end(`${message}\n`);
}
