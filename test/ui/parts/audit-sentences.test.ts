/** Entries of the audit log as sentences: with what they hold, in both languages, and never with a hole. */
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { speak, startTranslation } from '../../../src/renderer/app/language.ts';
import { changeSentence } from '../../../src/renderer/features/case/audit-sentences.ts';

const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

beforeAll(async () => {
  await startTranslation();
  (globalThis as { document?: unknown }).document ??= { documentElement: {} };
});

describe('an entry of the audit log', () => {
  it('is a sentence with its names and numbers', async () => {
    await speak('en');
    expect(plain(changeSentence('tag-put', { tag: 'Relevant', items: 599, change: 1 }))).toBe('Tag Relevant put on 599 items');
    expect(plain(changeSentence('tag-put', { tag: 'Relevant', items: 1 }))).toBe('Tag Relevant put on 1 item');
    expect(plain(changeSentence('items-recorded', { run: 1, batch: 2, listed: 0, processed: 29 }))).toBe(
      'Run 1, batch 2: 29 items read, hashed and examined',
    );
    expect(plain(changeSentence('review-undone', { of: { action: 'tag-put', tag: 'Victim' }, items: 2 }))).toBe(
      'Taken back: Tag Victim put on 2 items',
    );
  });

  it('is one in Urdu too', async () => {
    await speak('ur');
    expect(plain(changeSentence('tag-put', { tag: 'متعلقہ', items: 599 }))).toBe('ٹیگ متعلقہ 599 آئٹم پر لگا');
    expect(plain(changeSentence('review-undone', { description: 'Tag "Victim" put on 1 item', items: 1 }))).toBe(
      'واپس لیا گیا: Tag "Victim" put on 1 item',
    );
    await speak('en');
  });

  it('falls back to its title where an older version left a detail out, and to its name where nobody knows it', () => {
    expect(changeSentence('run-completed', { items: 3 })).toBe('Run completed');
    expect(changeSentence('from-the-future', {})).toBe('from-the-future');
  });

  it('lets no text out of a case turn the sentence, and shows what hides in it', () => {
    const sentence = changeSentence('comment-set', { text: 'photo\u202egpj.exe' });
    expect(sentence).not.toContain('\u202e');
    expect(sentence).toContain('\u2068photo\\u{202e}gpj.exe\u2069');
    expect(i18next.language).toBe('en');
  });
});
