/** Writes messages (RFC 5322, RFC 2045 to 2047) and mailboxes (RFC 4155). */
import { civilTime, type Moment, padded, pakistanOffsetMinutes } from '../moment.ts';

export interface Attachment {
  name: string;
  mediaType: string;
  content: Uint8Array;
}

export interface Message {
  from: { name: string; address: string };
  to: { name: string; address: string };
  subject: string;
  sentAt: Moment;
  identifier: string;
  body: string;
  attachments: readonly Attachment[];
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 5322 section 3.3 with Pakistan's offset. */
function dateText(moment: Moment): string {
  const time = civilTime(moment, pakistanOffsetMinutes);
  return `${weekdays[time.weekday]}, ${time.day} ${months[time.month - 1]} ${time.year} ${padded(time.hour)}:${padded(time.minute)}:${padded(time.second)} +0500`;
}

/** RFC 2047: words of at most 75 letters, whole characters in each. */
function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  let part = '';
  for (const letter of text) {
    if (Buffer.byteLength(part + letter) > 42) {
      words.push(part);
      part = '';
    }
    part += letter;
  }
  words.push(part);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

/** A whole message with CRLF line ends. */
export function writeMessage(message: Message): Buffer {
  const boundary = `----=_Part_${message.identifier.slice(0, 12)}`;
  const address = (party: Message['from']): string => `${encodedWords(party.name)} <${party.address}>`;
  const headers = [
    `Return-Path: <${message.from.address}>`,
    `Received: from mail.example.pk (mail.example.pk [192.0.2.25])\r\n\tby mx.example.net with ESMTPS id ${message.identifier.slice(0, 10)}\r\n\tfor <${message.to.address}>; ${dateText(message.sentAt + 4)}`,
    `From: ${address(message.from)}`,
    `To: ${address(message.to)}`,
    `Subject: ${encodedWords(message.subject)}`,
    `Date: ${dateText(message.sentAt)}`,
    `Message-ID: <${message.identifier}@mail.example.pk>`,
    'MIME-Version: 1.0',
  ];
  const text = `Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(Buffer.from(message.body))}`;
  if (message.attachments.length === 0) return Buffer.from(`${headers.join('\r\n')}\r\n${text}`);
  const parts = message.attachments.map(
    (attachment) =>
      `Content-Type: ${attachment.mediaType}; name="${attachment.name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${attachment.name}"\r\n\r\n${wrapped(attachment.content)}`,
  );
  const body = [text, ...parts].map((part) => `--${boundary}\r\n${part}`).join('');
  return Buffer.from(`${headers.join('\r\n')}\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`);
}

function wrapped(content: Uint8Array): string {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
  return `${text.match(/.{1,76}/g)?.join('\r\n') ?? ''}\r\n`;
}

/** Messages in a file, each behind its `From ` line, with LF line ends. */
export function writeMailbox(messages: readonly Message[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      const time = civilTime(message.sentAt, 0);
      const separator = `From ${message.from.address} ${weekdays[time.weekday]} ${months[time.month - 1]} ${String(time.day).padStart(2)} ${padded(time.hour)}:${padded(time.minute)}:${padded(time.second)} ${time.year}\n`;
      return [Buffer.from(separator), Buffer.from(`${writeMessage(message).toString('utf8').replaceAll('\r\n', '\n')}\n`)];
    }),
  );
}
