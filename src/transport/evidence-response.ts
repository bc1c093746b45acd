/**
 * How evidence bytes are answered to a browser, whichever host asks: ranges (RFC 9110, section 14), an allow-list of media types, and
 * headers under which nothing in them can run. Both hosts serve these from another origin than the interface's.
 */
import type { EngineClient } from '../contract/engine-api.ts';
import { EngineError } from '../model/error.ts';

export interface EvidenceRequest {
  /** 32 hexadecimal digits. */
  itemId: string;
  /** What the item was identified as; only types of the allow-list are answered as what they are. */
  mediaType: string;
  /** The `Range` header, or null. */
  range: string | null;
}

export interface EvidenceResponse {
  status: 200 | 206 | 404 | 409 | 416 | 500;
  headers: Record<string, string>;
  /** The bytes in pieces of at most 1 MiB, read as they are taken. Throws when the evidence changes underway. */
  body: AsyncIterable<Uint8Array>;
}

/** The most that `items.bytes` gives at once. */
const pieceLength = 1_048_576;

/** Types that browsers decode as pictures, sound or film and in which no script can hide, with other names that files carry for them. */
const shownTypes = new Map<string, string>([
  ...[
    'image/jpeg',
    'image/png',
    'image/webp',
    'image/gif',
    'image/avif',
    'audio/mpeg',
    'audio/mp4',
    'audio/aac',
    'audio/ogg',
    'audio/opus',
    'audio/wav',
    'audio/flac',
    'audio/webm',
    'audio/3gpp',
    'audio/amr',
    'video/mp4',
    'video/webm',
    'video/ogg',
    'video/3gpp',
    'video/3gpp2',
    'video/mpeg',
    'video/quicktime',
    'video/x-matroska',
    'video/matroska',
  ].map((type): [string, string] => [type, type]),
  ['image/jpg', 'image/jpeg'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/x-wav', 'audio/wav'],
  ['audio/vnd.wave', 'audio/wav'],
  ['audio/x-flac', 'audio/flac'],
  ['video/x-m4v', 'video/mp4'],
]);

/** The type under which bytes may be shown, or null: then they are only ever downloaded. */
export function shownType(mediaType: string): string | null {
  const essence = (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
  return shownTypes.get(essence) ?? null;
}

/** Headers of everything that an evidence origin answers, refusals too. */
export function evidenceHeaders(): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': "sandbox; default-src 'none'",
    // Neither host's interface is of the same site: Electron's schemes have none, and Chromium knows none for an IP address. What keeps
    // other pages out is that they cannot know an address that is signed, or that only Electron's own window can follow.
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** Answers a request for the bytes of an item; never throws. */
export async function answerEvidence(engine: EngineClient, request: EvidenceRequest): Promise<EvidenceResponse> {
  const headers = evidenceHeaders();
  let size: number;
  try {
    const first = await engine.call('items.bytes', { id: request.itemId, offset: 0, length: 1 });
    if (first.changed) return refusal(409, headers, 'The evidence is no longer as it was hashed.');
    size = first.size;
  } catch (thrown) {
    const missing = thrown instanceof EngineError && (thrown.code === 'not-found' || thrown.code === 'invalid-request');
    return refusal(missing ? 404 : 500, headers, missing ? 'There is no such item.' : 'The item could not be read.');
  }

  const shown = shownType(request.mediaType);
  headers['accept-ranges'] = 'bytes';
  headers['content-type'] = shown ?? 'application/octet-stream';
  if (shown === null) headers['content-disposition'] = `attachment; filename="${request.itemId.replaceAll(/[^0-9a-f]/g, '')}.bin"`;

  const range = parseRange(request.range, size);
  if (range === 'unsatisfiable') {
    headers['content-range'] = `bytes */${size}`;
    return refusal(416, headers, 'The range lies beyond the end of the item.');
  }
  const { start, end } = range ?? { start: 0, end: size };
  headers['content-length'] = String(end - start);
  if (range !== null) headers['content-range'] = `bytes ${start}-${end - 1}/${size}`;
  return { status: range === null ? 200 : 206, headers, body: pieces(engine, request.itemId, start, end) };
}

/**
 * A `Range` header against a size: bounds of the bytes, end exclusive; null when the whole is meant. Several ranges and
 * what is no range at all are ignored, as RFC 9110, section 14.2, allows.
 */
export function parseRange(header: string | null, size: number): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size : Math.min(Number(last) + 1, size) };
}

async function* pieces(engine: EngineClient, id: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = start;
  while (at < end) {
    const { bytes, changed } = await engine.call('items.bytes', { id, offset: at, length: Math.min(pieceLength, end - at) });
    if (changed || bytes.length === 0)
      throw new EngineError('source-changed', 'The evidence changed while it was shown.', { reason: 'changed-while-shown', item: id });
    yield bytes;
    at += bytes.length;
  }
}

function refusal(status: EvidenceResponse['status'], headers: Record<string, string>, sentence: string): EvidenceResponse {
  const bytes = new TextEncoder().encode(`${sentence}\n`);
  return {
    status,
    headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'content-length': String(bytes.length) },
    body: (async function* () {
      yield bytes;
    })(),
  };
}
