/** Writes sound files: MP3 with ID3 tags, WAV with an INFO list, Ogg Opus as telephones record it. */
import type { TruthFields } from '../ground-truth.ts';
import type { RandomStream } from '../random.ts';

export interface AudioTags {
  title: string;
  artist: string;
  album: string;
  genre: string;
  year: number;
}

/** Seconds of one MPEG-1 layer III frame at 48 kHz (ISO/IEC 11172-3): 1152 samples. */
const mp3FrameSeconds = 0.024;

/**
 * Silence at 32 kbit/s, 48 kHz, mono, behind ID3v2.4 (UTF-8) or ID3v2.3 (UTF-16) tags. A frame whose side
 * information is zero decodes to silence.
 */
export function writeMp3(tags: AudioTags, seconds: number, version: 3 | 4): Buffer {
  const frame = Buffer.alloc(96);
  frame.writeUInt32BE(0xfffb14c4, 0);
  const frames = Array.from({ length: Math.round(seconds / mp3FrameSeconds) }, () => frame);
  return Buffer.concat([id3(tags, version), ...frames]);
}

/** What is known of a file of `writeMp3`. */
export function mp3Truth(tags: AudioTags, seconds: number, version: 3 | 4): TruthFields {
  return {
    'audio-video/tags': { ...tags, tagTypes: [`ID3v2.${version}`], hasEmbeddedPicture: false },
    'audio-video/container': {
      container: 'MPEG',
      audioCodec: 'MPEG 1 Layer 3 CBR',
      bitRate: 32_000,
      sampleRate: 48_000,
      channels: 1,
      trackCount: 1,
      duration: Math.round(seconds / mp3FrameSeconds) * mp3FrameSeconds,
    },
  };
}

function id3(tags: AudioTags, version: 3 | 4): Buffer {
  const frames = Buffer.concat([
    id3Frame('TIT2', tags.title, version),
    id3Frame('TPE1', tags.artist, version),
    id3Frame('TALB', tags.album, version),
    id3Frame('TCON', tags.genre, version),
    id3Frame(version === 4 ? 'TDRC' : 'TYER', String(tags.year), version),
  ]);
  return Buffer.concat([Buffer.from('ID3', 'latin1'), Buffer.from([version, 0, 0]), synchronisationSafe(frames.length), frames]);
}

function id3Frame(id: string, text: string, version: 3 | 4): Buffer {
  const body =
    version === 4 ? Buffer.from(`\u0003${text}`, 'utf8') : Buffer.concat([Buffer.from([1]), Buffer.from(`\ufeff${text}`, 'utf16le')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length, 0);
  return Buffer.concat([Buffer.from(id, 'latin1'), version === 4 ? synchronisationSafe(body.length) : length, Buffer.alloc(2), body]);
}

/** Seven bits a byte (ID3v2.4 section 6.2). */
function synchronisationSafe(value: number): Buffer {
  return Buffer.from([(value >> 21) & 0x7f, (value >> 14) & 0x7f, (value >> 7) & 0x7f, value & 0x7f]);
}

const wavRate = 8000;

/** Eight-bit mono PCM: a tone that fades, with title and artist in a LIST INFO chunk. */
export function writeWav(random: RandomStream, seconds: number, title: string, artist: string): Buffer {
  const samples = Buffer.alloc(Math.round(seconds * wavRate));
  const pitch = random.integer(180, 520);
  for (let index = 0; index < samples.length; index++) {
    const fade = 1 - index / samples.length;
    samples[index] = 128 + Math.round(90 * fade * Math.sin((2 * Math.PI * pitch * index) / wavRate));
  }
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(wavRate, 4);
  format.writeUInt32LE(wavRate, 8);
  format.writeUInt16LE(1, 12);
  format.writeUInt16LE(8, 14);
  const list = Buffer.concat([
    Buffer.from('INFO', 'latin1'),
    riffChunk('INAM', Buffer.from(`${title}\0`)),
    riffChunk('IART', Buffer.from(`${artist}\0`)),
  ]);
  return riffChunk(
    'RIFF',
    Buffer.concat([Buffer.from('WAVE', 'latin1'), riffChunk('fmt ', format), riffChunk('LIST', list), riffChunk('data', samples)]),
  );
}

/** What is known of a file of `writeWav`. */
export function wavTruth(seconds: number, title: string, artist: string): TruthFields {
  return {
    'audio-video/tags': { title, artist, tagTypes: ['RIFF INFO'], hasEmbeddedPicture: false },
    'audio-video/container': {
      container: 'WAVE',
      audioCodec: 'PCM',
      bitRate: wavRate * 8,
      sampleRate: wavRate,
      channels: 1,
      bitsPerSample: 8,
      trackCount: 1,
      duration: seconds,
    },
  };
}

function riffChunk(type: string, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8 + content.length + (content.length & 1));
  bytes.write(type, 0, 'latin1');
  bytes.writeUInt32LE(content.length, 4);
  bytes.set(content, 8);
  return bytes;
}

const opusRate = 48_000;
const opusPacketSamples = 960;

/** A voice note: Ogg (RFC 3533) with Opus (RFC 7845), 20 ms packets of silence, 50 a page. */
export function writeOpus(random: RandomStream, seconds: number): Buffer {
  const serial = random.integer(1, 0x7fffffff);
  const head = Buffer.alloc(19);
  head.write('OpusHead\x01\x01', 0, 'latin1');
  head.writeUInt32LE(16_000, 12);
  const vendor = 'WhatsApp';
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write('OpusTags', 0, 'latin1');
  tags.writeUInt32LE(vendor.length, 8);
  tags.write(vendor, 12, 'latin1');
  const packets = Math.round((seconds * opusRate) / opusPacketSamples);
  const pages = [oggPage(serial, 0, 2, 0n, [head]), oggPage(serial, 1, 0, 0n, [tags])];
  // SILK wideband, 20 ms, mono, one frame that codes silence (RFC 6716 section 3.1).
  const silence = Buffer.from([0x48, 0x0b, 0xe4, 0xc1, 0x36, 0xec, 0xc5, 0x80]);
  for (let start = 0; start < packets; start += 50) {
    const count = Math.min(50, packets - start);
    const last = start + count === packets;
    pages.push(
      oggPage(
        serial,
        pages.length,
        last ? 4 : 0,
        BigInt((start + count) * opusPacketSamples),
        Array.from({ length: count }, () => silence),
      ),
    );
  }
  return Buffer.concat(pages);
}

/** What is known of a file of `writeOpus` that has `length` bytes. */
export function opusTruth(seconds: number, length: number): TruthFields {
  return {
    'audio-video/container': {
      container: 'Ogg',
      audioCodec: 'Opus',
      sampleRate: 16_000,
      channels: 1,
      trackCount: 1,
      duration: seconds,
      bitRate: Math.round((length * 8) / seconds),
    },
  };
}

/** Packets shorter than 255 bytes, each in one segment. */
function oggPage(serial: number, sequence: number, flags: number, position: bigint, packets: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(27 + packets.length);
  head.write('OggS', 0, 'latin1');
  head[5] = flags;
  head.writeBigUInt64LE(position, 6);
  head.writeUInt32LE(serial, 14);
  head.writeUInt32LE(sequence, 18);
  head[26] = packets.length;
  packets.forEach((packet, index) => {
    head[27 + index] = packet.length;
  });
  const page = Buffer.concat([head, ...packets]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

const oggTable = Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 0x8000_0000 ? (remainder << 1) ^ 0x04c1_1db7 : remainder << 1;
  return remainder >>> 0;
});

/** RFC 3533 section 6: CRC-32 with polynomial 04C11DB7, not reflected, starting from zero. */
function oggChecksum(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) remainder = ((remainder << 8) ^ (oggTable[(remainder >>> 24) ^ byte] as number)) >>> 0;
  return remainder;
}
