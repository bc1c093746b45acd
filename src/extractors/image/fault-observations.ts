/** Turns the faults that the decoders of pictures met into observations. */
import type { ImageFault } from '../../formats/image/image-metadata.ts';
import type { Emission } from '../define-extractor.ts';

/** A broken item can hold thousands of faults; a reader of the case needs to know that, not each of them. */
const maximumObservations = 32;

type FaultEmission = Extract<Emission, { kind: 'observation' | 'incomplete' }>;

/** One observation a fault (lost content as warning), equal ones once; then `incomplete` where anything was lost. */
export function* emitFaults(faults: readonly ImageFault[]): Generator<FaultEmission> {
  const said = new Set<string>();
  for (const { code, message, place, lost } of faults) {
    const key = JSON.stringify([code, message, place]);
    if (said.has(key)) continue;
    said.add(key);
    if (said.size > maximumObservations) continue;
    yield { kind: 'observation', severity: lost ? 'warning' : 'note', code, message, ...(place === undefined ? {} : { place }) };
  }
  if (said.size > maximumObservations) {
    const message = `${said.size - maximumObservations} further faults are not listed.`;
    yield { kind: 'observation', severity: 'warning', code: 'further-faults', message };
  }
  if (faults.some((fault) => fault.lost)) yield { kind: 'incomplete' };
}
