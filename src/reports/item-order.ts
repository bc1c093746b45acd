/** Orders that make exports of equal cases equal byte by byte. */
import type { Outcome, Outcomes } from '../model/outcome.ts';

/** The steps that every item goes through come first, in the order of the pipeline; extractors follow by id. */
const firstSteps = ['read', 'identify'];

function rank(step: string): number {
  const index = firstSteps.indexOf(step);
  return index < 0 ? firstSteps.length : index;
}

export function compareSteps(first: string, second: string): number {
  return rank(first) - rank(second) || (first < second ? -1 : first > second ? 1 : 0);
}

/** An item's outcomes in an order that does not depend on which step was recorded first. */
export function orderedOutcomes(outcomes: Outcomes): [step: string, outcome: Outcome][] {
  return Object.entries(outcomes).sort(([first], [second]) => compareSteps(first, second));
}
