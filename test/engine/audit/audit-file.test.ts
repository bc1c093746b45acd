import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditFile } from '../../../src/engine/audit/audit-file.ts';
import { leafHash, rootOf } from '../../../src/engine/audit/merkle.ts';
import { sampleLines, scratchDirectory } from './sample-log.ts';

const { lines, heads } = sampleLines(12);
const rows = (from: number, to: number) => lines.slice(from - 1, to).map((line, index) => ({ sequence: from + index, line }));
const text = (to: number) =>
  lines
    .slice(0, to)
    .map((line) => `${line}\n`)
    .join('');
const integrityFailed = (message: RegExp) => expect.objectContaining({ code: 'integrity-failed', message: expect.stringMatching(message) });

function logWith(content: string | Buffer): string {
  const path = join(scratchDirectory(), 'audit.ndjson');
  writeFileSync(path, content);
  return path;
}

describe('AuditFile', () => {
  it('is made for its owner only, takes lines, and knows head and root without reading again', async () => {
    const path = join(scratchDirectory(), 'audit.ndjson');
    const file = await AuditFile.open(path, { create: true });
    expect(file.head).toEqual(heads[0]);
    file.append(lines.slice(0, 5));
    file.append([]);
    file.append(lines.slice(5, 7));
    expect(file.head).toEqual(heads[7]);
    expect(file.root()).toEqual(rootOf(lines.slice(0, 7).map((line) => leafHash(Buffer.from(line)))));
    file.close();
    file.close();
    expect(readFileSync(path, 'utf8')).toBe(text(7));
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);

    const again = await AuditFile.open(path);
    expect(again.head).toEqual(heads[7]);
    expect(again.root()).toEqual(file.root());
    again.append(lines.slice(7));
    expect(again.head).toEqual(heads[12]);
    again.close();
  });

  it('neither replaces a log nor does without one', async () => {
    const path = logWith(text(3));
    await expect(AuditFile.open(path, { create: true })).rejects.toMatchObject({ code: 'conflict' });
    await expect(AuditFile.open(`${path}.gone`)).rejects.toMatchObject({ code: 'integrity-failed' });
    expect(readFileSync(path, 'utf8')).toBe(text(3));
  });

  it('refuses lines that do not follow, and writes none of them', async () => {
    const path = logWith(text(3));
    const file = await AuditFile.open(path);
    expect(() => file.append([lines[3] as string, lines[5] as string])).toThrow(integrityFailed(/entry 5 does not follow/));
    expect(file.head).toEqual(heads[3]);
    file.append([lines[3] as string]);
    file.close();
    expect(readFileSync(path, 'utf8')).toBe(text(4));
  });

  it('does not open a log whose middle was edited', async () => {
    await expect(AuditFile.open(logWith(text(5).replace('"items":250', '"items":251')))).rejects.toThrow(
      integrityFailed(/entry 2 does not follow/),
    );
  });

  it('notices another program writing to the log, and refuses further work', async () => {
    const path = logWith(text(3));
    const file = await AuditFile.open(path);
    appendFileSync(path, 'x');
    expect(() => file.append([lines[3] as string])).toThrow(integrityFailed(/another program wrote to it/));
    expect(() => file.append([lines[3] as string])).toThrow(expect.objectContaining({ code: 'internal' }));
    file.close();
  });
});

describe('reconcile', () => {
  it.each<[string, string, ReturnType<typeof rows>, { appended: number; completedLine: boolean }]>([
    ['nothing is waiting', text(12), [], { appended: 0, completedLine: false }],
    ['everything waiting was written already', text(12), rows(9, 12), { appended: 0, completedLine: false }],
    ['nothing of what is waiting was written', text(8), rows(9, 12), { appended: 4, completedLine: false }],
    ['a part of it was written', text(10), rows(9, 12), { appended: 2, completedLine: false }],
    ['the file is empty', '', rows(1, 12), { appended: 12, completedLine: false }],
    ['a line was begun', text(10) + lines[10]?.slice(0, 40), rows(9, 12), { appended: 2, completedLine: true }],
    ['a line lacks only its newline', text(10) + lines[10], rows(11, 12), { appended: 2, completedLine: true }],
    ['the last line lacks its newline', text(11) + lines[11], rows(12, 12), { appended: 1, completedLine: true }],
    [
      'a begun line was padded with zeros',
      `${text(10) + lines[10]?.slice(0, 40)}${'\0'.repeat(300)}`,
      rows(9, 12),
      { appended: 2, completedLine: true },
    ],
    ['only zeros follow', `${text(10)}${'\0'.repeat(5000)}`, rows(9, 12), { appended: 2, completedLine: true }],
  ])('where %s', async (_, content, outbox, expected) => {
    const path = logWith(content);
    const file = await AuditFile.open(path);
    expect(file.reconcile(outbox, heads[12])).toEqual(expected);
    expect(file.head).toEqual(heads[12]);
    file.close();
    expect(readFileSync(path, 'utf8')).toBe(text(12));
  });

  it('completes a line that was torn at any byte', async () => {
    const path = join(scratchDirectory(), 'audit.ndjson');
    const whole = Buffer.from(text(4), 'utf8');
    for (let length = Buffer.byteLength(text(2)); length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      const file = await AuditFile.open(path);
      file.reconcile(rows(2, 4), heads[4]);
      file.close();
      expect(readFileSync(path).equals(whole)).toBe(true);
    }
  });

  const fork = sampleLines(12, 1).lines;
  it.each<[string, string, { sequence: number; line: string }[], RegExp]>([
    [
      'the file lacks entries that no longer wait',
      text(7),
      rows(9, 12),
      /ends with entry 7, but the oldest entry still waiting to be written is 9/,
    ],
    ['the file has entries that the outbox does not know', text(12), rows(9, 11), /has 12 entries, but the case database knows only 11/],
    [
      'the file has another last line',
      fork
        .slice(0, 10)
        .map((line) => `${line}\n`)
        .join(''),
      rows(9, 12),
      /Entry 10 of the audit log is not the one/,
    ],
    [
      'the file has another line before the first that waits',
      fork
        .slice(0, 8)
        .map((line) => `${line}\n`)
        .join(''),
      rows(9, 12),
      /Entry 8 of the audit log is not the one/,
    ],
    [
      'a row was altered',
      text(8),
      rows(9, 12).map((row) => ({ ...row, line: row.line.replace('"items":250', '"items":9') })),
      /case database holds an audit entry that was altered/,
    ],
    ['a row is missing in the middle', text(8), [...rows(9, 10), ...rows(12, 12)], /case database holds an audit entry that was altered/],
    ['a begun line is another one', `${text(10)}{"action":"x`, rows(9, 12), /not the beginning of the entry/],
    ['a begun line is waited for by nobody', `${text(12)}{"act`, [], /not the beginning of the entry/],
    ['the database ends elsewhere', text(10), [], /ends with entry 10 .* but the case database with entry 12/],
  ])('fails where %s, and writes nothing', async (_, content, outbox, message) => {
    const path = logWith(content);
    const file = await AuditFile.open(path);
    expect(() => file.reconcile(outbox, heads[12])).toThrow(integrityFailed(message));
    file.close();
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('must come before new lines where the last one is incomplete', async () => {
    const path = logWith(text(4));
    truncateSync(path, Buffer.byteLength(text(4)) - 1);
    const file = await AuditFile.open(path);
    expect(file.head).toEqual(heads[3]);
    expect(() => file.append([lines[3] as string])).toThrow(/must be reconciled/);
    file.reconcile(rows(4, 4));
    file.append([lines[4] as string]);
    expect(file.head).toEqual(heads[5]);
    file.close();
  });
});
