/** The directories of an EXIF structure and how tags are looked up in them (EXIF 3.0, 4.5 and 4.6.3). */
import { type TiffDirectory, type TiffEntry, TiffStructure, tagNumber } from '../../../formats/tiff/tiff-structure.ts';
import type { ByteReader } from '../../../model/reader.ts';

export type DirectoryName = 'IFD0' | 'ExifIFD' | 'GPS' | 'IFD1';

const exifPointer = 0x8769;
const gpsPointer = 0x8825;

/** Longest text that is read from one tag; the draft shortens further. */
const maximumTextLength = 256 * 1024;

const maximumShortTextLength = 64;

/** A tag that was found, and where. */
export interface FoundTag {
  directory: TiffDirectory;
  entry: TiffEntry;
  /** `ExifIFD 0x9003 DateTimeOriginal`. */
  source: string;
}

/** An opened EXIF structure. */
export class ExifDirectories {
  readonly structure: TiffStructure;
  private readonly directories: ReadonlyMap<DirectoryName, TiffDirectory>;

  private constructor(structure: TiffStructure, directories: ReadonlyMap<DirectoryName, TiffDirectory>) {
    this.structure = structure;
    this.directories = directories;
  }

  /** Reads IFD0, ExifIFD, GPS and IFD1; null where there is no TIFF header. Each offset is read once, so loops end. */
  static async open(content: ByteReader): Promise<ExifDirectories | null> {
    const structure = await TiffStructure.open(content);
    if (structure === null) return null;
    const directories = new Map<DirectoryName, TiffDirectory>();
    const seen = new Set<number>();
    const load = async (name: DirectoryName, offset: number): Promise<TiffDirectory | null> => {
      if (seen.has(offset)) {
        structure.fault('directory-loop', `${name} lies where another directory was read already.`, `${name} at offset ${offset}`, true);
        return null;
      }
      seen.add(offset);
      const directory = await structure.directory(offset, name);
      if (directory !== null) directories.set(name, directory);
      return directory;
    };
    const main = await load('IFD0', structure.firstDirectory);
    if (main !== null) {
      for (const [name, tag] of [['ExifIFD', exifPointer] as const, ['GPS', gpsPointer] as const]) {
        const entry = main.entries.get(tag);
        const [offset] = entry === undefined ? [] : ((await structure.numbers(main, entry, 1)) ?? []);
        if (offset !== undefined && offset !== 0) await load(name, offset);
      }
      const second = main.next === 0 ? null : await load('IFD1', main.next);
      if (second !== null && second.next !== 0) {
        structure.fault('further-directories', 'More directories follow IFD1; they were not read.', `offset ${second.next}`, false);
      }
    }
    return new ExifDirectories(structure, directories);
  }

  /**
   * Finds a tag in its directory. Writers mix IFD0 and ExifIFD up, so the other one of the two is looked at as well;
   * `source` says where the tag really was.
   */
  find(directoryName: DirectoryName, tag: number, tagName: string): FoundTag | null {
    const fallback: DirectoryName | null = directoryName === 'IFD0' ? 'ExifIFD' : directoryName === 'ExifIFD' ? 'IFD0' : null;
    for (const name of [directoryName, fallback]) {
      const directory = name === null ? undefined : this.directories.get(name);
      const entry = directory?.entries.get(tag);
      if (directory !== undefined && entry !== undefined) {
        return { directory, entry, source: `${directory.name} ${tagNumber(tag)} ${tagName}` };
      }
    }
    return null;
  }

  text({ directory, entry }: FoundTag, parts = false): Promise<string | null> {
    return this.structure.text(directory, entry, maximumTextLength, parts);
  }

  /** Text of a tag whose values are a few characters long, such as times and references. */
  shortText({ directory, entry }: FoundTag): Promise<string | null> {
    return this.structure.text(directory, entry, maximumShortTextLength);
  }

  bytes({ directory, entry }: FoundTag, limit = maximumTextLength): Promise<Uint8Array | null> {
    return this.structure.bytes(directory, entry, limit);
  }

  numbers({ directory, entry }: FoundTag, limit?: number): Promise<number[] | null> {
    return this.structure.numbers(directory, entry, limit);
  }

  /** A fault of a found tag's value. */
  fault(found: FoundTag, code: string, message: string, lost = false): void {
    this.structure.fault(code, message, found.source, lost);
  }
}
