/** The two schemes that pages may load from: `app`, the interface's own files, and `evidence`, bytes of items. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Protocol } from 'electron';
import type { EngineClient } from '../contract/engine-api.ts';
import { evidenceScheme } from '../transport/bridge.ts';
import { interfaceHeaders } from '../transport/content-policy.ts';
import { answerEvidence, type EvidenceResponse, evidenceHeaders } from '../transport/evidence-response.ts';
import { listInterfaceFiles } from '../transport/interface-files.ts';
import { answerReport, reportPath } from '../transport/report-response.ts';
import { reportHost, reportTarget } from './report-window.ts';

export const interfaceScheme = 'app';
const interfaceHost = 'sabut';
export const interfaceOrigin = `${interfaceScheme}://${interfaceHost}`;
/** The page that every window shows. */
export const interfaceAddress = `${interfaceOrigin}/index.html`;

/** Declares the schemes; before the app is ready. Neither bypasses the content security policy. */
export function declareSchemes(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: interfaceScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    // Media elements load it; scripts cannot fetch from it.
    { scheme: evidenceScheme, privileges: { standard: true, secure: true, stream: true } },
  ]);
}

/** Serves the built interface. Throws an EngineError `unsupported` when it was not built. */
export async function handleInterfaceScheme(protocol: Protocol, directory: string): Promise<void> {
  const files = await listInterfaceFiles(directory, {
    list: (folder) => readdir(folder, { withFileTypes: true }),
    read: (path) => readFile(path),
  });
  protocol.handle(interfaceScheme, async (request) => {
    const url = URL.parse(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, interfaceHeaders);
    const file = url?.host === interfaceHost ? files.get(url.pathname) : undefined;
    if (file === undefined) return refusal(404, interfaceHeaders);
    const nonce = randomBytes(18).toString('base64url');
    const { headers, body } = await file.deliver({ evidence: `${evidenceScheme}:`, connect: [], nonce });
    return new Response(body, { headers });
  });
}

/** Serves evidence bytes out of the engine, `evidence://item/<id>?type=<media type>`, and written reports, `evidence://report/<directory>/<file>`. */
export function handleEvidenceScheme(protocol: Protocol, engine: () => Promise<EngineClient>): void {
  protocol.handle(evidenceScheme, async (request) => {
    const url = URL.parse(request.url);
    const itemId = /^\/([0-9a-f]{32})$/.exec(url?.pathname ?? '')?.[1];
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, evidenceHeaders());
    if (url?.host === reportHost) {
      const report = reportTarget(url.pathname);
      const path = report === null ? null : reportPath(report.encoded);
      if (report === null || path === null) return refusal(404, evidenceHeaders());
      return responseOf(request, await answerReport(await engine(), report.directory, path));
    }
    if (url?.host !== 'item' || itemId === undefined) return refusal(404, evidenceHeaders());
    return responseOf(
      request,
      await answerEvidence(await engine(), {
        itemId,
        mediaType: url.searchParams.get('type') ?? '',
        range: request.headers.get('range'),
      }),
    );
  });
}

function responseOf(request: Request, { status, headers, body }: EvidenceResponse): Response {
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  return new Response(Readable.toWeb(Readable.from(body)) as ReadableStream<Uint8Array<ArrayBuffer>>, { status, headers });
}

function refusal(status: number, headers: Readonly<Record<string, string>>): Response {
  return new Response(null, { status, headers: { ...headers, 'content-security-policy': "default-src 'none'" } });
}
