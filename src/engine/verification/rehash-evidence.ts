/** Hashes the evidence again and compares it with the case, and the listing with the listing. */
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, readSync } from 'node:fs';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { itemKinds } from '../../model/item.ts';
import { fromUnixNanoseconds } from '../../model/timestamp.ts';
import type { SystemTimeRule } from '../../model/volume.ts';
import { OpenFault, openEvidence } from '../../sources/folder/open-evidence.ts';
import { joinPath, type WalkEntry, walkFolder } from '../../sources/folder/walk.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import { sourceId } from '../../storage/item-reader.ts';
import { ItemTimeRules } from '../../storage/volumes.ts';
import type { CaseSession } from '../case/case-session.ts';
import { presenceOf, reasonOf } from '../case/source-presence.ts';
import { jobProgress } from '../job-progress.ts';
import type { Finding, VerifyRequest } from './finding.ts';

const chunk = Buffer.allocUnsafeSlow(1024 * 1024);
/** Findings named one by one; the rest is counted. */
const namedLimit = 100;

/** Findings of one source; those beyond the limit of all sources are counted only. */
type Fault = (code: string, message: string) => void;

/** A file as the case has it. */
interface StoredRow {
  kind: number;
  size: number | null;
  sha256: Buffer | null;
  linkTarget: Buffer | null;
  /** When it was last changed when it was read, nanoseconds since 1970. */
  modified: string | null;
  device: string | null;
}

/**
 * Reads every file of every source again. What is gone, new, different or of another time is a fault of the evidence's
 * integrity; a source that is not connected is none, and is named: nothing can be said of it.
 * @throws EngineError `source-unavailable` where no source is connected, `cancelled`.
 */
export async function rehashEvidence(session: CaseSession, request: VerifyRequest): Promise<{ checked: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  const away: string[] = [];
  let unnamed = 0;
  const total = { checked: 0, bytes: 0 };
  const sources = session.tables.sourceRecords();
  for (const source of sources) {
    const before = { ...total };
    const own: Finding[] = [];
    let ownUnnamed = 0;
    const fault: Fault = (code, message) => {
      if (findings.length + own.length < namedLimit) own.push({ severity: 'fault', code, message });
      else ownUnnamed += 1;
    };
    // Looked at before and after: what differs on another medium at the same place says nothing of this one.
    let presence = presenceOf(source);
    if (presence.state === 'here') {
      await rehashSource(session, source, request, fault, total);
      presence = presenceOf(source);
    }
    if (presence.state === 'here') {
      findings.push(...own);
      unnamed += ownUnnamed;
      continue;
    }
    Object.assign(total, before);
    away.push(
      `${sourceId(source.id)} is not connected at ${displayRawName(source.path).text} (${reasonOf(presence)}), so none of its files was compared. Connect it there and verify again.`,
    );
  }
  if (away.length > 0 && away.length === sources.length)
    throw new EngineError('source-unavailable', away.join(' '), {
      reason: 'evidence-not-connected',
      path: sources.map(({ path }) => displayRawName(path).text).join(', '),
    });
  if (unnamed > 0)
    findings.push({ severity: 'fault', code: 'more-differences', message: `${unnamed} more differences are not named here.` });
  findings.push(...away.map((message): Finding => ({ severity: 'note', code: 'source-not-connected', message })));
  for (const { id, listed } of sources)
    if (!listed)
      findings.push({
        severity: 'note',
        code: 'source-not-listed',
        message: `${sourceId(id)} was not listed to its end, so files beyond that are not looked for; sabut ingest --resume completes it.`,
      });
  return { checked: total.checked, findings };
}

async function rehashSource(
  session: CaseSession,
  source: SourceRecord,
  request: VerifyRequest,
  fault: Fault,
  total: { checked: number; bytes: number },
): Promise<void> {
  // A file that had changed between listing and reading is compared with what was read.
  const stored = session.reader.prepare(
    `SELECT kind, size, sha256, link_target AS linkTarget, CAST(coalesce(read_modified, modified) AS TEXT) AS modified, CAST(device AS TEXT) AS device
     FROM item WHERE source = ? AND path = ? AND kind <> 4`,
  );
  const timeRules = new ItemTimeRules(session.reader);
  let seen = 0;
  let failures = 0;
  const counted: Fault = (code, message) => {
    failures += 1;
    fault(code, message);
  };
  for (const entry of walkSource(source)) {
    if (request.signal.aborted) throw new EngineError('cancelled', 'The verification was cancelled. Nothing was changed.');
    if (entry.fault !== null && entry.kind === 'directory' && entry.stat === null) continue;
    const shown = `${sourceId(source.id)}/${displayRawName(entry.path).text}`;
    const row = stored.get(source.id, entry.path) as StoredRow | undefined;
    if (row === undefined) {
      if (source.listed) counted('evidence-added', `${shown} is in the evidence now, but was not when the case was made.`);
      continue;
    }
    seen += 1;
    const { modified } = timeRules.of(BigInt(source.id), row.device === null ? null : BigInt(row.device));
    compareEntry(row, entry, shown, modified, counted);
    if (row.kind !== 0 || entry.kind !== 'file' || row.sha256 === null) continue;
    const found = digestOf(source.path, entry.path);
    total.checked += 1;
    total.bytes += row.size ?? 0;
    if (found instanceof OpenFault)
      counted('evidence-unreadable', `${shown} could be read when the case was made, and cannot be read now (${found.code}).`);
    else if (!found.equals(row.sha256)) counted('evidence-changed', `${shown} has another content than when the case was made.`);
    if (total.checked % 64 !== 0) continue;
    request.onProgress(jobProgress('verifying', total.checked, null, { bytes: total.bytes, path: shown, failures }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const expected = (
    session.reader.prepare('SELECT count(*) AS count FROM item WHERE source = ? AND kind <> 4').get(source.id) as { count: number }
  ).count;
  if (seen < expected) for (const message of removedNames(session, source)) fault('evidence-removed', message);
}

/** Compares all but the content. */
function compareEntry(row: StoredRow, entry: WalkEntry, shown: string, rule: SystemTimeRule | null, fault: Fault): void {
  if (row.modified !== null && entry.stat !== null && entry.stat.modified !== BigInt(row.modified))
    fault(
      'evidence-time-changed',
      `${shown} was last modified at ${shownTime(BigInt(row.modified), rule)} when the case was made; its file system now says ${shownTime(entry.stat.modified, rule)}.`,
    );
  if (itemKinds[row.kind] !== entry.kind) fault('evidence-changed', `${shown} was a ${itemKinds[row.kind]} and is a ${entry.kind} now.`);
  else if (entry.kind === 'symlink' && !(row.linkTarget?.equals(entry.linkTarget ?? Buffer.alloc(0)) ?? false))
    fault('evidence-changed', `${shown} points elsewhere than it did.`);
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

/** The tree as it is now. @throws EngineError `source-unavailable` where its root cannot be listed. */
function* walkSource({ path, crossFileSystems }: SourceRecord): Generator<WalkEntry, void, undefined> {
  try {
    yield* walkFolder(path, { crossFileSystems });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).syscall === undefined) throw thrown;
    throw new EngineError(
      'source-unavailable',
      `The evidence at ${displayRawName(path).text} no longer answers (${(thrown as NodeJS.ErrnoException).code}). Connect it at the same place and verify again.`,
      { reason: 'evidence-silent', code: (thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN', path: displayRawName(path).text },
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
