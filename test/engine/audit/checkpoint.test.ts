import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditFile } from '../../../src/engine/audit/audit-file.ts';
import { checkpointText, parseCheckpointText, readCheckpoints } from '../../../src/engine/audit/checkpoint.ts';
import { checkpointAt, sampleCase, sampleCaseId, sampleKey, scratchDirectory } from './sample-log.ts';

const opensslIsThere = spawnSync('openssl', ['version']).status === 0;

describe('checkpoints', () => {
  it('are a signed note, its text and its signature, in the form of C2SP tlog-checkpoint', async () => {
    const { directory, heads, signingKey } = await sampleCase(5, [5]);
    expect(readdirSync(join(directory, 'checkpoints')).sort()).toEqual(['000000000005.note', '000000000005.sig', '000000000005.txt']);
    const [files] = readCheckpoints(join(directory, 'checkpoints'));
    const lines = files?.note?.toString('utf8').split('\n');
    expect(lines?.slice(0, 2)).toEqual([`sabut.case/${sampleCaseId}`, '5']);
    expect(lines?.slice(3, 6)).toEqual([`head ${heads[5]?.hash}`, 'time 2024-05-01T12:00:00.000Z', '']);
    expect(lines?.[6]).toMatch(new RegExp(`^— ${signingKey.name} [A-Za-z0-9+/]+=*$`));
    expect(files?.note?.toString('utf8').startsWith(`${files.text?.toString('utf8')}\n`)).toBe(true);
    expect(files?.signature).toHaveLength(64);
  });

  it.skipIf(!opensslIsThere)('are verified by openssl (skipped where openssl is absent)', async () => {
    const { directory } = await sampleCase(5, [5]);
    const verify = () =>
      spawnSync(
        'openssl',
        [
          'pkeyutl',
          '-verify',
          '-pubin',
          '-inkey',
          'keys/public.pem',
          '-rawin',
          '-in',
          'checkpoints/000000000005.txt',
          '-sigfile',
          'checkpoints/000000000005.sig',
        ],
        {
          cwd: directory,
          encoding: 'utf8',
        },
      );
    expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('Signature Verified Successfully') });
    const path = join(directory, 'checkpoints/000000000005.txt');
    writeFileSync(path, readFileSync(path, 'utf8').replace('\n5\n', '\n4\n'));
    expect(verify().status).not.toBe(0);
  });

  it('are not signed twice at one size, whoever signs', async () => {
    const { directory } = await sampleCase(5, [5]);
    const before = readFileSync(join(directory, 'checkpoints/000000000005.note'), 'utf8');
    const file = await AuditFile.open(join(directory, 'audit.ndjson'));
    checkpointAt(directory, file, sampleKey(scratchDirectory(), 9, 'Bilal'));
    expect(readFileSync(join(directory, 'checkpoints/000000000005.note'), 'utf8')).toBe(before);
    file.close();
  });

  it('are completed where a crash left some of the files', async () => {
    const { directory, signingKey } = await sampleCase(5, [5]);
    const path = join(directory, 'checkpoints/000000000005.note');
    const before = readFileSync(path, 'utf8');
    rmSync(path);
    const file = await AuditFile.open(join(directory, 'audit.ndjson'));
    checkpointAt(directory, file, signingKey);
    expect(readFileSync(path, 'utf8')).toBe(before);
    file.close();
  });

  it('are not replaced by one that says something else', async () => {
    const { directory, signingKey } = await sampleCase(5, [5]);
    const other = await sampleCase(6, []);
    const file = await AuditFile.open(join(other.directory, 'audit.ndjson'));
    checkpointAt(other.directory, file, signingKey);
    file.close();
    writeFileSync(join(directory, 'checkpoints/000000000006.note'), readFileSync(join(directory, 'checkpoints/000000000005.note')));
    const again = await AuditFile.open(join(directory, 'audit.ndjson'));
    again.append([other.lines[5] as string]);
    expect(() => checkpointAt(directory, again, signingKey)).toThrow(expect.objectContaining({ code: 'integrity-failed' }));
    again.close();
  });

  it('have one text form only', () => {
    const checkpoint = {
      caseId: sampleCaseId,
      size: 12,
      root: `${'A'.repeat(43)}=`,
      head: 'f'.repeat(64),
      time: '2024-05-01T12:00:00.000Z',
    };
    const text = checkpointText(checkpoint);
    expect(parseCheckpointText(text)).toEqual(checkpoint);
    for (const wrong of [
      text.slice(0, -1),
      `${text}\n`,
      text.replace('\n12\n', '\n012\n'),
      text.replace('head ', 'head  '),
      text.replace('f', 'F'),
      ` ${text}`,
    ])
      expect(parseCheckpointText(wrong)).toBeNull();
  });
});
