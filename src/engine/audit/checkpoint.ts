/**
 * Checkpoints of the audit log, C2SP tlog-checkpoint: how many entries there were, the Merkle root over
 * them and the hash of the last line, signed with the examiner's key. Each one is kept as a signed note,
 * and beside it as bare text and bare signature, so that openssl alone can verify it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../../model/error.ts';
import { toWriteError, writeDurably } from './durable-file.ts';
import type { SigningKey } from './keys.ts';
import { parseNote, signNote } from './signed-note.ts';

/** What a checkpoint states. */
export interface Checkpoint {
  /** 32 hexadecimal digits. */
  caseId: string;
  /** Number of entries covered. */
  size: number;
  /** RFC 6962 root over them, base64. */
  root: string;
  /** SHA-256 of the last line covered, with its newline, hexadecimal. */
  head: string;
  /** ISO 8601 UTC, by this machine's clock. */
  time: string;
}

/** The files of one checkpoint as found on the disk; null for one that is not there. */
export interface CheckpointFiles {
  /** The file names without extension: the size in twelve digits. */
  name: string;
  note: Buffer | null;
  text: Buffer | null;
  signature: Buffer | null;
}

const originPrefix = 'sabut.case/';
const sizeDigits = 12;
const readable = 0o644;
/** A checkpoint has some 400 bytes; a larger file is none and is not read. */
const maximumFileLength = 64 * 1024;

/** The text that is signed. */
export function checkpointText(checkpoint: Checkpoint): string {
  const { caseId, size, root, head, time } = checkpoint;
  return `${originPrefix}${caseId}\n${size}\n${root}\nhead ${head}\ntime ${time}\n`;
}

/** Reads a signed text back; null where it is not a checkpoint in exactly the form above. */
export function parseCheckpointText(text: string): Checkpoint | null {
  const match = /^sabut\.case\/([0-9a-f]{32})\n(0|[1-9]\d{0,11})\n([A-Za-z0-9+/]{43}=)\nhead ([0-9a-f]{64})\ntime (\S+)\n$/.exec(text);
  if (match === null) return null;
  const [, caseId, size, root, head, time] = match as unknown as [string, string, string, string, string, string];
  return { caseId, size: Number(size), root, head, time };
}

/**
 * Signs a checkpoint and writes its three files into `directory`, the note last: where the note is, the
 * others are. A checkpoint of the same log at the same size that is there already is left as it is.
 * Throws `integrity-failed` where one is there that states something else; `storage-full`.
 */
export function writeCheckpoint(request: {
  directory: string;
  caseId: string;
  size: number;
  /** 32 bytes. */
  root: Buffer;
  head: string;
  time: string;
  signingKey: SigningKey;
}): Checkpoint {
  const { directory, caseId, size, head, time, signingKey } = request;
  const checkpoint: Checkpoint = { caseId, size, root: request.root.toString('base64'), head, time };
  const text = checkpointText(checkpoint);
  if (parseCheckpointText(text) === null)
    throw new EngineError('internal', `A checkpoint cannot be written in this form: ${JSON.stringify(text)}.`);
  const name = String(size).padStart(sizeDigits, '0');
  const existing = readPart(directory, `${name}.note`);
  if (existing !== null) return sameOrThrow(existing, checkpoint);
  const { note, signature } = signNote(text, signingKey);
  try {
    writeDurably(join(directory, `${name}.txt`), Buffer.from(text, 'utf8'), { mode: readable, replace: true });
    writeDurably(join(directory, `${name}.sig`), signature, { mode: readable, replace: true });
    writeDurably(join(directory, `${name}.note`), Buffer.from(note, 'utf8'), { mode: readable, replace: true });
  } catch (thrown) {
    throw toWriteError(thrown, 'a checkpoint of the audit log', directory);
  }
  return checkpoint;
}

/**
 * The files of every checkpoint in `directory`, by size ascending, as they are: verifying them is
 * `verifyAuditLog`'s work. An absent directory has none.
 */
export function readCheckpoints(directory: string): CheckpointFiles[] {
  const names = new Set<string>();
  for (const entry of listDirectory(directory)) {
    const match = /^(.+)\.(?:note|txt|sig)$/.exec(entry);
    if (match !== null) names.add(match[1] as string);
  }
  return [...names].sort().map((name) => ({
    name,
    note: readPart(directory, `${name}.note`),
    text: readPart(directory, `${name}.txt`),
    signature: readPart(directory, `${name}.sig`),
  }));
}

/** How many entries the checkpoints in `directory` cover that were written to their end, ascending. */
export function checkpointSizes(directory: string): number[] {
  return listDirectory(directory)
    .filter((name) => /^\d{12}\.note$/.test(name))
    .map((name) => Number(name.slice(0, sizeDigits)))
    .sort((first, second) => first - second);
}

function sameOrThrow(existing: Buffer, checkpoint: Checkpoint): Checkpoint {
  const note = parseNote(existing.toString('utf8'));
  const found = note === null ? null : parseCheckpointText(note.text);
  if (found !== null && found.caseId === checkpoint.caseId && found.root === checkpoint.root && found.head === checkpoint.head)
    return found;
  throw new EngineError(
    'integrity-failed',
    `The case has a checkpoint of ${checkpoint.size} entries that states something else than the audit log does now. Verify the case before working on.`,
    { reason: 'checkpoint-contradicts-log', size: checkpoint.size },
  );
}

function listDirectory(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}

/** A file's bytes; empty, and so no checkpoint, where it is too long or not a file. */
function readPart(directory: string, name: string): Buffer | null {
  const path = join(directory, name);
  try {
    const status = statSync(path);
    return status.isFile() && status.size <= maximumFileLength ? readFileSync(path) : Buffer.alloc(0);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}
