/**
 * What to do with items that a dead worker left behind. Each is tried once more, alone; a step that kills its worker
 * then too is recorded, and the item's other steps are done without it.
 */
import type { Outcomes } from '../../model/outcome.ts';
import type { ItemResult, Work, WorkItem } from '../../model/processing.ts';
import type { Casualty } from './worker-pool.ts';

/** An item to be handed out alone. */
export interface Repeat {
  item: WorkItem;
  give: Work['give'];
}

export interface Verdict {
  /** Items that were only in the way: they go back among the others. */
  innocent: WorkItem[];
  repeats: Repeat[];
  /** Items for which nothing more can be tried. */
  results: ItemResult[];
}

/** How a step that kills its worker is described, and what is safe. */
function observationFor(step: string, reason: Casualty['reason'], description: string): NonNullable<Work['give']>[string] {
  const message =
    reason === 'timed-out'
      ? 'This step did not end within its time on two tries; its process was ended. Nothing else was affected.'
      : `This step made its process end on two tries (${description}). Nothing else was affected.`;
  return {
    outcome: reason,
    observation: { severity: 'warning', code: reason === 'timed-out' ? 'step-timed-out' : 'step-crashed', message, step },
  };
}

/** Judges what a worker's end means for the items that it had. */
export function judge(casualty: Casualty, steps: readonly string[]): Verdict {
  const verdict: Verdict = { innocent: [], repeats: [], results: [] };
  casualty.assignments.forEach((assignment, index) => {
    for (const item of assignment.open.values()) {
      if (assignment.work.alone && index === 0) afterRepeat(casualty, assignment.work, item, steps, verdict);
      else if (casualty.step !== null ? casualty.step.key === item.key : index === 0)
        verdict.repeats.push({ item, give: assignment.work.give });
      else if (assignment.work.alone) verdict.repeats.push({ item, give: assignment.work.give });
      else verdict.innocent.push(item);
    }
  });
  return verdict;
}

function afterRepeat(casualty: Casualty, work: Work, item: WorkItem, steps: readonly string[], verdict: Verdict): void {
  const step = casualty.step?.key === item.key ? casualty.step.step : 'read';
  const given = observationFor(step, casualty.reason, casualty.description);
  // The same step cannot be given up twice; should it seem so, the item is closed rather than tried for ever.
  if (step !== 'read' && work.give?.[step] === undefined) {
    verdict.repeats.push({ item, give: { ...work.give, [step]: given } });
    return;
  }
  const outcomes: Outcomes = { read: given.outcome, identify: 'skipped(not-read)' };
  for (const extractor of steps) outcomes[extractor] = 'skipped(not-read)';
  verdict.results.push({
    key: item.key,
    digests: {},
    size: 0,
    mediaType: null,
    mediaTypeBasis: null,
    charset: null,
    extensionMismatch: false,
    entropy: null,
    outcomes,
    observations: [{ ...given.observation, step: 'read' }],
    artefacts: [],
    children: [],
  });
}
