/** The second origin of the loopback host: bytes of evidence and written reports, under signed addresses, with headers under which nothing runs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EngineClient } from '../contract/engine-api.ts';
import { answerEvidence, type EvidenceResponse, evidenceHeaders } from '../transport/evidence-response.ts';
import { answerReport, reportPath } from '../transport/report-response.ts';
import type { EvidenceSigner } from './evidence-address.ts';
import { Refusal } from './refusal.ts';
import { headerOf, requireHost, targetOf } from './request-checks.ts';

/** A server for evidence bytes; `host` tells its `127.0.0.1:PORT` once it listens. */
export function createEvidenceServer(engine: EngineClient, signer: EvidenceSigner, host: () => string): Server {
  return createServer((request, response) => {
    answer(engine, signer, host(), request, response).catch((thrown) => {
      // The head is out already when evidence changes or ends underway: the browser must not take the piece for the whole.
      if (response.headersSent) response.destroy();
      else refuse(response, thrown instanceof Refusal ? thrown : new Refusal(500));
    });
  });
}

async function answer(
  engine: EngineClient,
  signer: EvidenceSigner,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  requireHost(request, host);
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal(405, { allow: 'GET, HEAD' });
  const url = targetOf(request, `http://${host}`);
  if (url.pathname.startsWith('/r/')) {
    const report = signer.verifyReport(url);
    const path = report === null ? null : reportPath(report.encoded);
    if (report === null) throw new Refusal(403);
    if (path === null) throw new Refusal(404);
    await send(request, response, await answerReport(engine, report.directory, path));
    return;
  }
  const target = signer.verify(url);
  if (target === null) throw new Refusal(403);
  await send(request, response, await answerEvidence(engine, { ...target, range: headerOf(request, 'range') ?? null }));
}

async function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: EvidenceResponse): Promise<void> {
  response.writeHead(status, headers);
  if (request.method === 'HEAD') response.end();
  else await pipeline(Readable.from(body), response);
}

function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
  response.writeHead(status, { ...evidenceHeaders(), ...headers, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${message}\n`);
}
