/**
 * What came of one step of work on one item. Causes that lie in the evidence's bytes end here as a
 * recorded outcome; causes that lie in us or in the machine are thrown as an `EngineError`.
 */

/** Ordered from best to worst for the purpose of `worstStatus`. */
export const outcomeStatuses = ['not-applicable', 'done', 'skipped', 'partial', 'timed-out', 'failed'] as const;

export type OutcomeStatus = (typeof outcomeStatuses)[number];

/**
 * Outcome as it is stored and exported: a bare status, or `skipped(reason)` where the reason is a code
 * such as `symbolic-link`, `special-file`, `other-file-system`.
 */
export type Outcome = 'not-applicable' | 'done' | 'partial' | 'timed-out' | 'failed' | `skipped(${string})`;

/** Step name (`read`, `identify`, or an extractor's id) to its outcome. */
export type Outcomes = Record<string, Outcome>;

export type Severity = 'note' | 'warning';

/** A remark about the evidence that a reader of the case should see. */
export interface Observation {
  severity: Severity;
  /** Stable machine-readable code in kebab case, such as `changed-while-reading`. */
  code: string;
  /** One English sentence; evidence text inside it is already escaped. */
  message: string;
  /** The step that saw it: `read`, `identify` or an extractor's id. */
  step: string;
  /** Where in the item, such as `offset 512` or `IFD0`; absent when it concerns the whole item. */
  place?: string;
}

/** Returns the status part of an outcome: `skipped(symbolic-link)` gives `skipped`. */
export function statusOf(outcome: Outcome): OutcomeStatus {
  const parenthesis = outcome.indexOf('(');
  return (parenthesis < 0 ? outcome : outcome.slice(0, parenthesis)) as OutcomeStatus;
}

/** Returns the worst status among an item's outcomes; an item without outcomes counts as failed. */
export function worstStatus(outcomes: Outcomes): OutcomeStatus {
  let worst = -1;
  for (const outcome of Object.values(outcomes)) worst = Math.max(worst, outcomeStatuses.indexOf(statusOf(outcome)));
  return outcomeStatuses[worst] ?? 'failed';
}
