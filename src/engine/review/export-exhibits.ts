/**
 * Copies exhibits out of the evidence. Every one is read again and checked against the case's digests before anything is
 * written; names are the exhibits' own, in ASCII, so that `sha256sum -c` works on any machine, and the evidence's names stand
 * in the index.
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../../contract/schemas.ts';
import { EngineError } from '../../model/error.ts';
import type { Item } from '../../model/item.ts';
import { writeItemsJsonl } from '../../reports/items-jsonl.ts';
import { jobProgress } from '../job-progress.ts';
import { fillDirectory, writePieces } from '../reporting/output-directory.ts';

/** An exhibit with its item, in the order of the list. */
export interface ListedExhibit {
  number: string;
  description: string;
  item: Item;
  comment: string | null;
  tags: string[];
}

export interface ExhibitExport {
  directory: string;
  exhibits: readonly ListedExhibit[];
  /** Content of an item, read from the evidence. */
  read: (id: string) => AsyncIterable<Uint8Array>;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

export interface ExportedExhibits {
  files: number;
  bytes: number;
  manifest: string;
  manifestSha256: string;
}

const manifestName = 'manifest-sha256.txt';

/** `EX-1.jpg`: the number with everything but letters, digits, dots and dashes replaced, and the name's extension. */
export function exportNames(exhibits: readonly Pick<ListedExhibit, 'number' | 'item'>[]): string[] {
  const taken = new Set<string>();
  return exhibits.map(({ number, item }) => {
    const stem =
      number
        .normalize('NFKD')
        .replace(/[^A-Za-z0-9.-]+/g, '-')
        .replace(/^[.-]+|[.-]+$/g, '') || 'exhibit';
    const extension = item.extension === null || !/^[a-z0-9]{1,10}$/.test(item.extension) ? '' : `.${item.extension}`;
    let name = `${stem}${extension}`;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${stem}-${count}${extension}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

async function* checked(item: Item, number: string, request: ExhibitExport): AsyncGenerator<Uint8Array, void, undefined> {
  const sum = createHash('sha256');
  for await (const chunk of request.read(item.id)) {
    if (request.signal.aborted) throw new EngineError('cancelled', 'The export was cancelled. Nothing was left behind.');
    sum.update(chunk);
    yield chunk;
  }
  if (sum.digest('hex') !== item.sha256) {
    throw new EngineError(
      'source-changed',
      `Exhibit ${number} (${item.source}/${item.path}) no longer has the content that the case recorded. Nothing was exported. Check the evidence with sabut verify --evidence.`,
      { reason: 'exhibit-changed', number, item: item.id },
    );
  }
}

/**
 * Reads all exhibits once to check them, then copies them with a manifest and an index.
 * @throws EngineError `source-changed`, `source-unavailable`, `conflict`, `storage-full`, `cancelled`; nothing is left behind then.
 */
export async function exportExhibits(request: ExhibitExport): Promise<ExportedExhibits> {
  const { exhibits } = request;
  for (const { item, number } of exhibits) {
    if (item.sha256 === undefined) {
      throw new EngineError(
        'conflict',
        `Exhibit ${number} (${item.source}/${item.path}) has no recorded content to check a copy against. Take it off the list, or process the evidence first.`,
        { reason: 'exhibit-without-digest', number, item: item.id },
      );
    }
  }
  const total = exhibits.length * 2;
  let done = 0;
  const step = (path: string | null) => {
    request.onProgress(jobProgress('writing', done, total, { path }));
    done += 1;
  };
  for (const { item, number } of exhibits) {
    step(item.path);
    for await (const _ of checked(item, number, request));
  }
  const names = exportNames(exhibits);
  return fillDirectory(request.directory, async (working) => {
    mkdirSync(join(working, 'data'), { mode: 0o700 });
    let bytes = 0;
    const lines: string[] = [];
    for (const [index, { item, number }] of exhibits.entries()) {
      step(item.path);
      const name = `data/${names[index]}`;
      bytes += await writeChunks(join(working, name), checked(item, number, request));
      lines.push(`${item.sha256}  ${name}\n`);
    }
    const indexes: [string, Iterable<string>][] = [
      ['exhibits.csv', indexRows(exhibits, names)],
      ['items.jsonl', writeItemsJsonl(exhibits.map(({ item }) => item))],
    ];
    for (const [name, pieces] of indexes) {
      const text = [...pieces].join('');
      writePieces(join(working, name), [text]);
      lines.push(`${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
    }
    const manifest = lines.join('');
    writePieces(join(working, manifestName), [manifest]);
    return { files: exhibits.length, bytes, manifest: manifestName, manifestSha256: createHash('sha256').update(manifest).digest('hex') };
  });
}

async function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const descriptor = openSync(path, 'wx', 0o600);
  let length = 0;
  try {
    for await (const chunk of chunks)
      for (let offset = 0; offset < chunk.length; ) {
        const written = writeSync(descriptor, chunk, offset);
        offset += written;
        length += written;
      }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return length;
}

/** A cell of RFC 4180; what a spreadsheet would take for a formula is disarmed by an apostrophe, as in the item lists. */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function* indexRows(exhibits: readonly ListedExhibit[], names: readonly string[]): Generator<string, void, undefined> {
  yield '\ufeffnumber,file,description,source,path,address,size,md5,sha1,sha256,mediaType,modified,created,tags,comment\r\n';
  for (const [index, { number, description, item, comment, tags }] of exhibits.entries()) {
    const { source, path, address, size, md5, sha1, sha256, mediaType, times } = item;
    const cells = [
      number,
      `data/${names[index]}`,
      description,
      source,
      path,
      address,
      size,
      md5 ?? null,
      sha1 ?? null,
      sha256 ?? null,
      mediaType,
      times.modified?.iso ?? null,
      times.created?.iso ?? null,
      tags.join('; '),
      comment,
    ];
    yield `${cells.map(cell).join(',')}\r\n`;
  }
}
