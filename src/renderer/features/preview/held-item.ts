import type { CallOutput } from '../../../contract/engine-api.ts';

/** Everything the case holds about the item that is shown. */
export type HeldItem = CallOutput<'items.get'>;
