/** Small PDF documents written as ISO 32000-1 lays them out. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** Object number to its body, between `n 0 obj` and `endobj`. */
type Bodies = Record<number, string | Buffer>;

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

function writeBodies(bodies: Bodies, offsets: Map<number, number>, parts: Buffer[]): number {
  let at = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  add(latin1('%PDF-1.6\n%\u00e2\u00e3\u00cf\u00d3\n'));
  for (const [number, body] of Object.entries(bodies)) {
    offsets.set(Number(number), at);
    add(Buffer.concat([latin1(`${number} 0 obj\n`), typeof body === 'string' ? latin1(body) : body, latin1('\nendobj\n')]));
  }
  return at;
}

/** A file with a classic cross-reference table. */
function classicFile(bodies: Bodies, trailer: string): Uint8Array {
  const offsets = new Map<number, number>();
  const parts: Buffer[] = [];
  const start = writeBodies(bodies, offsets, parts);
  const size = Math.max(...offsets.keys()) + 1;
  const entries = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  parts.push(latin1(`xref\n0 ${size}\n${entries.join('')}trailer\n<< /Size ${size} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
}

const stream = (dictionary: string, content: Buffer): Buffer =>
  Buffer.concat([latin1(`<< ${dictionary} /Length ${content.length} >>\nstream\n`), content, latin1('\nendstream')]);

const information = `<< /Title <feff06270645062a062d0627> /Author (A. \\(Lahore\\) \\351) /Subject (One) /Keywords (a, b) /Creator (Writer)
/Producer (Maker 1.0) /CreationDate (D:20240501102030+05'00') /ModDate (D:20240502) >>`;

/** A document of two pages with all properties, a classic table and, where `packet` is given, an XMP packet. */
export function pdfSample(packet?: string): Uint8Array {
  const bodies: Bodies = {
    1: `<< /Type /Catalog /Pages 2 0 R /Lang (ur-PK) /AcroForm << >> ${packet === undefined ? '' : '/Metadata 5 0 R'} >>`,
    2: '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>',
    3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>',
    4: information,
  };
  if (packet !== undefined) bodies[5] = stream('/Type /Metadata /Subtype /XML', Buffer.from(packet));
  return classicFile(bodies, '/Root 1 0 R /Info 4 0 R /ID [<0102ff> <aa>]');
}

/** A document whose catalogue and information lie in an object stream, with a cross-reference stream that uses PNG prediction. */
export function compressedPdfSample(): Uint8Array {
  const packed = [
    [1, '<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript 9 0 R /EmbeddedFiles 9 0 R >> >>'],
    [2, '<< /Type /Pages /Kids [] /Count 7 >>'],
    [4, information.replace(/\n/g, ' ')],
  ] as const;
  const content = packed.map(([, body]) => body).join(' ');
  let at = 0;
  const head = packed.map(([number, body]) => {
    const pair = `${number} ${at}`;
    at += body.length + 1;
    return pair;
  });
  const first = `${head.join(' ')} `;
  const objects = stream(`/Type /ObjStm /N 3 /First ${first.length} /Filter /FlateDecode`, deflateSync(latin1(first + content)));
  const offsets = new Map<number, number>();
  const parts: Buffer[] = [];
  const start = writeBodies({ 6: objects }, offsets, parts);
  const rows: [number, number, number][] = [
    [0, 0, 0],
    [2, 6, 0],
    [2, 6, 1],
    [0, 0, 0],
    [2, 6, 2],
    [0, 0, 0],
    [1, offsets.get(6) as number, 0],
    [1, start, 0],
  ];
  let previous = [0, 0, 0, 0];
  const predicted = rows.flatMap(([type, second, third]) => {
    const row = [type, second >> 8, second & 0xff, third];
    const delta = row.map((value, index) => (value - (previous[index] as number)) & 0xff);
    previous = row;
    return [2, ...delta];
  });
  const dictionary =
    '/Type /XRef /W [1 2 1] /Size 8 /Root 1 0 R /Info 4 0 R /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>';
  parts.push(
    latin1('7 0 obj\n'),
    stream(dictionary, deflateSync(Buffer.from(predicted))),
    latin1(`\nendobj\nstartxref\n${start}\n%%EOF\n`),
  );
  return new Uint8Array(Buffer.concat(parts));
}

function rc4(key: Buffer, content: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    [state[a], state[b]] = [state[b] as number, state[a] as number];
  };
  for (let index = 0, other = 0; index < 256; index += 1) {
    other = (other + (state[index] as number) + (key[index % key.length] as number)) & 255;
    swap(index, other);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    content.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (state[i] as number)) & 255;
      swap(i, j);
      return byte ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
    }),
  );
}

const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** A document encrypted with 40-bit RC4 (7.6.3, algorithms 1 to 4) under a user password. */
export function encryptedPdfSample(userPassword: string): Uint8Array {
  const md5 = (...parts: Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest();
  const padded = (password: string) => Buffer.concat([latin1(password), padding]).subarray(0, 32);
  const owner = rc4(md5(padded('owner')).subarray(0, 5), padded(userPassword));
  const id = Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex');
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff]);
  const key = md5(padded(userPassword), owner, permissions, id).subarray(0, 5);
  const user = rc4(key, padding);
  const objectKey = md5(key, Buffer.from([4, 0, 0, 0, 0])).subarray(0, 10);
  const hidden = (text: string) => `<${rc4(objectKey, latin1(text)).toString('hex')}>`;
  const bodies: Bodies = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>',
    4: `<< /Title ${hidden('Secret plan')} /CreationDate ${hidden("D:20240501102030+05'00'")} >>`,
    5: `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${user.toString('hex')}> /P -4 >>`,
  };
  return classicFile(bodies, `/Root 1 0 R /Info 4 0 R /Encrypt 5 0 R /ID [<${id.toString('hex')}> <${id.toString('hex')}>]`);
}
