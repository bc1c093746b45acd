/** An error in the language of the interface: by its reason, and by its code where the reason is not known. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorRecord } from '../../../src/model/error.ts';
import { speak, startTranslation } from '../../../src/renderer/app/language.ts';
import { errorSentence, errorWords } from '../../../src/renderer/ui/error-words.ts';

const silent: ErrorRecord = {
  code: 'source-unavailable',
  message: 'The evidence at /media/card\u202e no longer answers (EIO).',
  details: { reason: 'evidence-silent', path: '/media/card\u202e', source: 'S1', code: 'EIO' },
};

beforeAll(async () => {
  await startTranslation();
  (globalThis as { document?: unknown }).document ??= { documentElement: {} };
});

afterEach(() => speak('en'));

describe('an error', () => {
  it('is told by its reason, with paths that run from left to right and hide nothing', () => {
    expect(errorWords(silent)).toEqual({
      happened: 'The evidence at \u2066/media/card\\u{202e}\u2069 no longer answers (\u2068EIO\u2069).',
      safe: 'All results so far are in the case, and nothing was marked as bad.',
      todo: 'Connect the same medium at the same place, then go on.',
    });
  });

  it('is told in Urdu', async () => {
    await speak('ur');
    expect(errorWords(silent).happened).toBe('شہادت \u2066/media/card\\u{202e}\u2069 اب جواب نہیں دے رہی (\u2068EIO\u2069)۔');
    expect(errorSentence(silent)).toBe(errorWords(silent).happened);
    await speak('en');
    expect(errorSentence(silent)).toBe(silent.message);
  });

  it('takes from its code what its reason leaves out', () => {
    const { happened, safe } = errorWords({ code: 'conflict', message: 'x', details: { reason: 'run-under-way' } });
    expect(happened).toBe('A run is under way.');
    expect(safe).toBe('Nothing was changed. The case and the evidence are as they were.');
  });

  it.each([{}, { reason: 'from-the-future' }, { reason: 7 }])('is told by its code where its reason is not known: %o', (details) => {
    expect(errorWords({ code: 'conflict', message: 'x', details: details as ErrorRecord['details'] }).happened).toBe(
      'Something else stands in the way.',
    );
  });
});
