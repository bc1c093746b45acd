/** Random access to the objects of a PDF file: ISO 32000-1, 7.5 (file structure). */
import type { ByteReader } from '../../model/reader.ts';
import { latin1Text } from '../text.ts';
import { type CrossReferenceSection, type ObjectPlace, readStreamSection, readTable, scanObjects } from './cross-reference.ts';
import { decodeStream } from './filters.ts';
import { EndOfBytes, PdfParser, PdfSyntaxError } from './parser.ts';
import { countOf, nameOf, type PdfDictionary, PdfReference, type PdfValue } from './values.ts';

/** An object that is a stream: its dictionary and the offset of its first raw byte. */
export interface PdfStream {
  dictionary: PdfDictionary;
  start: number;
}

interface LoadedObject {
  value: PdfValue;
  stream: PdfStream | null;
}

const firstWindow = 8192;
const maximumWindow = 8 * 1024 * 1024;
const maximumStream = 16 * 1024 * 1024;
const maximumSections = 256;
const maximumReferences = 16;
/** Files whose cross-reference is lost are searched up to here. */
const maximumScan = 256 * 1024 * 1024;
const scanWindow = 1024 * 1024;
const maximumObjects = 1_000_000;
const maximumCachedStreams = 8;
/** Bytes that may be parsed again, inflated or searched in all: hostile files multiply such work by their objects. */
const workBudget = 256 * 1024 * 1024;

/** Opens a file: its header, its cross-reference and, where that is damaged, its objects by search. */
export class PdfFile {
  /** Version in the header, such as `1.7`; null where the header is missing. */
  version: string | null = null;
  /** Whether the cross-reference was unusable and objects were searched for. */
  rebuilt = false;
  private readonly reader: ByteReader;
  /** Bytes before the header, which some offsets do not count. */
  private base = 0;
  private sections: CrossReferenceSection[] = [];
  private searched: Map<number, number> | null = null;
  private work = 0;
  private readonly objectStreams = new Map<number, { bytes: Uint8Array; offsets: Map<number, number> } | null>();

  private constructor(reader: ByteReader) {
    this.reader = reader;
  }

  static async open(reader: ByteReader): Promise<PdfFile> {
    const file = new PdfFile(reader);
    await file.readHeader();
    if (!(await file.readSections()) || (await file.catalog()) === null) await file.rebuild();
    return file;
  }

  /** Value of a trailer entry in the newest section that has it. */
  trailer(key: string): PdfValue {
    for (const section of this.sections) {
      const value = section.trailer.get(key);
      if (value !== undefined) return value;
    }
    return null;
  }

  /** The document catalogue; null where there is none. */
  async catalog(): Promise<PdfDictionary | null> {
    const root = await this.dictionary(this.trailer('Root'));
    return root !== null && (root.has('Pages') || nameOf(root.get('Type')) === 'Catalog') ? root : null;
  }

  /** Follows references to a value that is none; null where they lead nowhere. */
  async resolve(value: PdfValue | undefined): Promise<PdfValue> {
    let current = value ?? null;
    for (let step = 0; current instanceof PdfReference; step += 1) {
      if (step === maximumReferences) return null;
      current = (await this.load(current.object))?.value ?? null;
    }
    return current;
  }

  async dictionary(value: PdfValue | undefined): Promise<PdfDictionary | null> {
    const resolved = await this.resolve(value);
    return resolved instanceof Map ? resolved : null;
  }

  /** Decoded bytes of a stream object; null where it is none or cannot be decoded. */
  async stream(value: PdfValue | undefined): Promise<Uint8Array | null> {
    if (!(value instanceof PdfReference)) return null;
    const stream = (await this.load(value.object))?.stream;
    return stream === undefined || stream === null ? null : this.decode(stream);
  }

  private async readHeader(): Promise<void> {
    const match = /%PDF-(\d{1,2}\.\d{1,2})?/.exec(latin1Text(await this.reader.read(0, 1024)));
    this.base = match?.index ?? 0;
    this.version = match?.[1] ?? null;
  }

  /** Reads the chain of sections from `startxref` on; false where it is broken. */
  private async readSections(): Promise<boolean> {
    const tailStart = Math.max(0, this.reader.size - 2048);
    const tail = latin1Text(await this.reader.read(tailStart, 2048));
    const mark = /^startxref\s+(\d{1,15})/.exec(tail.slice(Math.max(0, tail.lastIndexOf('startxref'))));
    if (mark === null) return false;
    const pending = [Number(mark[1])];
    const seen = new Set<number>();
    while (pending.length > 0 && this.sections.length < maximumSections) {
      const offset = pending.shift() as number;
      if (seen.has(offset)) continue;
      seen.add(offset);
      const section = await this.readSection(offset);
      if (section === null) return false;
      this.sections.push(section);
      // A hybrid file's stream supplements the table it belongs to, and comes before older sections (7.5.8.4).
      for (const key of ['XRefStm', 'Prev']) {
        const next = countOf(section.trailer.get(key));
        if (next !== null) pending.push(next);
      }
    }
    return this.sections.length > 0;
  }

  private async readSection(offset: number): Promise<CrossReferenceSection | null> {
    const table = await this.parseAt(offset + this.base, (parser) => (parser.keyword('xref') ? readTable(parser) : null));
    if (table !== null) return table;
    const object = await this.objectAt(offset + this.base, null);
    if (object === null || object.stream === null || nameOf(object.stream.dictionary.get('Type')) !== 'XRef') return null;
    const decoded = await this.decode(object.stream);
    return decoded === null ? null : readStreamSection(object.stream.dictionary, decoded);
  }

  /** Runs a parse over a window that grows until the object fits; null where there is no such object. */
  private async parseAt<Result>(offset: number, parse: (parser: PdfParser) => Result | null): Promise<Result | null> {
    if (offset < 0 || offset >= this.reader.size) return null;
    for (let length = firstWindow; ; length *= 8) {
      if (length > firstWindow && !this.afford(length)) return null;
      const bytes = await this.reader.read(offset, Math.min(length, maximumWindow));
      try {
        return parse(new PdfParser(bytes));
      } catch (thrown) {
        if (thrown instanceof EndOfBytes && bytes.length === length && length < maximumWindow) continue;
        if (thrown instanceof RangeError || thrown instanceof PdfSyntaxError) return null;
        throw thrown;
      }
    }
  }

  /** Reads `n g obj …` at an offset; null where another object or none stands there. */
  private objectAt(offset: number, expected: number | null): Promise<LoadedObject | null> {
    return this.parseAt(offset, (parser) => {
      const object = parser.integer();
      parser.integer();
      if (!parser.keyword('obj') || (expected !== null && object !== expected)) return null;
      const value = parser.value();
      return { value, stream: value instanceof Map ? streamOf(parser, value, offset) : null };
    });
  }

  private async load(object: number): Promise<LoadedObject | null> {
    const place = this.placeOf(object);
    if (place === null) return null;
    if ('stream' in place) return this.fromObjectStream(place.stream, object);
    return (await this.objectAt(place.offset + (this.searched === null ? this.base : 0), object)) ?? null;
  }

  private placeOf(object: number): ObjectPlace | null {
    const searched = this.searched?.get(object);
    if (searched !== undefined) return { offset: searched };
    for (const section of this.sections) {
      const place = section.find(object);
      if (place !== undefined && (this.searched === null || place === null || 'stream' in place)) return place;
    }
    return null;
  }

  /** Object streams: 7.5.7. */
  private async fromObjectStream(container: number, object: number): Promise<LoadedObject | null> {
    let opened = this.objectStreams.get(container);
    if (opened === undefined) {
      opened = await this.openObjectStream(container);
      if (this.objectStreams.size >= maximumCachedStreams) this.objectStreams.clear();
      this.objectStreams.set(container, opened);
    }
    const offset = opened?.offsets.get(object);
    if (opened === null || offset === undefined) return null;
    try {
      return { value: new PdfParser(opened.bytes, offset, true).value(), stream: null };
    } catch (thrown) {
      if (thrown instanceof RangeError || thrown instanceof PdfSyntaxError) return null;
      throw thrown;
    }
  }

  private async openObjectStream(container: number): Promise<{ bytes: Uint8Array; offsets: Map<number, number> } | null> {
    const place = this.placeOf(container);
    // An object stream cannot lie in another one.
    if (place === null || 'stream' in place) return null;
    const stream = (await this.load(container))?.stream;
    const bytes = stream === undefined || stream === null ? null : await this.decode(stream);
    if (stream === undefined || stream === null || bytes === null) return null;
    const first = countOf(stream.dictionary.get('First'));
    const count = countOf(stream.dictionary.get('N'));
    if (first === null || count === null || count > maximumObjects) return null;
    const offsets = new Map<number, number>();
    const parser = new PdfParser(bytes, 0, true);
    try {
      for (let index = 0; index < count; index += 1) offsets.set(parser.integer(), first + parser.integer());
    } catch (thrown) {
      if (!(thrown instanceof RangeError || thrown instanceof PdfSyntaxError)) throw thrown;
    }
    return { bytes, offsets };
  }

  private async decode(stream: PdfStream): Promise<Uint8Array | null> {
    const declared = countOf(await this.resolve(stream.dictionary.get('Length')));
    const length = declared !== null && (await this.endsAfter(stream.start + declared)) ? declared : await this.searchEnd(stream.start);
    if (length === null || length > maximumStream || !this.afford(length)) return null;
    const decoded = decodeStream(stream.dictionary, await this.reader.read(stream.start, length));
    return decoded !== null && this.afford(decoded.length) ? decoded : null;
  }

  /** Whether a piece of costly work is still within the budget. */
  private afford(bytes: number): boolean {
    this.work += bytes;
    return this.work <= workBudget;
  }

  private async endsAfter(offset: number): Promise<boolean> {
    return offset < this.reader.size && /^\s{0,4}endstream/.test(latin1Text(await this.reader.read(offset, 16)));
  }

  /** Length of a stream whose Length is wrong: up to the next `endstream`. */
  private async searchEnd(start: number): Promise<number | null> {
    if (!this.afford(Math.min(maximumStream, this.reader.size - start))) return null;
    const bytes = await this.reader.read(start, maximumStream);
    const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('endstream');
    return end < 0 ? null : end;
  }

  /** Finds objects by search, as readers do with damaged files. */
  private async rebuild(): Promise<void> {
    this.rebuilt = true;
    const found = new Map<number, number>();
    let trailer: PdfDictionary = new Map();
    for (let start = 0; start < Math.min(this.reader.size, maximumScan); start += scanWindow) {
      // Windows overlap so that nothing falls between them.
      const bytes = await this.reader.read(start, scanWindow + 64);
      scanObjects(bytes, start, found, maximumObjects);
      trailer = (await this.lastTrailer(bytes, start)) ?? trailer;
    }
    this.searched = found;
    this.objectStreams.clear();
    const kept = this.sections;
    this.sections = [{ trailer, find: () => undefined }, ...kept];
    if ((await this.catalog()) === null) await this.searchCatalog(found, trailer);
  }

  private async lastTrailer(bytes: Uint8Array, start: number): Promise<PdfDictionary | null> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = buffer.lastIndexOf('trailer'), tries = 0; at >= 0 && tries < 8; tries += 1) {
      const value = await this.parseAt(start + at, (parser) => (parser.keyword('trailer') ? parser.value() : null));
      if (value instanceof Map && value.has('Root')) return value;
      at = at === 0 ? -1 : buffer.lastIndexOf('trailer', at - 1);
    }
    return null;
  }

  /** Looks at the objects that were found for a catalogue, cross-reference streams and object streams. */
  private async searchCatalog(found: ReadonlyMap<number, number>, trailer: PdfDictionary): Promise<void> {
    const packed = new Map<number, ObjectPlace>();
    let examined = 0;
    for (const [object, offset] of found) {
      examined += 1;
      if (examined > 20_000) break;
      const near = latin1Text(await this.reader.read(offset, firstWindow));
      if (!/\/(?:Catalog|XRef|ObjStm)/.test(near)) continue;
      const loaded = await this.objectAt(offset, object);
      if (!(loaded?.value instanceof Map)) continue;
      const type = nameOf(loaded.value.get('Type'));
      if (type === 'Catalog') trailer.set('Root', new PdfReference(object, 0));
      if (type === 'XRef') for (const key of ['Root', 'Info', 'ID', 'Encrypt']) copyEntry(loaded.value, trailer, key);
      if (type === 'ObjStm') await this.listPacked(object, packed);
    }
    if (packed.size > 0) this.sections.push({ trailer: new Map(), find: (object) => packed.get(object) });
    if (trailer.has('Root')) return;
    for (const [object] of packed) {
      if (nameOf((await this.dictionary(new PdfReference(object, 0)))?.get('Type')) === 'Catalog')
        trailer.set('Root', new PdfReference(object, 0));
    }
  }

  private async listPacked(container: number, packed: Map<number, ObjectPlace>): Promise<void> {
    const opened = await this.openObjectStream(container);
    let index = 0;
    for (const object of opened?.offsets.keys() ?? []) {
      if (packed.size >= 20_000) return;
      packed.set(object, { stream: container, index });
      index += 1;
    }
  }
}

function copyEntry(from: PdfDictionary, to: PdfDictionary, key: string): void {
  const value = from.get(key);
  if (value !== undefined) to.set(key, value);
}

/** Notes where a stream's bytes begin, if `stream` follows the dictionary (7.3.8.1). */
function streamOf(parser: PdfParser, dictionary: PdfDictionary, offset: number): PdfStream | null {
  try {
    if (!parser.keyword('stream')) return null;
  } catch (thrown) {
    if (thrown instanceof EndOfBytes && parser.bytes.length < maximumWindow) throw thrown;
    return null;
  }
  if (parser.bytes[parser.at] === 13) parser.at += 1;
  if (parser.bytes[parser.at] === 10) parser.at += 1;
  return { dictionary, start: offset + parser.at };
}
