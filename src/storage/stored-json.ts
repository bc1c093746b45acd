/** Reads JSON that the database keeps as text. */
import { EngineError } from '../model/error.ts';

/**
 * What a stored text says.
 * @throws EngineError `case-corrupt` where it is no JSON: Sabut wrote JSON, so the database was damaged or altered.
 */
export function parseStored<Value>(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (thrown) {
    throw new EngineError('case-corrupt', damagedCase, { reason: 'database-damaged' }, thrown);
  }
}

/** What is said of a database that is not as Sabut wrote it. */
export const damagedCase =
  'The case database is damaged and was not changed. Keep the directory as it is, and restore it from its copy or make the case again from the evidence.';
