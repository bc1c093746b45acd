/** What trips tools up: hostile names, links that lead nowhere or in circles, holes, lies about types. */
import { laterMoment, type Moment, randomMoment } from '../moment.ts';
import { type Language, prose } from '../phrases.ts';
import type { FileRequest, PlannedEntry, PlannedFile } from '../planned-entry.ts';
import type { RandomStream } from '../random.ts';
import { pdf } from './documents.ts';
import { cameraPhotograph } from './pictures.ts';
import { archive, program } from './programs.ts';

/** What a file system must be able to hold for an entry to exist there. */
export type Requirement = 'any' | 'posix-names' | 'raw-names';

export interface OddEntry {
  entry: PlannedEntry;
  requirement: Requirement;
}

const nestingDepth = 60;

function text(random: RandomStream, path: string | Uint8Array, language: Language): PlannedFile {
  const modifiedAt = randomMoment(random);
  const content = Buffer.from(`${prose(random, language, modifiedAt, 200)}\n${random.hexadecimal(16)}\n`);
  return {
    kind: 'file',
    path,
    content,
    mediaType: 'text/plain',
    charset: content.every((byte) => byte < 0x80) ? 'us-ascii' : 'utf-8',
    modifiedAt,
  };
}

/** Names that break terminals, scripts, exports and programs that take names for UTF-8. */
export function oddNames(request: FileRequest): OddEntry[] {
  const { random } = request;
  const folder = 'usb/Names/';
  const raw = (name: string): Buffer => Buffer.concat([Buffer.from(folder), Buffer.from(name, 'latin1')]);
  const entries: OddEntry[] = [];
  const add = (requirement: Requirement, path: string | Uint8Array, language: Language = 'english'): void => {
    entries.push({ requirement, entry: text(random, path, language) });
  };
  add('raw-names', raw('r\xe9sum\xe9.txt'));
  add('raw-names', raw('\xff.txt'));
  add('raw-names', raw('cut off \xd8\xa7\xd8.txt'));
  add('raw-names', raw('d\xe9p\xf4t/inside a folder that is not UTF-8.txt'));
  add('posix-names', `${folder}line\nbreak.txt`);
  add('posix-names', `${folder}tab\tand\rreturn.txt`);
  add('posix-names', `${folder}escape \u001b[31mred.txt`);
  add('posix-names', `${folder}trailing space.txt `);
  add('posix-names', `${folder}back\\slash.txt`);
  add('posix-names', `${folder}"double" and 'single'.txt`);
  add('posix-names', `${folder}star * question \u003f colon : pipe |.txt`);
  add('posix-names', `${folder}comma, semicolon; equals=1.txt`);
  add('any', `${folder}-rf.txt`);
  add('any', `${folder}$(reboot) \`id\` %s %00.txt`);
  add('any', `${folder}=1+1.txt`);
  add('any', `${folder}<b>bold&amp;.txt`.replaceAll(/[<>]/g, process.platform === 'win32' ? '_' : '$&'));
  add('any', `${folder}خفیہ دستاویز.txt`, 'urdu');
  add('any', `${folder}zero\u200bwidth.txt`);
  add('any', `${folder}${'n'.repeat(251)}.txt`);
  add('raw-names', `${folder}caf\u00e9.txt`);
  add('raw-names', `${folder}cafe\u0301.txt`);
  entries.push(
    { requirement: 'any', entry: { ...cameraPhotograph(forked(request, 'emoji')), path: `${folder}📷 تصویر.jpg` } },
    // Shown by a careless program as "invoice" followed by "exe.pdf".
    { requirement: 'any', entry: { ...program({ ...forked(request, 'override'), index: 0 }), path: `${folder}invoice\u202efdp.exe` } },
  );
  return entries;
}

function forked(request: FileRequest, name: string): FileRequest {
  return { ...request, random: request.random.fork(name) };
}

/** Content that its name denies. */
export function renamedFiles(request: FileRequest): PlannedFile[] {
  const renamed = (file: PlannedFile, path: string): PlannedFile => ({ ...file, path, extensionMismatch: true });
  return [
    renamed(cameraPhotograph(forked(request, 'photograph as text')), 'laptop/Users/kamran/Documents/shopping list.txt'),
    renamed(cameraPhotograph(forked(request, 'photograph as library')), 'laptop/Windows/System32/drivers/etc/network.dll'),
    renamed(pdf(forked(request, 'pdf as unknown')), 'laptop/Users/kamran/AppData/Local/Temp/cache01.dat'),
    renamed(archive({ ...forked(request, 'zip as picture'), index: 0 }), 'phone/DCIM/Camera/IMG_20230817_hidden.jpg'),
    renamed(program({ ...forked(request, 'program as pdf'), index: 0 }), 'laptop/Users/kamran/Downloads/utility bill.pdf'),
  ];
}

/** Everything that is not a plain file with plain content, but for names. */
export function oddEntries(request: FileRequest, sparseSize: number): PlannedEntry[] {
  const { random } = request;
  const moment = (): Moment => randomMoment(random);
  const folder = 'usb/Links';
  const nested = Array.from({ length: nestingDepth }, (_, depth) => `level ${String(depth + 1).padStart(2, '0')}`).join('/');
  const contract = text(random, 'laptop/Users/kamran/Documents/contract final.txt', 'english');
  const secret = text(random, 'laptop/Users/ayesha/Documents/private notes.txt', 'urdu');
  const entries: PlannedEntry[] = [
    { ...secret, mode: 0o000 },
    contract,
    { kind: 'hard-link', path: 'laptop/Users/kamran/Desktop/contract.txt', existing: contract.path },
    { kind: 'hard-link', path: 'usb/Office/contract (same file).txt', existing: contract.path },
    text(random, `usb/Deep/${nested}/at the bottom.txt`, 'roman-urdu'),
    { ...hosts(random), path: 'laptop/Windows/System32/drivers/etc/hosts' },
    empty('phone/WhatsApp/Media/.nomedia', moment()),
    empty('laptop/Users/kamran/Documents/empty.docx', moment()),
    empty('usb/empty', moment()),
    { kind: 'directory', path: 'phone/Pictures/Empty album', modifiedAt: moment() },
    text(random, `${folder}/target.txt`, 'english'),
    { kind: 'symlink', path: `${folder}/to a file`, target: 'target.txt', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/to a directory`, target: '../Names', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/to nothing`, target: 'there is no such file.txt', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/to the parent`, target: '..', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/out of the drive`, target: '/etc/hostname', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/up and out`, target: '../../../../../../../../etc/passwd', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/loop a`, target: 'loop b', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/loop b`, target: 'loop a', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/to itself`, target: 'to itself', modifiedAt: moment() },
    { kind: 'symlink', path: `${folder}/اردو نام`, target: '../../phone/اردو ہدف', modifiedAt: moment() },
    { kind: 'pipe', path: 'laptop/Users/kamran/AppData/Local/Temp/pipe', modifiedAt: moment() },
  ];
  if (sparseSize > 0) {
    entries.push({
      kind: 'sparse',
      path: 'laptop/Users/kamran/VirtualMachines/disk.img',
      size: sparseSize,
      lastBlock: random.bytes(Math.min(4096, sparseSize)),
      modifiedAt: moment(),
    });
  }
  return entries;
}

function hosts(random: RandomStream): PlannedFile {
  const content = Buffer.from(
    '# Copyright (c) 1993-2009 Microsoft Corp.\r\n127.0.0.1       localhost\r\n192.0.2.10      bank.example.pk\r\n',
  );
  return {
    kind: 'file',
    path: '',
    content,
    mediaType: 'text/plain',
    charset: 'us-ascii',
    modifiedAt: laterMoment(random, randomMoment(random), 3),
  };
}

function empty(path: string, modifiedAt: Moment): PlannedFile {
  return { kind: 'file', path, content: Buffer.alloc(0), mediaType: 'inode/x-empty', modifiedAt };
}
