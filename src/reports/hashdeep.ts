/**
 * The known-files format of hashdeep 4.4, against which a third party audits the evidence without this
 * product: `hashdeep -r -o f -a -k FILE EVIDENCE`. Names are written as raw bytes, as hashdeep does.
 *
 * What hashdeep 4.4 does was measured, for its manual is silent (test/unit/reports/hashdeep-audit.test.ts):
 * symbolic links, directories, devices and pipes are passed over with `-o f`; each name of a hard link
 * counts; backslashes, commas, quotes and bytes that are not UTF-8 stand for themselves; a line, comments included, may
 * have at most 2046 bytes before its newline, what is beyond is read as a line of its own; carriage returns
 * at the end of a line are dropped; a list without any file is refused.
 *
 * So a name cannot be carried when it holds a line feed, ends in a carriage return, or makes the line too long.
 * It stands in a comment instead, and the audit of evidence that holds such a name reports the file as new.
 */
import type { EvidenceSourceSummary } from '../model/case.ts';
import type { Item } from '../model/item.ts';
import { statusOf } from '../model/outcome.ts';
import { rawPathOf } from '../model/raw-path.ts';

export type UncarriedReason = 'line-feed' | 'carriage-return-at-end' | 'line-too-long';

/** What became of the items; complete once the chunks have been consumed. */
export interface HashdeepSummary {
  /** Files listed. */
  listed: number;
  /** Files whose names this format cannot carry; each stands in a comment. */
  uncarried: Record<UncarriedReason, number>;
  /** Files without all three digests, which an audit will report as new if it can read them; each stands in a comment. */
  withoutDigests: number;
}

export interface HashdeepExport {
  chunks: Iterable<Uint8Array>;
  summary: HashdeepSummary;
}

export interface HashdeepOptions {
  sources: readonly Pick<EvidenceSourceSummary, 'id' | 'path' | 'pathRaw'>[];
  product: { name: string; version: string };
}

const longestLine = 2046;
/** Characters of a comment line; the display form has at most three bytes a UTF-16 code unit. */
const commentLength = 600;
const blockLength = 65_536;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const slash = 0x2f;

const encoder = new TextEncoder();

/** A comment of any length in lines that hashdeep reads as comments. `text` holds no line break. */
function comment(text: string): string {
  const characters = [...text];
  let lines = '';
  for (let start = 0; start === 0 || start < characters.length; start += commentLength) {
    lines += `## ${start === 0 ? '' : '  '}${characters.slice(start, start + commentLength).join('')}\n`;
  }
  return lines;
}

function uncarriedReason(line: Uint8Array): UncarriedReason | null {
  if (line.includes(lineFeed)) return 'line-feed';
  if (line.at(-1) === carriageReturn) return 'carriage-return-at-end';
  return line.length > longestLine ? 'line-too-long' : null;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Raw bytes of a source's path with one slash at the end. */
function rootOf(source: HashdeepOptions['sources'][number]): Uint8Array {
  const root = rawPathOf(source);
  return root.at(-1) === slash ? root : concatenated([root, Uint8Array.of(slash)]);
}

const uncarriedTexts: Record<UncarriedReason, string> = {
  'line-feed': 'its name holds a line feed',
  'carriage-return-at-end': 'its name ends in a carriage return',
  'line-too-long': 'its line would be longer than hashdeep reads',
};

/** What is wrong with the digests of a file that was not read in full, or not as it was listed. */
function shortcomingOf({ observations }: Item): string {
  const warnings = observations.filter(({ step, severity }) => step === 'read' && severity === 'warning');
  const onlyListedOtherwise = warnings.length > 0 && warnings.every(({ code }) => code === 'changed-since-listing');
  return onlyListedOtherwise ? 'changed between listing and reading' : 'not read in full';
}

/**
 * Lists every regular file that has MD5, SHA-1 and SHA-256, by its absolute path. Items found inside others are no names
 * in a file system and are left out.
 * @throws RangeError, while the chunks are consumed, where an item names a source that is not among `sources`.
 */
export function writeHashdeep(items: Iterable<Item>, { sources, product }: HashdeepOptions): HashdeepExport {
  const summary: HashdeepSummary = {
    listed: 0,
    uncarried: { 'line-feed': 0, 'carriage-return-at-end': 0, 'line-too-long': 0 },
    withoutDigests: 0,
  };
  const roots = new Map(sources.map((source) => [source.id, rootOf(source)]));

  function* lines(): Generator<Uint8Array, void, undefined> {
    yield encoder.encode('%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,sha256,filename\n');
    yield encoder.encode(
      comment(`${product.name} ${product.version}. Audit with: hashdeep -r -o f -a -k THIS_FILE EVIDENCE (every source)`),
    );
    for (const source of sources) yield encoder.encode(comment(`Evidence source ${source.id}: ${source.path}`));
    for (const item of items) if (item.kind === 'file') yield* fileLines(item);
  }

  function* fileLines(item: Item): Generator<Uint8Array, void, undefined> {
    const { size, md5, sha1, sha256 } = item;
    const root = roots.get(item.source);
    if (root === undefined) throw new RangeError(`evidence source ${item.source} is not known`);
    if (size === null || md5 === undefined || sha1 === undefined || sha256 === undefined) {
      summary.withoutDigests += 1;
      yield encoder.encode(comment(`Not listed, not hashed (read: ${item.outcomes.read ?? 'pending'}): ${item.source}/${item.path}`));
      return;
    }
    const line = concatenated([encoder.encode(`${size},${md5},${sha1},${sha256},`), root, rawPathOf(item)]);
    const reason = uncarriedReason(line);
    if (reason !== null) {
      summary.uncarried[reason] += 1;
      yield encoder.encode(comment(`Not listed, ${uncarriedTexts[reason]}: ${size},${md5},${sha1},${sha256},${item.source}/${item.path}`));
      return;
    }
    summary.listed += 1;
    // Its digests are of what could be read, so that the audit may well report it: the list says so beforehand.
    if (item.outcomes.read !== undefined && statusOf(item.outcomes.read) !== 'done') {
      yield encoder.encode(comment(`Next file ${shortcomingOf(item)} (read: ${item.outcomes.read}): ${item.source}/${item.path}`));
    }
    yield line;
    yield Uint8Array.of(lineFeed);
  }

  function* chunks(): Generator<Uint8Array, void, undefined> {
    let parts: Uint8Array[] = [];
    let length = 0;
    for (const line of lines()) {
      parts.push(line);
      length += line.length;
      if (length >= blockLength) {
        yield concatenated(parts);
        parts = [];
        length = 0;
      }
    }
    yield concatenated(parts);
  }

  return { chunks: chunks(), summary };
}
