/** What the process says to the shell. */
import type { EngineError } from '../model/error.ts';

export const exitCodes = {
  done: 0,
  /** Failed, or a verification found a fault. */
  failed: 1,
  /** Used wrongly. */
  usage: 2,
  /** Done, but some evidence could not be read. */
  someUnread: 3,
} as const;

/** A request that names the field at fault was typed wrongly; whatever else is refused depends on the state of the machine. */
export function exitCodeOf(error: EngineError): number {
  return error.code === 'invalid-request' && error.details['field'] !== undefined ? exitCodes.usage : exitCodes.failed;
}
