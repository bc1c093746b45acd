/**
 * Custody out of the audit log: what happened to one item from the moment its source was added, and what happened to the case
 * as a whole. Lines that cannot be decoded are left out: the verification names them.
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { sourceId } from '../../storage/item-reader.ts';
import type { CaseSession } from '../case/case-session.ts';
import { namedLimit } from '../review/changes.ts';
import type { AuditEntry } from './chain.ts';
import { readCheckpoints } from './checkpoint.ts';
import { fingerprintOf, keyNameOf, readPublicKeys } from './keys.ts';
import { readLogLines } from './log-lines.ts';
import { parseNote, verifiedSignature } from './signed-note.ts';

/** Entries of review that are shown of one item, newest kept; those of its acquisition come on top. */
const reviewLimit = 200;

type ShownEntry = Omit<AuditEntry, 'prev'>;

const shown = ({ sequence, time, actor, action, details }: AuditEntry): ShownEntry => ({ sequence, time, actor, action, details });

/** The action of a line, without decoding the line: canonical JSON has it first. */
function actionOf(text: string): string {
  return /^\{"action":"([a-z-]+)"/.exec(text)?.[1] ?? '';
}

async function* decoded(
  directory: string,
  wanted: (action: string, text: string) => boolean,
): AsyncGenerator<AuditEntry & { head: string }> {
  for await (const lines of readLogLines(join(directory, 'audit.ndjson'))) {
    for (const line of lines) {
      const text = line.toString('utf8');
      if (!wanted(actionOf(text), text)) continue;
      try {
        yield { ...(JSON.parse(text) as AuditEntry), head: hash('sha256', line, 'hex') };
      } catch {
        // A damaged line is a finding of the verification, not of this list.
      }
    }
  }
}

/** What tells how evidence was taken in, checked and given out: of one item as of the case as a whole. */
const intakeActions = [
  'source-added',
  'run-started',
  'run-resumed',
  'run-completed',
  'run-paused',
  'run-cancelled',
  'run-interrupted',
  'manifest-made',
  'case-verified',
  'exhibits-exported',
];

/** What the acquisition of an item may have left in the log. */
const acquisitionActions = new Set([...intakeActions, 'items-recorded']);

/** What tells the custody of a case: how it came about, what was taken in, what left it, and how it was checked. */
const caseActions = new Set([...intakeActions, 'case-created', 'case-described', 'manifest-changed', 'report-written']);

/**
 * Everything in the log that concerns an item, newest first: its source, the runs and batches that listed and read it, the
 * manifests that hold it, verifications that hashed the evidence again, exports of it as an exhibit, and changes of review,
 * also those of so many items at once that the log names them by a digest alone (as far back as the history of changes goes).
 */
export async function itemCustody(session: CaseSession, number: number, id: string): Promise<ShownEntry[]> {
  const row = session.connection
    .prepare('SELECT source, listed_batch AS listed, processed_batch AS processed FROM item WHERE id = ?')
    .get(number) as {
    source: number;
    listed: number | null;
    processed: number | null;
  };
  const source = sourceId(row.source);
  const changes = new Set(session.review.bulkChangesOf(number, namedLimit));
  const exhibit = session.review.exhibits().find(({ item }) => item === number)?.number;
  const runs = new Map<number, ShownEntry[]>();
  const acquisition: ShownEntry[] = [];
  const review: ShownEntry[] = [];
  const concerned = new Set<number>();
  let sources = 0;
  const wanted = (action: string, text: string): boolean => {
    if (acquisitionActions.has(action) || text.includes(id)) return true;
    const change = changes.size > 0 ? /"change":(\d+)/.exec(text)?.[1] : undefined;
    return change !== undefined && changes.has(Number(change));
  };
  for await (const entry of decoded(session.directory, wanted)) {
    const { action, details } = entry;
    if (action === 'source-added') {
      sources += 1;
      if (sources === row.source) acquisition.push(shown(entry));
    } else if (action === 'items-recorded') {
      const batch = Number(details['batch']);
      if (batch !== row.listed && batch !== row.processed) continue;
      concerned.add(Number(details['run']));
      acquisition.push(shown(entry));
    } else if (action.startsWith('run-')) {
      const run = Number(details['run']);
      runs.set(run, [...(runs.get(run) ?? []), shown(entry)]);
    } else if (action === 'manifest-made') {
      if (details['source'] === source) acquisition.push(shown(entry));
    } else if (action === 'case-verified') {
      if (details['evidence'] === 'hashed again') acquisition.push(shown(entry));
    } else if (action === 'exhibits-exported') {
      const numbers = details['numbers'];
      if (exhibit !== undefined && Array.isArray(numbers) && numbers.includes(exhibit)) acquisition.push(shown(entry));
    } else review.push(shown(entry));
  }
  for (const run of concerned) acquisition.push(...(runs.get(run) ?? []));
  return [...acquisition, ...review.slice(-reviewLimit)].sort((first, second) => second.sequence - first.sequence);
}

/** Someone who acted in a case. */
export interface ActingExaminer {
  name: string;
  entries: number;
  /** ISO 8601 UTC. */
  firstAt: string;
  lastAt: string;
  /** Of the public key with which a checkpoint of the case was signed in this name; null where there is none that holds. */
  keyFingerprint: string | null;
}

/** Who acted in a case, first come first, and its custody, oldest first, each entry with the head of the log after it. */
export async function caseCustody(directory: string): Promise<{ examiners: ActingExaminer[]; events: (ShownEntry & { head: string })[] }> {
  const fingerprints = signingFingerprints(directory);
  const examiners = new Map<string, ActingExaminer>();
  const events: (ShownEntry & { head: string })[] = [];
  for await (const entry of decoded(directory, () => true)) {
    const known = examiners.get(entry.actor);
    if (known === undefined)
      examiners.set(entry.actor, {
        name: entry.actor,
        entries: 1,
        firstAt: entry.time,
        lastAt: entry.time,
        keyFingerprint: fingerprints.get(keyNameOf(entry.actor)) ?? null,
      });
    else {
      known.entries += 1;
      known.lastAt = entry.time;
    }
    if (caseActions.has(entry.action)) events.push({ ...shown(entry), head: entry.head });
  }
  return { examiners: [...examiners.values()], events };
}

/** Fingerprints of the keys whose signatures on checkpoints hold, by the name of the key. */
function signingFingerprints(directory: string): Map<string, string> {
  const keys = readPublicKeys(join(directory, 'keys')).map(({ publicKey }) => publicKey);
  const found = new Map<string, string>();
  for (const { note } of readCheckpoints(join(directory, 'checkpoints'))) {
    const parsed = note === null ? null : parseNote(note.toString('utf8'));
    if (parsed === null || parsed.signatures.every(({ keyName }) => found.has(keyName))) continue;
    const verified = verifiedSignature(parsed, keys);
    if (verified !== null) found.set(verified.signature.keyName, fingerprintOf(verified.publicKey));
  }
  return found;
}
