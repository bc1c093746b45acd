/** Small sound and video files built byte by byte. */

function big(value: number, width: 2 | 3 | 4): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntBE(value, 0, width);
  return bytes;
}

function little(value: number, width: 2 | 4): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntLE(value, 0, width);
  return bytes;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

function box(type: string, ...payload: Buffer[]): Buffer {
  const content = Buffer.concat(payload);
  return Buffer.concat([big(content.length + 8, 4), latin1(type), content]);
}

function fullBox(type: string, ...payload: Buffer[]): Buffer {
  return box(type, Buffer.alloc(4), ...payload);
}

function movieHeader(creationTime: number): Buffer {
  const content = Buffer.alloc(96);
  content.writeUInt32BE(creationTime, 0);
  content.writeUInt32BE(creationTime === 0 ? 0 : creationTime + 5, 4);
  content.writeUInt32BE(1000, 8);
  content.writeUInt32BE(2500, 12);
  return fullBox('mvhd', content);
}

function videoTrack(rotated: boolean): Buffer {
  const header = Buffer.alloc(80);
  const matrix = rotated ? [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000] : [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
  for (const [index, value] of matrix.entries()) header.writeInt32BE(value, 36 + index * 4);
  header.writeUInt32BE(640 << 16, 72);
  header.writeUInt32BE(480 << 16, 76);
  const mediaHeader = Buffer.concat([Buffer.alloc(8), big(1000, 4), big(2500, 4), Buffer.alloc(4)]);
  const entry = Buffer.alloc(78);
  entry.writeUInt16BE(640, 24);
  entry.writeUInt16BE(480, 26);
  const table = box('stbl', fullBox('stsd', big(1, 4), box('avc1', entry)), fullBox('stsz', big(0, 4), big(75, 4)));
  return box('trak', fullBox('tkhd', header), box('mdia', fullBox('mdhd', mediaHeader), handler('vide'), box('minf', table)));
}

function soundTrack(): Buffer {
  const entry = Buffer.alloc(28);
  entry.writeUInt16BE(2, 16);
  entry.writeUInt16BE(16, 18);
  entry.writeUInt32BE(48_000 * 0x10000, 24);
  const mediaHeader = Buffer.concat([Buffer.alloc(8), big(48_000, 4), big(120_000, 4), Buffer.alloc(4)]);
  const table = box('stbl', fullBox('stsd', big(1, 4), box('mp4a', entry)));
  return box('trak', box('mdia', fullBox('mdhd', mediaHeader), handler('soun'), box('minf', table)));
}

const handler = (kind: string): Buffer => fullBox('hdlr', Buffer.alloc(4), latin1(kind), Buffer.alloc(13));
const userText = (type: string, text: string): Buffer => box(type, big(Buffer.byteLength(text), 2), big(0x15c7, 2), Buffer.from(text));

function keyedMetadata(entries: readonly (readonly [string, string])[]): Buffer {
  const keys = entries.map(([key]) => Buffer.concat([big(key.length + 8, 4), latin1('mdta'), latin1(key)]));
  const items = entries.map(([, value], index) => {
    const content = box('data', big(1, 4), big(0, 4), Buffer.from(value));
    return Buffer.concat([big(content.length + 8, 4), big(index + 1, 4), content]);
  });
  return box('meta', handler('mdta'), fullBox('keys', big(entries.length, 4), ...keys), box('ilst', ...items));
}

/** 2024-05-01T10:20:30Z in seconds since 1904. */
export const creationSeconds = 1_714_558_830 + 2_082_844_800;

/** What an Android telephone writes: an MP4 with position and version, the movie box behind the media. */
export function androidMovie(creationTime = creationSeconds): Uint8Array {
  const user = box('udta', userText('©xyz', '+24.8607+067.0011/'), userText('©mak', 'Samsung'), userText('©mod', 'SM-A515F'));
  const android = keyedMetadata([['com.android.version', '13']]);
  const media = box('mdat', Buffer.alloc(5000));
  const movie = box('moov', movieHeader(creationTime), videoTrack(true), soundTrack(), user, android);
  return new Uint8Array(Buffer.concat([box('ftyp', latin1('mp42'), big(0, 4), latin1('isommp42')), media, movie]));
}

/** What an iPhone writes: QuickTime with keyed metadata in QuickTime's own form of `meta`. */
export function appleMovie(creationDate = '2024-05-01T15:20:30+0500'): Uint8Array {
  const metadata = keyedMetadata([
    ['com.apple.quicktime.make', 'Apple'],
    ['com.apple.quicktime.model', 'iPhone 13'],
    ['com.apple.quicktime.software', '17.4.1'],
    ['com.apple.quicktime.creationdate', creationDate],
    ['com.apple.quicktime.location.ISO6709', '+24.8607+067.0011+008.123/'],
    ['com.apple.quicktime.content.identifier', 'A0B1'],
  ]);
  const movie = box('moov', movieHeader(creationSeconds), videoTrack(false), metadata);
  return new Uint8Array(
    Buffer.concat([box('ftyp', latin1('qt  '), big(0, 4), latin1('qt  ')), box('wide'), box('mdat', Buffer.alloc(100)), movie]),
  );
}

const item = (type: string, kind: number, value: Buffer): Buffer => box(type, box('data', big(kind, 4), big(0, 4), value));

export const jpegPixel = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

/** A song as iTunes writes it. */
export function itunesSong(): Uint8Array {
  const list = box(
    'ilst',
    item('©nam', 1, Buffer.from('شام')),
    item('©ART', 1, latin1('Nadia')),
    item('©alb', 1, latin1('Nai subah')),
    item('©day', 1, latin1('2004-03-02')),
    item('©too', 1, latin1('Lavf')),
    item('trkn', 0, Buffer.from([0, 0, 0, 3, 0, 9, 0, 0])),
    item('covr', 13, jpegPixel),
  );
  const user = box('udta', fullBox('meta', handler('mdir'), list));
  return new Uint8Array(
    Buffer.concat([
      box('ftyp', latin1('M4A '), big(0, 4), latin1('M4A ')),
      box('moov', movieHeader(0), soundTrack(), user),
      box('mdat', Buffer.alloc(1000)),
    ]),
  );
}

function id3Frame(id: string, content: Buffer): Buffer {
  return Buffer.concat([latin1(id), big(content.length, 4), Buffer.alloc(2), content]);
}

/** UTF-16 with a byte order mark, as ID3v2.3 has it. */
const id3Text = (text: string): Buffer => Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

/** An MP3 of 40 frames at 128 kbit/s with an ID3v2.3 tag and a cover. */
export function mp3Sample(cover: Buffer = jpegPixel): Uint8Array {
  const frames = Buffer.concat([
    id3Frame('TIT2', id3Text('یاد آتی ہے')),
    id3Frame('TPE1', id3Text('Sana')),
    id3Frame('TALB', id3Text('Album')),
    id3Frame('TYER', id3Text('2011')),
    id3Frame('TCON', id3Text('Ghazal')),
    id3Frame('TRCK', id3Text('4/12')),
    id3Frame('TSSE', id3Text('Encoder 1')),
    id3Frame('APIC', Buffer.concat([Buffer.from([0]), latin1('image/jpeg\0'), Buffer.from([3, 0]), cover])),
  ]);
  const size = frames.length;
  const head = Buffer.concat([
    latin1('ID3'),
    Buffer.from([3, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]),
  ]);
  const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0xc4]), Buffer.alloc(413)]);
  return new Uint8Array(Buffer.concat([head, frames, ...Array.from({ length: 40 }, () => frame)]));
}

function chunk(id: string, content: Buffer): Buffer {
  return Buffer.concat([latin1(id), little(content.length, 4), content, Buffer.alloc(content.length % 2)]);
}

/** One second of 8 kHz mono PCM with a RIFF INFO list and a broadcast extension. */
export function wavSample(): Uint8Array {
  const format = Buffer.concat([little(1, 2), little(1, 2), little(8000, 4), little(16_000, 4), little(2, 2), little(16, 2)]);
  const information = Buffer.concat([latin1('INFO'), chunk('INAM', latin1('Call\0')), chunk('IART', latin1('Kamran\0'))]);
  const extension = Buffer.alloc(602);
  extension.write('Recorder X', 256, 'latin1');
  extension.write('2024-05-01', 320, 'latin1');
  extension.write('10:20:30', 330, 'latin1');
  const content = Buffer.concat([
    latin1('WAVE'),
    chunk('fmt ', format),
    chunk('bext', extension),
    chunk('LIST', information),
    chunk('data', Buffer.alloc(16_000)),
  ]);
  return new Uint8Array(Buffer.concat([latin1('RIFF'), little(content.length, 4), content]));
}

/** A FLAC file without frames: stream information, Vorbis comments and a picture. */
export function flacSample(): Uint8Array {
  const stream = Buffer.alloc(34);
  stream.writeUInt16BE(4096, 0);
  stream.writeUInt16BE(4096, 2);
  // 44 100 Hz in 20 bits, 2 channels less one in 3, 16 bits less one in 5, 88 200 samples in 36.
  stream.writeBigUInt64BE((44_100n << 44n) | (1n << 41n) | (15n << 36n) | 88_200n, 10);
  const comments = ['TITLE=دریا', 'ARTIST=Imran', 'DATE=2019-07'].map((text) =>
    Buffer.concat([little(Buffer.byteLength(text), 4), Buffer.from(text)]),
  );
  const vorbis = Buffer.concat([little(4, 4), latin1('enc1'), little(comments.length, 4), ...comments]);
  const picture = Buffer.concat([
    big(3, 4),
    big(10, 4),
    latin1('image/jpeg'),
    big(0, 4),
    Buffer.alloc(16),
    big(jpegPixel.length, 4),
    jpegPixel,
  ]);
  const block = (type: number, last: boolean, content: Buffer) =>
    Buffer.concat([Buffer.from([type | (last ? 0x80 : 0)]), big(content.length, 3), content]);
  return new Uint8Array(Buffer.concat([latin1('fLaC'), block(0, false, stream), block(4, false, vorbis), block(6, true, picture)]));
}

/** 50 narrow-band frames of 12.2 kbit/s: one second. */
export function amrSample(): Uint8Array {
  const frame = Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31)]);
  return new Uint8Array(Buffer.concat([latin1('#!AMR\n'), ...Array.from({ length: 50 }, () => frame)]));
}

/** An AVI of one MJPEG stream, 320 by 240, 10 frames a second, 25 frames. */
export function aviSample(): Uint8Array {
  const main = Buffer.alloc(56);
  main.writeUInt32LE(100_000, 0);
  main.writeUInt32LE(25, 16);
  main.writeUInt32LE(1, 24);
  main.writeUInt32LE(320, 32);
  main.writeUInt32LE(240, 36);
  const header = Buffer.alloc(56);
  header.write('vidsMJPG', 0, 'latin1');
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(10, 24);
  header.writeUInt32LE(25, 32);
  const format = Buffer.alloc(40);
  format.writeUInt32LE(40, 0);
  format.writeInt32LE(320, 4);
  format.writeInt32LE(240, 8);
  format.writeUInt16LE(24, 14);
  format.write('MJPG', 16, 'latin1');
  const stream = chunk('LIST', Buffer.concat([latin1('strl'), chunk('strh', header), chunk('strf', format)]));
  const lists = [
    chunk('LIST', Buffer.concat([latin1('hdrl'), chunk('avih', main), stream])),
    chunk('LIST', Buffer.concat([latin1('movi'), chunk('00dc', jpegPixel)])),
  ];
  const content = Buffer.concat([latin1('AVI '), ...lists]);
  return new Uint8Array(Buffer.concat([latin1('RIFF'), little(content.length, 4), content]));
}
