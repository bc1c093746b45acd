/** A small case directory with an audit log, written by the code under test, the same at every run. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AuditFile } from '../../../src/engine/audit/audit-file.ts';
import { type ChainHead, emptyHead, sealEntry } from '../../../src/engine/audit/chain.ts';
import { writeCheckpoint } from '../../../src/engine/audit/checkpoint.ts';
import { loadOrCreateSigningKey, publishPublicKey, type SigningKey } from '../../../src/engine/audit/keys.ts';

export const sampleCaseId = '0123456789abcdef0123456789abcdef';

/** A directory that is removed when the test ends. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sabut-audit-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Sealed lines of a log, with names in Urdu and hostile texts among the details. */
export function sampleLines(count: number, salt = 0): { lines: string[]; heads: ChainHead[] } {
  let head = emptyHead;
  const lines: string[] = [];
  const heads = [head];
  for (let index = 1; index <= count; index += 1) {
    const sealed = sealEntry(head, {
      time: new Date(Date.UTC(2024, 4, 1) + index * 1000).toISOString(),
      actor: index % 3 === 0 ? 'عائشہ خان' : 'engine',
      action: index === 1 ? 'case-created' : 'batch-recorded',
      details: {
        items: 250 + salt,
        note: index % 7 === 0 ? '","prev":"x","sequence":1,"time":"' : '\u2028é\n',
        nested: [1, { two: 'ب' }],
      },
    });
    head = sealed.head;
    lines.push(sealed.line);
    heads.push(head);
  }
  return { lines, heads };
}

/** A key that is the same at every run. */
export function sampleKey(store: string, seed = 7, examinerName = 'Ayesha Khan'): SigningKey {
  return loadOrCreateSigningKey({ store, examinerName, randomSource: (size) => Buffer.alloc(size, seed) });
}

/** A case directory with a log of `count` entries and checkpoints at `sizes`. */
export async function sampleCase(
  count: number,
  sizes: readonly number[],
): Promise<{ directory: string; lines: string[]; heads: ChainHead[]; signingKey: SigningKey }> {
  const root = scratchDirectory();
  const directory = join(root, 'CASE.sabut');
  for (const name of ['checkpoints', 'keys']) mkdirSync(join(directory, name), { recursive: true });
  const signingKey = sampleKey(join(root, 'store'));
  publishPublicKey(join(directory, 'keys'), signingKey);
  const { lines, heads } = sampleLines(count);
  const file = await AuditFile.open(join(directory, 'audit.ndjson'), { create: true });
  for (let index = 0; index < count; index += 1) {
    file.append([lines[index] as string]);
    if (sizes.includes(index + 1)) checkpointAt(directory, file, signingKey);
  }
  file.close();
  return { directory, lines, heads, signingKey };
}

/** Signs the log as it stands. */
export function checkpointAt(directory: string, file: AuditFile, signingKey: SigningKey): void {
  writeCheckpoint({
    directory: join(directory, 'checkpoints'),
    caseId: sampleCaseId,
    size: file.head.sequence,
    root: file.root(),
    head: file.head.hash,
    time: '2024-05-01T12:00:00.000Z',
    signingKey,
  });
}
