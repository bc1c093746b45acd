/** A case and what was done in it, in the form in which it is shown, reported and sent across a process boundary. */
import type { ProfileName } from './profile.ts';
import type { Volume } from './volume.ts';

/** What the examiner says about the case; only `name` is compulsory. */
export interface CaseHeader {
  /** The case directory's name without `.sabut`, unless the examiner gave another. */
  name: string;
  caseNumber: string | null;
  examiner: string | null;
  agency: string | null;
  /** The agency's unit, such as a cybercrime circle. */
  circle: string | null;
  /** Legal authority and its scope (warrant number, court, what may be searched). */
  authority: string | null;
  /** Sections of law, as typed. */
  sections: string | null;
  /** IANA name of the zone in which local times are shown beside UTC. */
  timeZone: string;
  /** ISO 8601 UTC. */
  createdAt: string;
  /** Random identifier of the case, 32 hexadecimal digits. */
  caseId: string;
}

export interface EvidenceSourceSummary {
  /** `S1`, `S2` … in the order of addition. */
  id: string;
  kind: 'folder';
  /** Absolute path at acquisition, display form. */
  path: string;
  /** Hexadecimal of the path's bytes where they are not UTF-8. */
  pathRaw: string | null;
  /** Last part of the path, or what the examiner called it. */
  label: string;
  addedAt: string;
  /** File system type (`ext4`, `vfat` …) and whether it was mounted read-only, as the operating system says. */
  fileSystem: string | null;
  mountedReadOnly: boolean | null;
  /** The file systems that it spans, that of its root first. */
  volumes: Volume[];
  /** SHA-256 over the source's sorted manifest lines; null until a run over it has completed. See docs/verify.md. */
  manifestSha256: string | null;
  items: number;
  bytes: number;
}

export type RunState = 'running' | 'paused' | 'cancelled' | 'complete' | 'interrupted';

export interface ProcessingRun {
  id: number;
  profile: ProfileName;
  state: RunState;
  startedAt: string;
  endedAt: string | null;
  workers: number;
  /** How workers were confined: `bubblewrap` (no network, read-only view), `process` (separate process only). */
  isolation: string;
  /** Product, Node.js, SQLite and library versions; extractor ids with versions. */
  tools: Record<string, string>;
  sources: string[];
}

/** How one step fared over all items. */
export interface StepCoverage {
  step: string;
  /** Count by outcome text, such as `done`, `skipped(symbolic-link)`. */
  outcomes: Record<string, number>;
}

export interface Coverage {
  items: number;
  bytes: number;
  /** Items by the worst outcome among their steps; `pending` counts items not processed yet. */
  byStatus: Record<string, number>;
  steps: StepCoverage[];
  /** Count by observation code. */
  observations: Record<string, number>;
}

export interface AuditHead {
  /** Number of entries in the log. */
  entries: number;
  /** SHA-256 of the last line with its newline; 64 zeros for an empty log. */
  head: string;
  /** RFC 6962 Merkle root over the lines, base64. */
  root: string;
  /** SHA-256 of the public key's DER form, first 16 hexadecimal digits in groups of four. */
  keyFingerprint: string | null;
}

export interface CaseInfo {
  directory: string;
  schemaVersion: number;
  header: CaseHeader;
  sources: EvidenceSourceSummary[];
  runs: ProcessingRun[];
  coverage: Coverage;
  /** Whether evidence is still to be listed or read: then `run.resume` goes on, whatever the last run was called. */
  unfinished: boolean;
  audit: AuditHead;
}
