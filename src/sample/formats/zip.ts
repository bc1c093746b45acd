/** Writes ZIP archives (APPNOTE 6.3.10), stored or deflated, with UTF-8 names, and tar archives (POSIX.1-2001 ustar). */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { civilTime, type Moment, pakistanOffsetMinutes } from '../moment.ts';

export interface ArchiveMember {
  name: string;
  content: Uint8Array | string;
  /** Keep the bytes as they are. */
  stored?: boolean;
}

/** A whole archive; every member bears the time of `modifiedAt` as a clock in Pakistan shows it. */
export function writeZip(members: readonly ArchiveMember[], modifiedAt: Moment): Buffer {
  const time = civilTime(modifiedAt, pakistanOffsetMinutes);
  const dosTime = (time.hour << 11) | (time.minute << 5) | (time.second >> 1);
  const dosDate = ((time.year - 1980) << 9) | (time.month << 5) | time.day;
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const content = Buffer.from(member.content as Uint8Array);
    const name = Buffer.from(member.name, 'utf8');
    const body = member.stored ? content : deflateRawSync(content, { level: 6 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(name.length === member.name.length ? 0 : 0x0800, 2);
    common.writeUInt16LE(member.stored ? 0 : 8, 4);
    common.writeUInt16LE(dosTime, 6);
    common.writeUInt16LE(dosDate, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, body);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, name);
    offset += 30 + name.length + body.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** A gzip-compressed tar archive (RFC 1952). */
export function writeTarGz(members: readonly ArchiveMember[], modifiedAt: Moment): Buffer {
  const blocks: Buffer[] = [];
  for (const member of members) {
    const content = Buffer.from(member.content as Uint8Array);
    blocks.push(tarHeader(member.name, content.length, modifiedAt), content, Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  const compressed = gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 6 });
  // The operating system byte differs between builds of zlib.
  compressed[9] = 3;
  return compressed;
}

function tarHeader(name: string, length: number, modifiedAt: Moment): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0', 100, 'latin1');
  header.write('0001750\0', 108, 'latin1');
  header.write('0001750\0', 116, 'latin1');
  header.write(`${length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write(`${Math.floor(modifiedAt).toString(8).padStart(11, '0')}\0`, 136, 'latin1');
  header.write('        ', 148, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write('kamran', 265, 'latin1');
  header.write('kamran', 297, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
