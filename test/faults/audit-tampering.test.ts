/** What an attacker can do to an audit log, tried out in full on a small one: nothing may pass unseen that the design says is seen. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditFile } from '../../src/engine/audit/audit-file.ts';
import { emptyHead, sealEntry } from '../../src/engine/audit/chain.ts';
import { type AuditVerification, verifyAuditLog } from '../../src/engine/audit/verify-log.ts';
import { checkpointAt, sampleCase, sampleCaseId, sampleKey } from '../engine/audit/sample-log.ts';
import { isCampaign } from './campaign.ts';

const entries = 60;
const checkpoints = [20, 45, 60];
const script = join(import.meta.dirname, '../../resources/verify/verify-case.sh');
const toolsOfScript = ['dash', 'openssl', 'sha256sum', 'awk'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

const codes = (verification: AuditVerification) => verification.findings.map((finding) => finding.code);
const logOf = (directory: string) => join(directory, 'audit.ndjson');

/** Puts every variant in the log's place and answers which of them the verifier held to be sound. */
async function undetected(
  directory: string,
  variants: Iterable<[string, Buffer]>,
  request: object = {},
): Promise<{ tried: number; missed: string[] }> {
  const missed: string[] = [];
  let tried = 0;
  for (const [name, bytes] of variants) {
    writeFileSync(logOf(directory), bytes);
    tried += 1;
    if ((await verifyAuditLog({ directory, ...request })).sound) missed.push(name);
  }
  return { tried, missed };
}

function* byteFlips(original: Buffer, from = 0): Generator<[string, Buffer]> {
  for (let offset = from; offset < original.length; offset += 1) {
    const bytes = Buffer.from(original);
    // One bit of every byte; which one changes from byte to byte.
    bytes[offset] = (bytes[offset] as number) ^ (1 << ((offset * 5 + (offset >> 3)) % 8));
    yield [`byte ${offset}`, bytes];
  }
}

function* lineChanges(lines: readonly string[]): Generator<[string, Buffer]> {
  const join = (changed: readonly string[]) => Buffer.from(changed.map((line) => `${line}\n`).join(''), 'utf8');
  for (let index = 0; index < lines.length; index += 1) {
    yield [`line ${index + 1} deleted`, join(lines.toSpliced(index, 1))];
    yield [`line ${index + 1} doubled`, join(lines.toSpliced(index, 0, lines[index] as string))];
    if (index > 0)
      yield [
        `lines ${index} and ${index + 1} swapped`,
        join(lines.toSpliced(index - 1, 2, lines[index] as string, lines[index - 1] as string)),
      ];
  }
}

/** Cuts a case back to `size` entries together with all later checkpoints: what the case alone cannot show. */
function cutBack(directory: string, lines: readonly string[], size: number): void {
  writeFileSync(
    logOf(directory),
    lines
      .slice(0, size)
      .map((line) => `${line}\n`)
      .join(''),
  );
  for (const file of readdirSync(join(directory, 'checkpoints')))
    if (Number(file.split('.')[0]) > size) rmSync(join(directory, 'checkpoints', file));
}

describe('a changed audit log', () => {
  it('is sound as long as nothing is changed', async () => {
    const { directory, heads } = await sampleCase(entries, checkpoints);
    const verification = await verifyAuditLog({
      directory,
      caseId: sampleCaseId,
      databaseHead: heads[entries]!,
      anchor: { sequence: 45, head: heads[45]!.hash.toUpperCase() },
    });
    expect(verification).toMatchObject({
      sound: true,
      findings: [],
      entries,
      head: heads[entries]?.hash,
      checkpointsVerified: 3,
      signedEntries: entries,
      anchored: true,
    });
    expect(verification.limits).toHaveLength(2);
    expect(verification.keyFingerprints).toHaveLength(1);
  });

  it('shows every byte flip, with nothing but the checkpoints to compare with', { timeout: 240_000 }, async () => {
    // The work grows with the square of the lines; after 21, their forms come round again.
    const size = isCampaign() ? entries : 21;
    const { directory } = await sampleCase(size, [size]);
    const original = readFileSync(logOf(directory));
    const { tried, missed } = await undetected(directory, byteFlips(original));
    expect(missed).toEqual([]);
    expect(tried).toBe(original.length);
  });

  it('shows every byte flip in the last line, with nothing but the database to compare with', { timeout: 60_000 }, async () => {
    const { directory, lines, heads } = await sampleCase(entries, []);
    const original = readFileSync(logOf(directory));
    const lastLine = original.length - Buffer.byteLength(`${lines[entries - 1]}\n`);
    const { missed } = await undetected(directory, byteFlips(original, lastLine), { databaseHead: heads[entries] });
    expect(missed).toEqual([]);
  });

  it('shows every line deleted, doubled or swapped with its neighbour', { timeout: 60_000 }, async () => {
    const { directory, lines } = await sampleCase(entries, [entries]);
    const { tried, missed } = await undetected(directory, lineChanges(lines));
    expect(missed).toEqual([]);
    expect(tried).toBe(3 * entries - 1);
  });

  it('shows every byte flip in a checkpoint', { timeout: 60_000 }, async () => {
    const { directory } = await sampleCase(entries, checkpoints);
    const missed: string[] = [];
    for (const file of ['000000000045.note', '000000000045.txt', '000000000045.sig']) {
      const path = join(directory, 'checkpoints', file);
      const original = readFileSync(path);
      for (const [name, bytes] of byteFlips(original)) {
        writeFileSync(path, bytes);
        if ((await verifyAuditLog({ directory })).sound) missed.push(`${file} ${name}`);
      }
      writeFileSync(path, original);
    }
    expect(missed).toEqual([]);
  });

  it('names what it found', async () => {
    const { directory, lines, heads } = await sampleCase(entries, checkpoints);
    const cut = Buffer.from(
      lines
        .slice(0, 50)
        .map((line) => `${line}\n`)
        .join(''),
      'utf8',
    );
    writeFileSync(logOf(directory), cut);
    expect(codes(await verifyAuditLog({ directory }))).toEqual(['log-truncated', 'entries-not-signed']);
    writeFileSync(logOf(directory), cut.subarray(0, -1));
    expect(codes(await verifyAuditLog({ directory }))).toEqual(['line-incomplete', 'log-truncated', 'entries-not-signed']);
    rmSync(logOf(directory));
    expect(codes(await verifyAuditLog({ directory }))).toContain('log-missing');
    writeFileSync(logOf(directory), `${'x'.repeat(3_000_000)}\n`);
    expect(codes(await verifyAuditLog({ directory }))).toContain('line-too-long');
    writeFileSync(logOf(directory), 'x\n'.repeat(1000));
    const many = await verifyAuditLog({ directory });
    expect(many.findings.length).toBeLessThan(210);
    expect(codes(many)).toContain('findings-suppressed');
    rmSync(join(directory, 'keys/public.pem'));
    expect(codes(await verifyAuditLog({ directory, databaseHead: heads[entries]! }))).toContain('public-key-missing');
  });

  it('shows a checkpoint of another case and one that a stranger signed', async () => {
    const { directory } = await sampleCase(entries, checkpoints);
    expect(codes(await verifyAuditLog({ directory, caseId: 'f'.repeat(32) }))).toContain('checkpoint-of-other-case');
    for (const file of readdirSync(join(directory, 'checkpoints'))) rmSync(join(directory, 'checkpoints', file));
    const file = await AuditFile.open(logOf(directory));
    checkpointAt(directory, file, sampleKey(join(dirname(directory), 'stranger'), 99, 'Stranger'));
    file.close();
    expect(codes(await verifyAuditLog({ directory }))).toContain('signature-invalid');
  });

  it('warns of a checkpoint whose writing was interrupted, without calling it a fault', async () => {
    const { directory } = await sampleCase(entries, checkpoints);
    rmSync(join(directory, 'checkpoints/000000000020.note'));
    expect(await verifyAuditLog({ directory })).toMatchObject({
      sound: true,
      checkpointsVerified: 2,
      findings: [{ severity: 'warning', code: 'checkpoint-incomplete' }],
    });
  });
});

describe('what only the printed head shows', () => {
  it('truncation: at every length, with the later checkpoints removed', { timeout: 60_000 }, async () => {
    const { directory, lines, heads } = await sampleCase(entries, checkpoints);
    const printed = { sequence: entries, head: heads[entries]!.hash };
    for (let size = entries - 1; size >= 0; size -= 1) {
      cutBack(directory, lines, size);
      const alone = await verifyAuditLog({ directory });
      expect(alone.sound).toBe(true);
      expect(alone.limits[0]).toMatch(/No printed head/);
      expect(codes(await verifyAuditLog({ directory, anchor: printed }))).toContain('anchor-beyond-log');
      expect(codes(await verifyAuditLog({ directory, anchor: { head: printed.head } }))).toContain('anchor-not-found');
    }
  });

  it('rollback: the log is cut back to any length and goes on differently, signed with the same key', { timeout: 60_000 }, async () => {
    const { directory, lines, heads, signingKey } = await sampleCase(entries, checkpoints);
    const printed = { sequence: entries, head: heads[entries]!.hash };
    for (let size = entries - 1; size >= 0; size -= 3) {
      cutBack(directory, lines, size);
      const file = await AuditFile.open(logOf(directory));
      for (let head = file.head; head.sequence < entries + 5; head = file.head)
        file.append([sealEntry(head, { time: '2024-06-01T00:00:00.000Z', actor: 'engine', action: 'rewritten', details: {} }).line]);
      checkpointAt(directory, file, signingKey);
      file.close();
      expect((await verifyAuditLog({ directory })).sound).toBe(true);
      const verification = await verifyAuditLog({ directory, anchor: printed });
      expect(codes(verification)).toEqual(['anchor-differs']);
      expect(verification.anchored).toBe(false);
      expect(codes(await verifyAuditLog({ directory, anchor: { head: printed.head } }))).toEqual(['anchor-not-found']);
      rmSync(join(directory, 'checkpoints'), { recursive: true });
      mkdirSync(join(directory, 'checkpoints'));
    }
  });

  it('fork: the whole log is written anew with one entry changed, and every checkpoint signed anew', { timeout: 120_000 }, async () => {
    const { directory, lines, heads, signingKey } = await sampleCase(entries, []);
    const printed = { sequence: entries, head: heads[entries]!.hash };
    for (let changed = 0; changed < entries; changed += 7) {
      rmSync(join(directory, 'checkpoints'), { recursive: true });
      mkdirSync(join(directory, 'checkpoints'));
      let head = emptyHead;
      const forged = lines.map((line, index) => {
        const { time, actor, action, details } = JSON.parse(line);
        const sealed = sealEntry(head, { time, actor: index === changed ? 'somebody else' : actor, action, details });
        head = sealed.head;
        return sealed.line;
      });
      rmSync(logOf(directory));
      const file = await AuditFile.open(logOf(directory), { create: true });
      file.append(forged);
      checkpointAt(directory, file, signingKey);
      file.close();
      expect((await verifyAuditLog({ directory })).sound).toBe(true);
      expect(codes(await verifyAuditLog({ directory, anchor: printed }))).toEqual(['anchor-differs']);
      expect(codes(await verifyAuditLog({ directory, databaseHead: { sequence: entries, hash: printed.head } }))).toEqual([
        'database-head-differs',
      ]);
    }
  });
});

describe.skipIf(toolsOfScript.length > 0)(
  `the shell script agrees (skipped where a tool is absent: ${toolsOfScript.join(', ') || 'none is'})`,
  () => {
    function runScript(directory: string, ...further: string[]): { status: number | null; output: string } {
      const { status, stdout, stderr } = spawnSync('dash', [script, directory, ...further], { encoding: 'utf8' });
      return { status, output: stdout + stderr };
    }

    it('on logs of every small size and shape of tree', { timeout: 120_000 }, async () => {
      const sizes = [0, 1, 8, 13];
      for (const size of sizes) {
        const { directory, heads } = await sampleCase(
          size,
          Array.from({ length: size }, (_, index) => index + 1),
        );
        const { status, output } = runScript(directory, '--head', heads[size]!.hash);
        expect(output).not.toContain('FAULT');
        expect(output).toContain(`HEAD   ${size} entries, ${heads[size]?.hash}`);
        expect(output.match(/^OK {5}checkpoint/gm) ?? []).toHaveLength(size);
        expect(status).toBe(0);
      }
    });

    it('on tampered cases', { timeout: 240_000 }, async () => {
      const { directory, lines, heads } = await sampleCase(entries, checkpoints);
      const original = readFileSync(logOf(directory));
      const text = original.toString('utf8');
      const inCheckpoint = (name: string, change: (bytes: Buffer) => Buffer) => (copy: string) => {
        const path = join(copy, 'checkpoints', name);
        writeFileSync(path, change(readFileSync(path)));
      };
      const log = (content: string | Buffer) => (copy: string) => writeFileSync(logOf(copy), content);
      const flipped = (bytes: Buffer, offset: number) => Buffer.from(bytes.map((byte, index) => (index === offset ? byte ^ 4 : byte)));
      const tamperings: Record<string, (copy: string) => void> = {
        'nothing changed': () => {},
        'a byte in the middle': log(flipped(original, 5000)),
        'a byte in the last line': log(flipped(original, original.length - 100)),
        'a zero byte': log(Buffer.from(original.map((byte, index) => (index === 7000 ? 0 : byte)))),
        'the last newline': log(original.subarray(0, -1)),
        'a line deleted': log(text.replace(`${lines[30]}\n`, '')),
        'two lines swapped': log(text.replace(`${lines[30]}\n${lines[31]}\n`, `${lines[31]}\n${lines[30]}\n`)),
        'a line doubled': log(text.replace(`${lines[30]}\n`, `${lines[30]}\n${lines[30]}\n`)),
        'the end cut off': log(text.slice(0, text.indexOf(lines[50] as string))),
        'everything cut off': log(''),
        'the log removed': (copy) => rmSync(logOf(copy)),
        'a checkpoint text changed': inCheckpoint('000000000045.txt', (bytes) => flipped(bytes, 60)),
        'a signature changed': inCheckpoint('000000000045.sig', (bytes) => flipped(bytes, 60)),
        "a note's text changed": inCheckpoint('000000000045.note', (bytes) => flipped(bytes, 60)),
        "a note's signature changed": inCheckpoint('000000000045.note', (bytes) => flipped(bytes, bytes.length - 30)),
        "a note's key name changed": inCheckpoint('000000000045.note', (bytes) =>
          Buffer.from(bytes.toString('utf8').replace('ayesha', 'ayasha')),
        ),
        'a checkpoint renamed': (copy) => {
          for (const part of ['note', 'txt', 'sig'])
            copyFileSync(join(copy, `checkpoints/000000000045.${part}`), join(copy, `checkpoints/000000000044.${part}`));
        },
        'a note removed': (copy) => rmSync(join(copy, 'checkpoints/000000000045.note')),
        'a signature removed': (copy) => rmSync(join(copy, 'checkpoints/000000000045.sig')),
        'the key removed': (copy) => rmSync(join(copy, 'keys/public.pem')),
        'cut back with its checkpoints': (copy) => cutBack(copy, lines, 45),
      };
      const anchors = { none: undefined, 'the last line': heads[entries]!.hash, 'line 30': heads[30]!.hash };
      for (const [index, [name, tamper]] of Object.entries(tamperings).entries()) {
        const copy = join(dirname(directory), `copy ${index} of the case.sabut`);
        cpSync(directory, copy, { recursive: true });
        tamper(copy);
        for (const [printed, anchor] of Object.entries(anchors)) {
          // Where a fault is found anyway, the printed head adds nothing to compare.
          if (anchor !== undefined && !['nothing changed', 'a note removed', 'cut back with its checkpoints'].includes(name)) continue;
          const verification = await verifyAuditLog({ directory: copy, ...(anchor === undefined ? {} : { anchor: { head: anchor } }) });
          const { status, output } = runScript(copy, ...(anchor === undefined ? [] : ['--head', anchor]));
          const expected = { name, printed, sound: verification.sound, faultless: verification.sound };
          expect({ name, printed, sound: status === 0, faultless: !output.includes('FAULT') }).toEqual(expected);
          expect(output).toContain(`HEAD   ${verification.entries} entries, ${verification.head}`);
        }
      }
    });

    it('and refuses a wrong call', async () => {
      const { directory } = await sampleCase(1, [1]);
      expect(runScript(join(directory, 'absent')).status).toBe(2);
      expect(runScript(directory, '--head', 'xyz').status).toBe(2);
      expect(runScript(directory, '--head').status).toBe(2);
    });
  },
);
