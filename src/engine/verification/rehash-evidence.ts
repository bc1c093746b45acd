/** Hashes the evidence again and compares it with the case, and the listing with the listing. */
import { createHash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { itemKinds } from '../../model/item.ts';
import { OpenFault, openEvidence } from '../../sources/folder/open-evidence.ts';
import { walkFolder } from '../../sources/folder/walk.ts';
import { sourceId } from '../../storage/item-reader.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { Finding, VerifyRequest } from './finding.ts';

const chunk = Buffer.allocUnsafeSlow(1024 * 1024);
/** Findings named one by one; the rest is counted. */
const namedLimit = 100;

/** Reads every file of every source again. A file that is gone, new or different is a fault of the evidence's integrity. */
export async function rehashEvidence(session: CaseSession, request: VerifyRequest): Promise<{ checked: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let unnamed = 0;
  const fault = (code: string, message: string) => {
    if (findings.length < namedLimit) findings.push({ severity: 'fault', code, message });
    else unnamed += 1;
  };
  let checked = 0;
  let bytes = 0;
  const stored = session.reader.prepare(
    'SELECT kind, size, sha256, link_target AS linkTarget FROM item WHERE source = ? AND path = ? AND kind <> 4',
  );
  for (const source of session.tables.sourceRecords()) {
    let seen = 0;
    for (const entry of walkSource(source.path, source.crossFileSystems)) {
      if (request.signal.aborted) throw new EngineError('cancelled', 'The verification was cancelled. Nothing was changed.');
      if (entry.fault !== null && entry.kind === 'directory' && entry.stat === null) continue;
      const shown = `${sourceId(source.id)}/${displayRawName(entry.path).text}`;
      const row = stored.get(source.id, entry.path) as
        | { kind: number; size: number | null; sha256: Buffer | null; linkTarget: Buffer | null }
        | undefined;
      if (row === undefined) {
        fault('evidence-added', `${shown} is in the evidence now, but was not when the case was made.`);
        continue;
      }
      seen += 1;
      if (itemKinds[row.kind] !== entry.kind)
        fault('evidence-changed', `${shown} was a ${itemKinds[row.kind]} and is a ${entry.kind} now.`);
      else if (entry.kind === 'symlink' && !(row.linkTarget?.equals(entry.linkTarget ?? Buffer.alloc(0)) ?? false))
        fault('evidence-changed', `${shown} points elsewhere than it did.`);
      else if (entry.kind === 'file' && row.sha256 !== null) {
        const found = digestOf(source.path, entry.path);
        checked += 1;
        bytes += row.size ?? 0;
        if (found instanceof OpenFault)
          fault('evidence-unreadable', `${shown} could be read when the case was made, and cannot be read now (${found.code}).`);
        else if (!found.equals(row.sha256)) fault('evidence-changed', `${shown} has another content than when the case was made.`);
        if (checked % 64 === 0) {
          request.onProgress({
            phase: 'verifying',
            items: checked,
            totalItems: null,
            bytes,
            totalBytes: null,
            rate: 0,
            remaining: null,
            path: shown,
            failures: findings.length,
            state: 'running',
          });
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
    }
    const expected = (
      session.reader.prepare('SELECT count(*) AS count FROM item WHERE source = ? AND kind <> 4').get(source.id) as { count: number }
    ).count;
    if (seen < expected)
      fault('evidence-removed', `${expected - seen} names of ${sourceId(source.id)} that the case holds are not in the evidence any more.`);
  }
  if (unnamed > 0)
    findings.push({ severity: 'fault', code: 'more-differences', message: `${unnamed} more differences are not named here.` });
  return { checked, findings };
}

function* walkSource(root: Buffer, crossFileSystems: boolean) {
  try {
    yield* walkFolder(root, { crossFileSystems });
  } catch (thrown) {
    const path = displayRawName(root).text;
    throw new EngineError(
      'source-unavailable',
      `The evidence at ${path} is not there. Connect it at the same place and verify again.`,
      { path },
      thrown,
    );
  }
}

function digestOf(root: Buffer, path: Buffer): Buffer | OpenFault {
  let descriptor: number;
  try {
    descriptor = openEvidence(root, path).descriptor;
  } catch (thrown) {
    if (thrown instanceof OpenFault) return thrown;
    throw thrown;
  }
  try {
    const sum = createHash('sha256');
    for (;;) {
      const count = readSync(descriptor, chunk, 0, chunk.length, null);
      if (count === 0) return sum.digest();
      sum.update(chunk.subarray(0, count));
    }
  } catch (thrown) {
    return new OpenFault((thrown as NodeJS.ErrnoException).code ?? 'EIO', 'could not be read');
  } finally {
    closeSync(descriptor);
  }
}
