/** What every extractor must stand: mutated inputs, each ending in time with a result or a recorded fault. */
import type { Extractor } from '../../src/extractors/define-extractor.ts';
import { collect } from '../extractors/run-extractor.ts';
import { mutations } from './mutator.ts';

export interface Endurance {
  inputs: number;
  /** Inputs that gave at least one artefact. */
  answered: number;
  /** Inputs with at least one observation. */
  observed: number;
  /** Messages of what was thrown, with the number of the mutation that did it; a run of ours must have none. */
  thrown: string[];
  slowestMilliseconds: number;
}

export interface EnduranceOptions {
  seed: number;
  mediaType: string;
  bases: Uint8Array[];
  count: number;
}

/** Runs an extractor over `count` mutations of the bases, one after the other. A TypeError of `collect` counts as thrown too. */
export async function withstand(extractor: Extractor, { seed, mediaType, bases, count }: EnduranceOptions): Promise<Endurance> {
  const endurance: Endurance = { inputs: 0, answered: 0, observed: 0, thrown: [], slowestMilliseconds: 0 };
  for (const bytes of mutations(seed, bases, count)) {
    const start = performance.now();
    try {
      const { artefacts, observations } = await collect(extractor, bytes, { mediaType });
      if (artefacts.length > 0) endurance.answered += 1;
      if (observations.length > 0) endurance.observed += 1;
    } catch (thrown) {
      endurance.thrown.push(`mutation ${endurance.inputs}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    }
    endurance.slowestMilliseconds = Math.max(endurance.slowestMilliseconds, performance.now() - start);
    endurance.inputs += 1;
  }
  return endurance;
}
