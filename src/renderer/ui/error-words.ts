/** What an error of the engine says, in the language of the interface. */
import i18next from 'i18next';
import { revealHidden } from '../../model/display.ts';
import type { ErrorRecord } from '../../model/error.ts';
import { translateOr } from '../app/language.ts';

/** What happened, what is safe, what to do. */
export interface ErrorWords {
  happened: string;
  safe: string;
  todo: string;
}

/** Values that are paths or commands: they run from left to right in every language. */
const pathNames = new Set(['place', 'path', 'parent', 'evidence', 'other', 'command']);

/** The values of an error as a sentence takes them: what is hidden made visible, and kept from turning the text around it. */
function spoken(details: ErrorRecord['details']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      `${pathNames.has(name) ? '\u2066' : '\u2068'}${revealHidden(String(value))}\u2069`,
    ]),
  );
}

/**
 * The words for an error's reason, and where they leave something out, or the reason is that of an engine which this
 * interface does not know, the words for its code.
 */
export function errorWords({ code, details }: ErrorRecord): ErrorWords {
  const values = spoken(details);
  const part = (name: keyof ErrorWords): string =>
    translateOr(`errors.reasons.${details['reason']}.${name}`, i18next.t(`errors.${code}.${name}`), values);
  return { happened: part('happened'), safe: part('safe'), todo: part('todo') };
}

/** What happened in one sentence, where there is no room for more: in English the engine's own. */
export function errorSentence(error: ErrorRecord): string {
  return i18next.language === 'en' ? error.message : errorWords(error).happened;
}
