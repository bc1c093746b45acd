/** What a verification is asked and what it answers. */
import type { Progress } from '../../contract/schemas.ts';

export interface Finding {
  severity: 'fault' | 'note';
  code: string;
  message: string;
}

/** Takes a fault in: its code and a sentence. */
export type Fault = (code: string, message: string) => void;

export interface VerifyRequest {
  evidence: boolean;
  /** A head that was printed earlier, to be found again. */
  printedHead?: string | undefined;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}
