/** Faults of ours or of the machine. Faults of the evidence are outcomes, never errors. */

export const errorCodes = [
  'invalid-request',
  'not-found',
  'conflict',
  'cancelled',
  'case-locked',
  'case-from-newer-version',
  'case-corrupt',
  'source-unavailable',
  'source-changed',
  'integrity-failed',
  'storage-full',
  'unsupported',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The form in which an error crosses a process boundary. */
export interface ErrorRecord {
  code: ErrorCode;
  /** What happened, what is safe and what to do, in one or two plain English sentences. */
  message: string;
  /**
   * Values that translations and hosts may use; integers, strings and booleans only. `reason` says in a code what happened:
   * the interface has a sentence for each, into which the other values go by their names.
   */
  details: Record<string, string | number | boolean>;
}

/** The only error that the engine throws on purpose. */
export class EngineError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorRecord['details'];

  constructor(code: ErrorCode, message: string, details: ErrorRecord['details'] = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
    this.code = code;
    this.details = details;
  }
}

/** Flattens any thrown value; an unforeseen one becomes `internal` with its message. */
export function toErrorRecord(thrown: unknown): ErrorRecord {
  if (thrown instanceof EngineError) return { code: thrown.code, message: thrown.message, details: thrown.details };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message, details: {} };
}

/** Rebuilds an error that came over a channel. */
export function fromErrorRecord(record: ErrorRecord): EngineError {
  return new EngineError(record.code, record.message, record.details);
}
