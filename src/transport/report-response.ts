/** How a written report is answered to a browser, whichever host asks: its pages as pages in which nothing runs, its lists as text. */
import type { EngineClient } from '../contract/engine-api.ts';
import { EngineError } from '../model/error.ts';
import { type EvidenceResponse, evidenceHeaders } from './evidence-response.ts';

/** The page that a report begins with. */
export const reportFirstPage = 'index.html';

/** The most that `report.read` gives at once. */
const pieceLength = 1_048_576;

/** A report's pages carry their own style and their pictures; they need nothing else, and get nothing else. */
const policy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function headersFor(path: string): Record<string, string> {
  return {
    ...evidenceHeaders(),
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'same-origin',
    'content-type': path.endsWith('.html') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
  };
}

/** The path of a file below a report's address; null for one that no report has. */
export function reportPath(encoded: string): string | null {
  try {
    const path = decodeURIComponent(encoded);
    return path.length > 0 && path.length <= 1000 ? path : null;
  } catch {
    return null;
  }
}

/** Answers a request for a file of a report; never throws. */
export async function answerReport(engine: EngineClient, directory: string, path: string): Promise<EvidenceResponse> {
  const headers = headersFor(path);
  try {
    const first = await engine.call('report.read', { directory, path, offset: 0, length: pieceLength });
    headers['content-length'] = String(first.size);
    return { status: 200, headers, body: pieces(engine, directory, path, first) };
  } catch (thrown) {
    const missing = thrown instanceof EngineError && (thrown.code === 'not-found' || thrown.code === 'invalid-request');
    const bytes = new TextEncoder().encode(missing ? 'There is no such file of this report.\n' : 'The report could not be read.\n');
    return {
      status: missing ? 404 : 500,
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'content-length': String(bytes.length) },
      body: (async function* () {
        yield bytes;
      })(),
    };
  }
}

async function* pieces(
  engine: EngineClient,
  directory: string,
  path: string,
  first: { bytes: Uint8Array; size: number },
): AsyncGenerator<Uint8Array> {
  let { bytes } = first;
  for (let at = 0; at < first.size; ) {
    if (bytes.length === 0) throw new EngineError('not-found', `${path} became shorter while it was read.`, { reason: 'report-not-there' });
    yield bytes;
    at += bytes.length;
    if (at < first.size) ({ bytes } = await engine.call('report.read', { directory, path, offset: at, length: pieceLength }));
  }
}
