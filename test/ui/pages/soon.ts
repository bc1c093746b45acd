/** Waiting for what a page comes to show. */
import { expect } from 'vitest';

/** Asks again and again, as long as a loaded machine may need. */
export function soon<Value>(ask: () => Value | Promise<Value>, timeout = 12_000) {
  return expect.poll(ask, { timeout, interval: 60 });
}
