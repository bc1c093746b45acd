/** The drive against tools that others wrote: what the truth says must be what they find. */
import { execFileSync } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Timestamp } from '../../../src/model/timestamp.ts';
import type { TruthEntry } from '../../../src/sample/ground-truth.ts';
import { type MadeDrive, makeDrive } from './sample-drive.ts';

/** What is used here of yauzl, which comes without types. */
interface ZipEntry {
  fileName: string;
  crc32: number;
}
interface ZipArchive extends EventEmitter {
  readEntry(): void;
  openReadStream(entry: ZipEntry, callback: (failure: Error | null, stream: Readable) => void): void;
}
const { open: openZip } = createRequire(import.meta.url)('yauzl') as {
  open(path: string, options: { lazyEntries: boolean }, callback: (failure: Error | null, archive: ZipArchive) => void): void;
};

const installed = (program: string, flag: string): boolean => {
  try {
    execFileSync(program, [flag], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const withExiftool = installed('exiftool', '-ver');
const withHashdeep = installed('hashdeep', '-V');

let drive: MadeDrive;
beforeAll(async () => {
  drive = await makeDrive({ items: 200 });
});
afterAll(() => drive.remove());

/** Office files that are ZIP archives: exiftool needs a Perl module for them that is rarely installed. */
const isZipped = (entry: TruthEntry): boolean => entry.mediaType?.startsWith('application/vnd.') === true;

type Tags = Record<string, string | number | string[] | undefined>;

/** What exiftool calls a field, by extractor. Where several are given, the first that is there counts. */
const tagNames: Record<string, Record<string, string[]>> = {
  'image/exif': {
    make: ['IFD0:Make'],
    model: ['IFD0:Model'],
    software: ['IFD0:Software'],
    serialNumber: ['ExifIFD:SerialNumber'],
    lensModel: ['ExifIFD:LensModel'],
    orientation: ['IFD0:Orientation'],
    artist: ['IFD0:Artist'],
    copyright: ['IFD0:Copyright'],
    latitude: ['Composite:GPSLatitude'],
    longitude: ['Composite:GPSLongitude'],
    altitude: ['Composite:GPSAltitude'],
    width: ['File:ImageWidth', 'PNG:ImageWidth', 'RIFF:ImageWidth', 'Meta:ImageWidth', 'IFD0:ImageWidth'],
    height: ['File:ImageHeight', 'PNG:ImageHeight', 'RIFF:ImageHeight', 'Meta:ImageHeight', 'IFD0:ImageHeight'],
    imageUniqueId: ['ExifIFD:ImageUniqueID'],
    exposureTime: ['ExifIFD:ExposureTime'],
    fNumber: ['ExifIFD:FNumber'],
    iso: ['ExifIFD:ISO'],
    focalLength: ['ExifIFD:FocalLength'],
  },
  'image/xmp': {
    title: ['XMP-dc:Title'],
    description: ['XMP-dc:Description'],
    creator: ['XMP-dc:Creator'],
    rights: ['XMP-dc:Rights'],
    keywords: ['XMP-dc:Subject'],
    city: ['XMP-photoshop:City'],
    creatorTool: ['XMP-xmp:CreatorTool'],
  },
  'image/iptc': {
    objectName: ['IPTC:ObjectName'],
    keywords: ['IPTC:Keywords'],
    byline: ['IPTC:By-line'],
    city: ['IPTC:City'],
    country: ['IPTC:Country-PrimaryLocationName'],
    copyrightNotice: ['IPTC:CopyrightNotice'],
    caption: ['IPTC:Caption-Abstract'],
  },
  'document/pdf-properties': {
    title: ['PDF:Title'],
    author: ['PDF:Author'],
    subject: ['PDF:Subject'],
    creator: ['PDF:Creator'],
    producer: ['PDF:Producer'],
    pageCount: ['PDF:PageCount'],
  },
  'document/office-properties': {
    title: ['FlashPix:Title'],
    author: ['FlashPix:Author'],
    subject: ['FlashPix:Subject'],
    lastModifiedBy: ['FlashPix:LastModifiedBy'],
    application: ['FlashPix:Software'],
  },
  'audio-video/tags': {
    title: ['ID3v2_4:Title', 'ID3v2_3:Title', 'RIFF:Title'],
    artist: ['ID3v2_4:Artist', 'ID3v2_3:Artist', 'RIFF:Artist'],
    album: ['ID3v2_4:Album', 'ID3v2_3:Album'],
    genre: ['ID3v2_4:Genre', 'ID3v2_3:Genre'],
    year: ['ID3v2_4:RecordingTime', 'ID3v2_3:Year'],
  },
  'audio-video/container': {
    width: ['Track1:ImageWidth'],
    height: ['Track1:ImageHeight'],
    make: ['Keys:Make', 'UserData:Make'],
    model: ['Keys:Model', 'UserData:Model'],
    duration: ['QuickTime:Duration'],
    latitude: ['Composite:GPSLatitude'],
    longitude: ['Composite:GPSLongitude'],
  },
  'system/link': {
    targetPath: ['LNK:LocalBasePath'],
    workingDirectory: ['LNK:WorkingDirectory'],
    arguments: ['LNK:CommandLineArguments'],
    targetSize: ['LNK:TargetFileSize'],
    machineId: ['LNK:MachineID'],
    volumeLabel: ['LNK:VolumeLabel'],
  },
};

/** Times: exiftool's tag, and how it writes the same instant. */
const timeTags: Record<string, Record<string, string[]>> = {
  'image/exif': {
    capturedAt: ['Composite:SubSecDateTimeOriginal', 'ExifIFD:DateTimeOriginal'],
    modifiedAt: ['Composite:SubSecModifyDate', 'IFD0:ModifyDate'],
  },
  'document/pdf-properties': { createdAt: ['PDF:CreateDate'], modifiedAt: ['PDF:ModifyDate'] },
  'document/office-properties': {
    createdAt: ['FlashPix:CreateDate'],
    modifiedAt: ['FlashPix:ModifyDate'],
  },
  'system/link': { targetCreatedAt: ['LNK:CreateDate'], targetModifiedAt: ['LNK:ModifyDate'] },
  'executable/headers': { compiledAt: ['EXE:TimeStamp'] },
};

/** Digits of a time as a clock shows it, without its offset and without closing zeros of the fraction. */
function clockDigits(text: string): string {
  const [, clock, fraction = ''] = /^(.{19})(?:\.(\d+))?/.exec(text.replace('T', ' ').replaceAll('-', ':')) ?? [];
  const rest = fraction.replace(/0+$/, '');
  return `${clock}${rest === '' ? '' : `.${rest}`}`;
}

function exiftool(directory: string): Map<string, Tags> {
  const list = `${directory}.list`;
  const compared = drive.truth.filter(
    (entry) => Object.keys(entry.fields).length > 0 && !isZipped(entry) && entry.pathRaw === null && !entry.path.includes('\\'),
  );
  writeFileSync(list, compared.map((entry) => `${directory}/${entry.path}\n`).join(''));
  const environment = { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' };
  const output = execFileSync(
    'exiftool',
    [
      '-json',
      '-n',
      '-G1',
      '-struct',
      '-charset',
      'exif=UTF8',
      '-charset',
      'id3=UTF8',
      '-charset',
      'filename=UTF8',
      '-api',
      'QuickTimeUTC',
      '-@',
      list,
    ],
    { maxBuffer: 1 << 26, env: environment, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  rmSync(list);
  return new Map((JSON.parse(output.toString()) as Tags[]).map((tags) => [String(tags['SourceFile']).slice(directory.length + 1), tags]));
}

function found(tags: Tags, names: string[]): string | number | string[] | undefined {
  for (const name of names) if (tags[name] !== undefined) return tags[name];
  return undefined;
}

function agrees(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'number') return Math.abs(expected - Number(actual)) <= Math.max(1e-6, Math.abs(expected) * 1e-4);
  if (Array.isArray(expected)) return JSON.stringify(expected) === JSON.stringify([actual].flat());
  return String(expected) === String(actual);
}

describe.skipIf(!withExiftool)('exiftool (skipped where it is not installed)', () => {
  test('finds what the truth says in every kind of file', () => {
    const tagsByPath = exiftool(drive.summary.directory);
    const differences: string[] = [];
    const compared = new Map<string, number>();
    const compare = (entry: TruthEntry, tags: Tags, extractor: string): void => {
      const fields = entry.fields[extractor] ?? {};
      for (const [field, names] of Object.entries(tagNames[extractor] ?? {})) {
        const expected = fields[field];
        // exiftool estimates the duration of sound files, if it gives any.
        if (expected === undefined || (field === 'duration' && entry.mediaType?.startsWith('audio/'))) continue;
        const actual = found(tags, names);
        compared.set(extractor, (compared.get(extractor) ?? 0) + 1);
        if (!agrees(expected, actual))
          differences.push(`${entry.path} ${extractor}.${field}: ${JSON.stringify(expected)}, exiftool ${JSON.stringify(actual)}`);
      }
      for (const [field, names] of Object.entries(timeTags[extractor] ?? {})) {
        const expected = fields[field] as Timestamp | undefined;
        if (expected?.iso == null) continue;
        const actual = String(found(tags, names));
        if (clockDigits(expected.iso) !== clockDigits(actual))
          differences.push(`${entry.path} ${extractor}.${field}: ${expected.iso}, exiftool ${actual}`);
      }
    };
    for (const entry of drive.truth) {
      const tags = tagsByPath.get(entry.path);
      if (tags === undefined) continue;
      for (const extractor of Object.keys(entry.fields)) compare(entry, tags, extractor);
    }
    expect(differences).toEqual([]);
    expect([...compared.keys()].sort()).toEqual(Object.keys(tagNames).sort());
  });
});

describe.skipIf(!withHashdeep)('hashdeep (skipped where it is not installed)', () => {
  test('computes the digests that the truth says', () => {
    const known = `${drive.summary.directory}.known`;
    const listable = drive.truth.filter((entry) => entry.kind === 'file' && entry.pathRaw === null && !entry.path.includes('\\'));
    const lines = listable.map(
      (entry) => `${entry.size},${entry.md5},${entry.sha1},${entry.sha256},${drive.summary.directory}/${entry.path}`,
    );
    writeFileSync(known, `%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,sha256,filename\n${lines.join('\n')}\n`);
    const list = `${known}.list`;
    writeFileSync(list, listable.map((entry) => `${drive.summary.directory}/${entry.path}\n`).join(''));
    const verdict = execFileSync('hashdeep', ['-a', '-v', '-k', known, '-f', list]).toString();
    rmSync(known);
    expect(verdict).toContain('Audit passed');
  });
});

describe('yauzl and fast-xml-parser', () => {
  test('read the office files: whole members with the right checksums, well-formed, with the properties', async () => {
    const documents = drive.truth.filter(isZipped);
    expect(new Set(documents.map((entry) => entry.extension))).toEqual(new Set(['docx', 'xlsx', 'odt']));
    for (const entry of documents) {
      const members = await unpack(join(drive.summary.directory, entry.path));
      for (const [name, content] of members)
        if (name.endsWith('.xml') || name.endsWith('.rels')) expect(XMLValidator.validate(content)).toBe(true);
      const properties = String(members.get(entry.extension === 'odt' ? 'meta.xml' : 'docProps/core.xml'));
      const parsed = new XMLParser({ removeNSPrefix: true }).parse(properties);
      const fields = entry.fields['document/office-properties'] as { title: string; createdAt: Timestamp };
      const { title, created } = parsed.coreProperties ?? {
        ...parsed['document-meta'].meta,
        created: parsed['document-meta'].meta['creation-date'],
      };
      expect({ title, created }).toEqual({ title: fields.title, created: fields.createdAt.raw });
    }
  });
});

function unpack(path: string): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    openZip(path, { lazyEntries: true }, (failure, archive) => {
      if (failure) return reject(failure);
      const members = new Map<string, string>();
      archive.on('error', reject);
      archive.on('end', () => resolve(members));
      archive.on('entry', (entry: ZipEntry) => {
        archive.openReadStream(entry, async (refusal, stream) => {
          if (refusal) return reject(refusal);
          const content = await buffer(stream);
          if (crc32(content) !== entry.crc32) return reject(new Error(`checksum of ${entry.fileName}`));
          members.set(entry.fileName, content.toString());
          archive.readEntry();
        });
      });
      archive.readEntry();
    });
  });
}
