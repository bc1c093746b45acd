/** The parts of a ZIP-based document, read one at a time and each within bounds. */
import { inflateRawSync } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import type { ByteReader } from '../../../model/reader.ts';

/** A part longer than this is not read: properties are a few kilobytes. */
const maximumPart = 4 * 1024 * 1024;
const maximumEntries = 20_000;

/** What is wrong with the package; recorded as an observation. */
export class PackageFault extends Error {}

/** A document package: the names of its parts, and their contents on demand. */
export class PackageParts {
  /** Part names in the order of the central directory. */
  readonly names: readonly string[];
  /** Whether the package has more parts than were listed. */
  readonly isCutShort: boolean;
  private readonly reader: ByteReader;
  private readonly file: ZipFile;
  private readonly entries: ReadonlyMap<string, Entry>;

  private constructor(reader: ByteReader, file: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.reader = reader;
    this.file = file;
    this.entries = entries;
    this.names = [...entries.keys()];
    this.isCutShort = file.entryCount > maximumEntries;
  }

  /** Lists a package; throws a PackageFault where there is no usable central directory. */
  static async open(reader: ByteReader): Promise<PackageParts> {
    const yauzl = await import('yauzl');
    return new Promise((resolve, reject) => {
      const refuse = (error: unknown) => reject(new PackageFault(error instanceof Error ? error.message : String(error)));
      /** Hands yauzl the item's bytes; a fault inside its callbacks refuses the package instead of ending the process. */
      class ItemReader extends yauzl.RandomAccessReader {
        override read(
          buffer: Buffer,
          offset: number,
          length: number,
          position: number,
          callback: (error: Error | null, count: number) => void,
        ): void {
          reader
            .read(position, length)
            .then((bytes) => {
              buffer.set(bytes, offset);
              callback(null, bytes.length);
            })
            .catch(refuse);
        }
      }
      const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false, autoClose: false } as const;
      yauzl.fromRandomAccessReader(new ItemReader(), reader.size, options, (error, file) => {
        if (error !== null) return refuse(error);
        const entries = new Map<string, Entry>();
        let count = 0;
        file.on('error', refuse);
        file.on('end', () => resolve(new PackageParts(reader, file, entries)));
        file.on('entry', (entry) => {
          const name = entry.fileNameRaw.toString('utf8').replaceAll('\\', '/');
          if (!entries.has(name)) entries.set(name, entry);
          count += 1;
          if (count >= maximumEntries) resolve(new PackageParts(reader, file, entries));
          else file.readEntry();
        });
        file.readEntry();
      });
    });
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Content of a part; null where there is none of that name. Throws a PackageFault where it cannot be read within bounds. */
  async read(name: string): Promise<Uint8Array | null> {
    const entry = this.entries.get(name);
    if (entry === undefined) return null;
    if (entry.isEncrypted()) throw new PackageFault(`part ${name} is encrypted`);
    if (entry.uncompressedSize > maximumPart || entry.compressedSize > maximumPart)
      throw new PackageFault(`part ${name} is longer than ${maximumPart} bytes`);
    const raw = await this.reader.read(await this.startOf(entry), entry.compressedSize);
    if (entry.compressionMethod === 0) return raw;
    if (entry.compressionMethod !== 8)
      throw new PackageFault(`part ${name} is compressed by the unknown method ${entry.compressionMethod}`);
    try {
      // The declared size may lie: the bound holds for what really comes out.
      return inflateRawSync(raw, { maxOutputLength: maximumPart });
    } catch {
      throw new PackageFault(`part ${name} is damaged or longer than ${maximumPart} bytes`);
    }
  }

  private startOf(entry: Entry): Promise<number> {
    return new Promise((resolve, reject) => {
      this.file.readLocalFileHeader(entry, { minimal: true }, (error, header) => {
        if (error === null) resolve(header.fileDataStart);
        else reject(new PackageFault(error.message));
      });
    });
  }
}
