/** Hashes the evidence again and compares it with the case, and the listing with the listing. */
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, readSync } from 'node:fs';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { itemKinds } from '../../model/item.ts';
import { fromUnixNanoseconds } from '../../model/timestamp.ts';
import type { SystemTimeRule } from '../../model/volume.ts';
import { OpenFault, openEvidence } from '../../sources/folder/open-evidence.ts';
import { joinPath, walkFolder } from '../../sources/folder/walk.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import { sourceId } from '../../storage/item-reader.ts';
import { ItemTimeRules } from '../../storage/volumes.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { Finding, VerifyRequest } from './finding.ts';

const chunk = Buffer.allocUnsafeSlow(1024 * 1024);
/** Findings named one by one; the rest is counted. */
const namedLimit = 100;

/** Reads every file of every source again. What is gone, new, different or of another time is a fault of the evidence's integrity. */
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
    'SELECT kind, size, sha256, link_target AS linkTarget, CAST(modified AS TEXT) AS modified, CAST(device AS TEXT) AS device FROM item WHERE source = ? AND path = ? AND kind <> 4',
  );
  const timeRules = new ItemTimeRules(session.reader);
  for (const source of session.tables.sourceRecords()) {
    let seen = 0;
    if (!source.listed)
      findings.push({
        severity: 'note',
        code: 'source-not-listed',
        message: `${sourceId(source.id)} was not listed to its end, so files beyond that are not looked for; sabut ingest --resume completes it.`,
      });
    for (const entry of walkSource(source.path, source.crossFileSystems)) {
      if (request.signal.aborted) throw new EngineError('cancelled', 'The verification was cancelled. Nothing was changed.');
      if (entry.fault !== null && entry.kind === 'directory' && entry.stat === null) continue;
      const shown = `${sourceId(source.id)}/${displayRawName(entry.path).text}`;
      const row = stored.get(source.id, entry.path) as
        | {
            kind: number;
            size: number | null;
            sha256: Buffer | null;
            linkTarget: Buffer | null;
            modified: string | null;
            device: string | null;
          }
        | undefined;
      if (row === undefined) {
        if (source.listed) fault('evidence-added', `${shown} is in the evidence now, but was not when the case was made.`);
        continue;
      }
      seen += 1;
      if (row.modified !== null && entry.stat !== null && entry.stat.modified !== BigInt(row.modified)) {
        const { modified } = timeRules.of(BigInt(source.id), row.device === null ? null : BigInt(row.device));
        fault(
          'evidence-time-changed',
          `${shown} was last modified at ${shownTime(BigInt(row.modified), modified)} when the case was made; its file system now says ${shownTime(entry.stat.modified, modified)}.`,
        );
      }
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
    if (seen < expected) for (const message of removedNames(session, source)) fault('evidence-removed', message);
  }
  if (unnamed > 0)
    findings.push({ severity: 'fault', code: 'more-differences', message: `${unnamed} more differences are not named here.` });
  return { checked, findings };
}

/** Names of the case that are not in the evidence any more, one sentence each. */
function* removedNames(session: CaseSession, source: SourceRecord): Generator<string, void, undefined> {
  const rows = session.reader.prepare('SELECT path FROM item WHERE source = ? AND kind <> 4 ORDER BY path').iterate(source.id);
  for (const { path } of rows as IterableIterator<{ path: Buffer }>) {
    try {
      lstatSync(joinPath(source.path, path));
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code;
      const reason = code === 'ENOENT' || code === 'ENOTDIR' ? 'is not in the evidence any more' : `cannot be looked at any more (${code})`;
      yield `${sourceId(source.id)}/${displayRawName(path).text} was there when the case was made and ${reason}.`;
    }
  }
}

function shownTime(nanoseconds: bigint, rule: SystemTimeRule | null): string {
  return fromUnixNanoseconds(nanoseconds, rule ?? undefined).iso ?? `${nanoseconds} ns after 1970`;
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
