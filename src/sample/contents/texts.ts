/** Plain text, saved web pages, mail and mailboxes. */
import { type Attachment, type Message, writeMailbox, writeMessage } from '../formats/mail.ts';
import { escapeMarkup } from '../formats/markup.ts';
import { asWindows1256 } from '../formats/windows-1256.ts';
import { civilTime, laterMoment, type Moment, padded, pakistanOffsetMinutes, randomMoment } from '../moment.ts';
import { type Language, prose, randomLanguage, sentence, title } from '../phrases.ts';
import { owner, people } from '../places.ts';
import type { FileRequest, PlannedFile } from '../planned-entry.ts';
import type { RandomStream } from '../random.ts';

const folders = ['laptop/Users/kamran/Documents/Notes', 'laptop/Users/kamran/Desktop', 'phone/Documents', 'usb/Notes'];

/** Notes: mostly UTF-8, some UTF-16 as Windows Notepad saved it, some in the old Arabic code page. */
export function note(request: FileRequest): PlannedFile {
  const { random } = request;
  const encoding = request.index % 12 === 5 ? 'utf-16le' : request.index % 12 === 8 ? 'windows-1256' : 'utf-8';
  const language: Language = encoding === 'windows-1256' ? 'urdu' : randomLanguage(random);
  const writtenAt = randomMoment(random);
  const text = `${title(random, language)}\n\n${prose(random, language, writtenAt, random.integer(200, 9000))}\n`;
  const { content, charset } = encoded(text, encoding);
  return {
    kind: 'file',
    path: `${random.pick(folders)}/${title(random, language)} ${padded(request.index + 1, 4)}.txt`,
    content,
    mediaType: 'text/plain',
    charset,
    modifiedAt: writtenAt,
  };
}

function encoded(text: string, encoding: 'utf-8' | 'utf-16le' | 'windows-1256'): { content: Buffer; charset: string } {
  const lines = text.replaceAll('\n', '\r\n');
  if (encoding === 'utf-16le') return { content: Buffer.from(`\ufeff${lines}`, 'utf16le'), charset: encoding };
  if (encoding === 'windows-1256') return { content: asWindows1256(lines).bytes, charset: encoding };
  const content = Buffer.from(text, 'utf8');
  return { content, charset: content.length === text.length ? 'us-ascii' : 'utf-8' };
}

/** An exported chat as WhatsApp writes it on Android: `01/09/2023, 21:14 - Name: text`. */
export function chatExport(request: FileRequest): PlannedFile {
  const { random } = request;
  const partner = random.pick(people);
  let moment = randomMoment(random);
  const lines: string[] = [];
  for (let count = random.integer(20, 160); count > 0; count--) {
    moment = laterMoment(random, moment, 1);
    const speaker = random.chance(0.5) ? owner : partner;
    lines.push(
      `${chatTime(moment)} - ${speaker.english}: ${sentence(random, random.pick(['roman-urdu', 'roman-urdu', 'urdu', 'english']), moment)}`,
    );
  }
  const content = Buffer.from(`${lines.join('\n')}\n`);
  return {
    kind: 'file',
    path: `phone/Download/WhatsApp Chat with ${partner.english} ${padded(request.index + 1, 3)}.txt`,
    content,
    mediaType: 'text/plain',
    charset: content.every((byte) => byte < 0x80) ? 'us-ascii' : 'utf-8',
    modifiedAt: moment,
  };
}

function chatTime(moment: Moment): string {
  const time = civilTime(moment, pakistanOffsetMinutes);
  return `${padded(time.day)}/${padded(time.month)}/${time.year}, ${padded(time.hour)}:${padded(time.minute)}`;
}

/** A saved page. */
export function webPage(request: FileRequest): PlannedFile {
  const { random } = request;
  const language = randomLanguage(random);
  const savedAt = randomMoment(random);
  const heading = title(random, language);
  const paragraphs = prose(random, language, savedAt, random.integer(600, 12_000)).split('\n\n');
  const urdu = language === 'urdu';
  const page = `<!DOCTYPE html>
<html lang="${urdu ? 'ur' : 'en'}" dir="${urdu ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><title>${escapeMarkup(heading)}</title>
<link rel="canonical" href="https://www.example.pk/article/${random.integer(1000, 99_999)}"></head>
<body><h1>${escapeMarkup(heading)}</h1>
${paragraphs.map((paragraph) => `<p>${escapeMarkup(paragraph)}</p>`).join('\n')}
</body></html>
`;
  const content = Buffer.from(page);
  return {
    kind: 'file',
    path: `laptop/Users/kamran/Downloads/Saved pages/${heading} ${padded(request.index + 1, 4)}.html`,
    content,
    mediaType: 'text/html',
    charset: content.length === page.length ? 'us-ascii' : 'utf-8',
    modifiedAt: savedAt,
  };
}

function describeMessage(random: RandomStream, sentAt: Moment, attachments: readonly Attachment[]): Message {
  const language = randomLanguage(random);
  const sender = random.pick(people);
  return {
    from: { name: random.chance(0.4) ? sender.urdu : sender.english, address: `${sender.account}@example.pk` },
    to: { name: owner.english, address: 'kamran@example.net' },
    subject: title(random, language),
    sentAt: Math.floor(sentAt),
    identifier: random.hexadecimal(24),
    body: prose(random, language, sentAt, random.integer(120, 2500)),
    attachments,
  };
}

/** One message; a third with a picture, some with a text. */
export function mailMessage(request: FileRequest): PlannedFile {
  const { random, pool } = request;
  const sentAt = randomMoment(random);
  const attachments: Attachment[] = [];
  if (request.index % 3 === 0)
    attachments.push({ name: 'receipt.jpg', mediaType: 'image/jpeg', content: random.pick(pool.photographs).thumbnail });
  if (request.index % 5 === 0)
    attachments.push({ name: 'details.txt', mediaType: 'text/plain', content: Buffer.from(prose(random, 'english', sentAt, 300)) });
  return {
    kind: 'file',
    path: `laptop/Users/kamran/Documents/Mail/${padded(request.index + 1, 5)}.eml`,
    content: writeMessage(describeMessage(random, sentAt, attachments)),
    mediaType: 'message/rfc822',
    charset: 'us-ascii',
    modifiedAt: laterMoment(random, sentAt, 1),
  };
}

/** A mail program's folder. */
export function mailbox(request: FileRequest): PlannedFile {
  const { random } = request;
  let sentAt = randomMoment(random);
  const messages = Array.from({ length: random.integer(3, 25) }, () => {
    sentAt = laterMoment(random, sentAt, 20);
    return describeMessage(random, sentAt, []);
  });
  return {
    kind: 'file',
    path: `laptop/Users/kamran/AppData/Roaming/Thunderbird/Profiles/x7k2.default/Mail/Local Folders/Archive-${padded(request.index + 1, 3)}.mbox`,
    content: writeMailbox(messages),
    mediaType: 'application/mbox',
    charset: 'us-ascii',
    modifiedAt: laterMoment(random, sentAt, 1),
  };
}
