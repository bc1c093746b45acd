/** Archives, databases, programs, shortcuts, sound and film. */

import { mp3Truth, opusTruth, wavTruth, writeMp3, writeOpus, writeWav } from '../formats/audio.ts';
import { type ChatMessage, type Visit, writeBrowserHistory, writeMessageStore } from '../formats/databases.ts';
import { elfTruth, machOTruth, peTruth, writeElf, writeMachO, writePe } from '../formats/executables.ts';
import { type ShellLinkDescription, shellLinkTruth, writeShellLink } from '../formats/shell-link.ts';
import { type FilmDescription, filmTruth, writeFilm } from '../formats/video.ts';
import { type ArchiveMember, writeTarGz, writeZip } from '../formats/zip.ts';
import { compactDate, compactDateTime, laterMoment, padded, randomMoment } from '../moment.ts';
import { prose, randomLanguage, sentence, title } from '../phrases.ts';
import { applePhone, cameras, people, positionAlongRoute } from '../places.ts';
import type { FileRequest, PlannedFile } from '../planned-entry.ts';

/** ZIP and tar.gz in turn, with texts in both languages inside. */
export function archive(request: FileRequest): PlannedFile {
  const { random } = request;
  const packedAt = randomMoment(random);
  const members: ArchiveMember[] = Array.from({ length: random.integer(2, 9) }, (_, index) => {
    const language = randomLanguage(random);
    return {
      name: `backup/${title(random, language)} ${index + 1}.txt`,
      content: prose(random, language, packedAt, random.integer(100, 5000)),
      stored: random.chance(0.2),
    };
  });
  const zip = request.index % 2 === 0;
  return {
    kind: 'file',
    path: `usb/Backups/backup-${compactDate(packedAt)}-${padded(request.index + 1, 3)}.${zip ? 'zip' : 'tar.gz'}`,
    content: zip ? writeZip(members, packedAt) : writeTarGz(members, packedAt),
    mediaType: zip ? 'application/zip' : 'application/gzip',
    modifiedAt: laterMoment(random, packedAt, 1),
  };
}

const sites = [
  'https://www.dawn.com/',
  'https://jang.com.pk/',
  'https://www.olx.com.pk/item/',
  'https://www.pakwheels.com/used-cars/',
  'https://web.whatsapp.com/',
  'https://www.google.com/search?q=',
];

/** A browser's history and a messenger's store in turn. */
export function database(request: FileRequest): PlannedFile {
  const { random } = request;
  let moment = randomMoment(random);
  const advance = (): number => {
    moment = laterMoment(random, moment, 2);
    return moment;
  };
  const number = padded(request.index + 1, 3);
  if (request.index % 2 === 0) {
    const visits: Visit[] = Array.from({ length: random.integer(10, 80) }, () => ({
      address: `${random.pick(sites)}${random.hexadecimal(8)}`,
      title: title(random, randomLanguage(random)),
      visitedAt: advance(),
    }));
    const profile = request.index === 0 ? 'Default' : `Profile ${number}`;
    return {
      kind: 'file',
      path: `laptop/Users/kamran/AppData/Local/Google/Chrome/User Data/${profile}/History`,
      content: writeBrowserHistory(visits),
      mediaType: 'application/x-sqlite3',
      modifiedAt: moment,
    };
  }
  const messages: ChatMessage[] = Array.from({ length: random.integer(20, 150) }, () => ({
    from: `923000000${random.pick(['101', '102', '103', '104'])}`,
    text: sentence(random, random.pick(['roman-urdu', 'urdu']), moment),
    sentAt: advance(),
    fromOwner: random.chance(0.5),
  }));
  return {
    kind: 'file',
    path:
      request.index === 1
        ? 'phone/WhatsApp/Databases/msgstore.db'
        : `phone/WhatsApp/Databases/msgstore-${compactDate(moment)}.${number}.db`,
    content: writeMessageStore(messages),
    mediaType: 'application/x-sqlite3',
    modifiedAt: moment,
  };
}

/** Windows, Linux and macOS programs in turn; Windows twice as often. */
export function program(request: FileRequest): PlannedFile {
  const { random } = request;
  const compiledAt = Math.floor(randomMoment(random));
  const payload = random.bytes(random.integer(200, 6000));
  const modifiedAt = laterMoment(random, compiledAt, 60);
  const number = padded(request.index + 1, 3);
  switch (request.index % 4) {
    case 1:
      return {
        kind: 'file',
        path: `usb/tools/linux/collect-${number}`,
        content: writeElf(payload),
        mediaType: 'application/x-elf',
        modifiedAt,
        mode: 0o755,
        fields: { 'executable/headers': elfTruth() },
      };
    case 2: {
      const uuid = random.bytes(16);
      return {
        kind: 'file',
        path: `usb/tools/macos/Collect ${number}.app/Contents/MacOS/Collect`,
        content: writeMachO(uuid, payload),
        mediaType: 'application/x-mach-binary',
        modifiedAt,
        mode: 0o755,
        fields: { 'executable/headers': machOTruth(uuid) },
      };
    }
    default: {
      const system = request.index % 4 === 0;
      return {
        kind: 'file',
        path: system ? `laptop/Windows/System32/sample-${number}.exe` : `laptop/Users/kamran/Downloads/setup-${number}.exe`,
        content: writePe(compiledAt, payload),
        mediaType: 'application/x-msdownload',
        modifiedAt,
        fields: { 'executable/headers': peTruth(compiledAt) },
      };
    }
  }
}

/** What was opened of late. */
export function shortcut(request: FileRequest): PlannedFile {
  const { random } = request;
  const targetCreatedAt = Math.floor(randomMoment(random));
  const targetModifiedAt = Math.floor(laterMoment(random, targetCreatedAt, 40));
  const name = `${random.pick(['Accounts', 'Rent agreement', 'Price list', 'setup', 'Loan application'])} ${padded(request.index + 1, 3)}`;
  const folder = random.pick(['C:\\Users\\kamran\\Documents', 'E:\\Office', 'C:\\Users\\kamran\\Downloads']);
  const link: ShellLinkDescription = {
    targetPath: `${folder}\\${name}.docx`,
    workingDirectory: folder,
    arguments: request.index % 3 === 0 ? '/r /q' : null,
    targetCreatedAt,
    targetModifiedAt,
    targetSize: random.integer(9000, 4_000_000),
    machineId: 'desktop-k4mr4n',
    driveSerialNumber: random.integer(1, 0x7fffffff),
    volumeIdentifier: random.bytes(16),
    fileIdentifier: versionFour(random.bytes(16)),
  };
  return {
    kind: 'file',
    path: `laptop/Users/kamran/AppData/Roaming/Microsoft/Windows/Recent/${name}.docx.lnk`,
    content: writeShellLink(link),
    mediaType: 'application/x-ms-shortcut',
    modifiedAt: laterMoment(random, targetModifiedAt, 20),
    fields: { 'system/link': shellLinkTruth(link) },
  };
}

/** Sets the version of a GUID to random, so that no network card's address can be read into it (RFC 9562 section 5.4). */
function versionFour(guid: Buffer): Buffer {
  guid[7] = ((guid[7] as number) & 0x0f) | 0x40;
  guid[8] = ((guid[8] as number) & 0x3f) | 0x80;
  return guid;
}

const songs = [
  { title: 'Sham ka manzar', artist: 'Nadia Chaudhry', album: 'Nai subah', genre: 'Pop' },
  { title: 'یاد آتی ہے', artist: 'ثنا مرزا', album: 'پہلی بارش', genre: 'Ghazal' },
  { title: 'دریا کنارے', artist: 'عمران سومرو', album: 'سندھو', genre: 'Folk' },
  { title: 'Highway N-5', artist: 'Zeeshan Afridi', album: 'Road songs', genre: 'Rock' },
] as const;

/** Songs, voice notes and call recordings. */
export function sound(request: FileRequest): PlannedFile {
  const { random } = request;
  const savedAt = randomMoment(random);
  const number = padded(request.index + 1, 4);
  if (request.index % 4 === 1) {
    const seconds = random.integer(1, 4);
    const partner = random.pick(people);
    return {
      kind: 'file',
      path: `phone/Recordings/Call/${compactDateTime(savedAt)}_${number}.wav`,
      content: writeWav(random, seconds, `Call with ${partner.english}`, partner.english),
      mediaType: 'audio/wav',
      modifiedAt: savedAt,
      fields: wavTruth(seconds, `Call with ${partner.english}`, partner.english),
    };
  }
  if (request.index % 4 === 3) {
    const seconds = random.integer(2, 40);
    const content = writeOpus(random, seconds);
    return {
      kind: 'file',
      path: `phone/WhatsApp/Media/WhatsApp Voice Notes/PTT-${compactDate(savedAt)}-WA${number}.opus`,
      content,
      mediaType: 'audio/ogg',
      modifiedAt: savedAt,
      fields: opusTruth(seconds, content.length),
    };
  }
  const song = { ...random.pick(songs), year: random.integer(1998, 2024) };
  const seconds = random.integer(2, 12);
  const version = request.index % 8 === 0 ? 3 : 4;
  return {
    kind: 'file',
    path: `phone/Music/${song.artist} - ${song.title} ${number}.mp3`,
    content: writeMp3(song, seconds, version),
    mediaType: 'audio/mpeg',
    modifiedAt: savedAt,
    fields: mp3Truth(song, seconds, version),
  };
}

/** Films of an Android telephone and of an iPhone in turn. */
export function film(request: FileRequest): PlannedFile {
  const { random } = request;
  const apple = request.index % 2 === 1;
  const createdAt = Math.floor(randomMoment(random));
  const position = positionAlongRoute(random, request.index / request.count);
  const camera = apple ? applePhone : (cameras[0] ?? applePhone);
  const description: FilmDescription = {
    style: apple ? 'apple' : 'android',
    make: camera.make,
    model: camera.model,
    software: camera.software,
    createdAt,
    latitude: position.latitude,
    longitude: position.longitude,
    altitude: position.altitude,
  };
  return {
    kind: 'file',
    path: apple
      ? `phone/DCIM/100APPLE/IMG_${padded(7000 + request.index, 4)}.MOV`
      : `phone/DCIM/Camera/VID_${compactDateTime(createdAt)}.mp4`,
    content: writeFilm(description),
    mediaType: apple ? 'video/quicktime' : 'video/mp4',
    modifiedAt: createdAt + 2,
    fields: { 'audio-video/container': filmTruth(description) },
  };
}
