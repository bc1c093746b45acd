/** Verifies a case's audit log and checkpoints, and says what such a verification cannot see. */

import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { type ChainHead, checkLine, emptyHead } from './chain.ts';
import { type Checkpoint, type CheckpointFiles, parseCheckpointText, readCheckpoints } from './checkpoint.ts';
import { fingerprintOf, readPublicKeys } from './keys.ts';
import { readLogLines } from './log-lines.ts';
import { CompactRange, leafHash } from './merkle.ts';
import { parseNote, verifiedSignature } from './signed-note.ts';

export interface AuditFinding {
  /** `fault`: the log is not sound. `warning`: something to look at. `note`: a remark. */
  severity: 'fault' | 'warning' | 'note';
  /** Stable, kebab case, such as `chain-broken`. */
  code: string;
  /** One English sentence. */
  message: string;
  /** Number of the line, or size of the checkpoint, that it is about. */
  sequence?: number;
}

export interface AuditVerification {
  /** True when there is no fault. */
  sound: boolean;
  findings: AuditFinding[];
  /** Whole lines in the log. */
  entries: number;
  /** SHA-256 of the last whole line with its newline; 64 zeros for an empty log. */
  head: string;
  /** RFC 6962 root over the lines, base64. */
  root: string;
  /** Checkpoints whose signature, root and head all hold. */
  checkpointsVerified: number;
  /** Entries covered by the largest of these; 0 where there is none. */
  signedEntries: number;
  /** Fingerprints of the keys that signed them, to be compared with the printed one. */
  keyFingerprints: string[];
  /** Whether a head from outside the case was found in the log. */
  anchored: boolean;
  /** What this verification could not have noticed, one English sentence each. */
  limits: string[];
}

/** A head that was kept outside the case: printed on a report, or noted down. */
export interface PrintedHead {
  /** Number of entries as printed beside it; where it is not known, the head may be that of any line. */
  sequence?: number;
  /** 64 hexadecimal digits; letter case and spaces make no difference. */
  head: string;
}

/** A log in which every line is wrong needs no finding for each. */
const maximumFindings = 200;
const newline = 0x0a;

/**
 * Checks every line (canonical form, chain, sequence), every checkpoint (signature, root and head at its
 * size), and, where they are given, that the log ends as the case database says and contains the printed
 * head. Faults are findings; throws only what the file system throws for a file that is there.
 */
export async function verifyAuditLog(request: {
  /** The case directory. */
  directory: string;
  /** The case's id as the database has it; checkpoints of another case are faults. */
  caseId?: string;
  anchor?: PrintedHead;
  databaseHead?: ChainHead;
}): Promise<AuditVerification> {
  const { directory, caseId, anchor, databaseHead } = request;
  const findings = new FindingList();
  const publicKeys = readPublicKeys(join(directory, 'keys')).map((key) => key.publicKey);
  const signed = readCheckpoints(join(directory, 'checkpoints'))
    .map((files) => openCheckpoint(files, publicKeys, findings))
    .filter((checkpoint) => checkpoint !== null);
  const log = await walkLog(join(directory, 'audit.ndjson'), new Set(signed.map((one) => one.checkpoint.size)), anchor, findings);
  const sound = signed.filter((one) => holds(one.checkpoint, log, caseId ?? signed[0]?.checkpoint.caseId, findings));
  const signedEntries = Math.max(0, ...sound.map((one) => one.checkpoint.size));

  if (databaseHead !== undefined) compareDatabase(databaseHead, log, findings);
  if (anchor !== undefined) compareAnchor(anchor, log, findings);
  if (log.entries > 0 && signed.length === 0) findings.add('warning', 'no-checkpoint', 'The log has no signed checkpoint.');
  else if (signedEntries < log.entries)
    findings.add(
      'note',
      'entries-not-signed',
      `Entries ${signedEntries + 1} to ${log.entries} come after the last checkpoint that holds and are not signed.`,
      signedEntries + 1,
    );

  const anchored = log.anchorLine !== null && (anchor?.sequence ?? log.anchorLine) === log.anchorLine;
  return {
    sound: !findings.hasFault,
    findings: findings.list(),
    entries: log.entries,
    head: log.head.hash,
    root: log.root,
    checkpointsVerified: sound.length,
    signedEntries,
    keyFingerprints: [...new Set(sound.map((one) => fingerprintOf(one.publicKey)))],
    anchored,
    limits: limitsOf({
      entries: log.entries,
      signedEntries,
      anchorLine: anchored ? log.anchorLine : null,
      databaseKnown: databaseHead !== undefined,
    }),
  };
}

class FindingList {
  readonly #findings: AuditFinding[] = [];
  #suppressed = 0;
  hasFault = false;

  add(severity: AuditFinding['severity'], code: string, message: string, sequence?: number): void {
    if (severity === 'fault') this.hasFault = true;
    if (this.#findings.length >= maximumFindings) this.#suppressed += 1;
    else this.#findings.push({ severity, code, message, ...(sequence === undefined ? {} : { sequence }) });
  }

  list(): AuditFinding[] {
    if (this.#suppressed === 0) return this.#findings;
    return [
      ...this.#findings,
      { severity: 'note', code: 'findings-suppressed', message: `${this.#suppressed} more findings are not listed.` },
    ];
  }
}

interface SignedCheckpoint {
  checkpoint: Checkpoint;
  publicKey: KeyObject;
}

/** Takes a checkpoint's files apart and checks that they agree and that the signature holds. */
function openCheckpoint(files: CheckpointFiles, publicKeys: readonly KeyObject[], findings: FindingList): SignedCheckpoint | null {
  const fault = (code: string, message: string): null => {
    findings.add('fault', code, `Checkpoint ${files.name} ${message}.`);
    return null;
  };
  if (files.note === null) {
    // The note is written last, so that a crash leaves its companions without it.
    findings.add(
      'warning',
      'checkpoint-incomplete',
      `Checkpoint ${files.name} has no .note file: its writing was interrupted, or the file was removed.`,
    );
    return null;
  }
  const note = parseNote(files.note.toString('utf8'));
  if (note === null || !Buffer.from(files.note.toString('utf8'), 'utf8').equals(files.note))
    return fault('checkpoint-malformed', 'is not a signed note');
  const checkpoint = parseCheckpointText(note.text);
  if (checkpoint === null || String(checkpoint.size).padStart(12, '0') !== files.name)
    return fault('checkpoint-malformed', 'does not hold a checkpoint of the size in its name');
  if (publicKeys.length === 0) return fault('public-key-missing', 'cannot be verified: the case holds no Ed25519 public key');
  const verified = verifiedSignature(note, publicKeys);
  if (verified === null) return fault('signature-invalid', "is not signed by a key in the case's keys folder");
  if (files.text === null || !files.text.equals(Buffer.from(note.text, 'utf8')))
    return fault('checkpoint-differs', 'has a .txt file that is not the text of its note');
  if (files.signature === null || !files.signature.equals(verified.signature.signature))
    return fault('checkpoint-differs', 'has a .sig file that is not the signature of its note');
  return { checkpoint, publicKey: verified.publicKey };
}

/** What one pass over the log finds. */
interface WalkedLog {
  entries: number;
  head: ChainHead;
  root: string;
  /** Root and head at the sizes that were asked for. */
  states: Map<number, { root: string; head: string }>;
  /** Number of the line with the anchor's head; null where no line has it. */
  anchorLine: number | null;
  /** Hash of the line at the anchor's sequence; null where the log is shorter or none was given. */
  hashAtAnchor: string | null;
}

async function walkLog(
  path: string,
  sizes: ReadonlySet<number>,
  anchor: PrintedHead | undefined,
  findings: FindingList,
): Promise<WalkedLog> {
  const range = new CompactRange();
  const anchorHead = anchor === undefined ? null : normalHead(anchor.head);
  const log: WalkedLog = { entries: 0, head: emptyHead, root: '', states: new Map(), anchorLine: null, hashAtAnchor: null };
  const look = (): void => {
    if (sizes.has(log.entries)) log.states.set(log.entries, { root: range.root().toString('base64'), head: log.head.hash });
    if (log.entries === anchor?.sequence) log.hashAtAnchor = log.head.hash;
    if (log.head.hash === anchorHead) log.anchorLine = log.entries;
  };
  const take = (bytes: Buffer): void => {
    const number = log.entries + 1;
    const check = checkLine(log.head, bytes);
    for (const fault of check.faults) findings.add('fault', fault.code, `Line ${number} ${fault.message}.`, number);
    if (bytes[bytes.length - 1] !== newline) return;
    range.append(leafHash(bytes.subarray(0, -1)));
    log.entries = number;
    log.head = check.head;
    look();
  };
  look();
  try {
    for await (const lines of readLogLines(path)) for (const bytes of lines) take(bytes);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
    findings.add('fault', 'log-missing', 'The audit log (audit.ndjson) is missing.');
  }
  log.root = range.root().toString('base64');
  return log;
}

/** Whether the log is at the checkpoint's size as the checkpoint says. */
function holds(checkpoint: Checkpoint, log: WalkedLog, caseId: string | undefined, findings: FindingList): boolean {
  const { size } = checkpoint;
  if (checkpoint.caseId !== caseId) {
    findings.add('fault', 'checkpoint-of-other-case', `The checkpoint of ${size} entries belongs to case ${checkpoint.caseId}.`, size);
    return false;
  }
  const state = log.states.get(size);
  if (state === undefined) {
    findings.add(
      'fault',
      'log-truncated',
      `The log has ${log.entries} entries, but a checkpoint signs ${size}: the end of the log was cut off.`,
      size,
    );
    return false;
  }
  if (state.head !== checkpoint.head)
    findings.add('fault', 'checkpoint-head-differs', `Line ${size} is not the one that the checkpoint of ${size} entries signs.`, size);
  if (state.root !== checkpoint.root)
    findings.add(
      'fault',
      'checkpoint-root-differs',
      `The first ${size} lines are not those that the checkpoint of ${size} entries signs.`,
      size,
    );
  return state.head === checkpoint.head && state.root === checkpoint.root;
}

function compareDatabase(database: ChainHead, log: WalkedLog, findings: FindingList): void {
  if (database.sequence === log.entries && database.hash === log.head.hash) return;
  findings.add(
    'fault',
    'database-head-differs',
    `The log has ${log.entries} entries and ends with ${log.head.hash}; the case database has ${database.sequence} and ends with ${database.hash}.`,
  );
}

function compareAnchor(anchor: PrintedHead, log: WalkedLog, findings: FindingList): void {
  const head = normalHead(anchor.head);
  if (anchor.sequence === undefined) {
    if (log.anchorLine === null)
      findings.add(
        'fault',
        'anchor-not-found',
        `No line of the log has the printed head ${head}: the log was cut off before that line, or rewritten.`,
      );
  } else if (anchor.sequence > log.entries) {
    findings.add(
      'fault',
      'anchor-beyond-log',
      `The printed head is that of ${anchor.sequence} entries, but the log has only ${log.entries}: its end was cut off.`,
      anchor.sequence,
    );
  } else if (log.hashAtAnchor !== head) {
    findings.add(
      'fault',
      'anchor-differs',
      `Line ${anchor.sequence} is not the one whose hash was printed: the log was rewritten at or before that line.`,
      anchor.sequence,
    );
  }
}

function normalHead(head: string): string {
  return head.replace(/\s+/g, '').toLowerCase();
}

function limitsOf(known: { entries: number; signedEntries: number; anchorLine: number | null; databaseKnown: boolean }): string[] {
  const { entries, signedEntries, anchorLine, databaseKnown } = known;
  const limits: string[] = [];
  if (anchorLine === null)
    limits.push(
      'No printed head from outside the case was found in the log. Without one, nobody can tell from the case alone that its log was not cut back together with its later checkpoints, replaced by an older copy of the case, or rewritten and signed anew by the holder of the private key.',
    );
  else if (anchorLine < entries)
    limits.push(
      `The printed head covers entries 1 to ${anchorLine}. Entries ${anchorLine + 1} to ${entries} could have been rewritten by the holder of the private key.`,
    );
  if (signedEntries < entries && !databaseKnown && anchorLine !== entries)
    limits.push(
      `Entries after ${Math.max(signedEntries, anchorLine ?? 0)} are not covered by a signature: whoever can write to the case could have rewritten or removed them.`,
    );
  limits.push("The entries' times are those of the examiner's machine; the chain proves their order, not that its clock was right.");
  return limits;
}
