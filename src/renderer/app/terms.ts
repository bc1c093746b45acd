/**
 * The terms that interface and report share (resources/translations/terms.*.json): fields, steps, observations, findings and
 * the like, by code. English comes with the first script, Urdu when it is chosen; see `language.ts`.
 */
import i18next from 'i18next';
import english from '../../../resources/translations/terms.en.json';

type Terms = Readonly<Record<string, string>>;

const terms = new Map<string, Terms>([['en', english]]);

/** Takes the terms of a language in. */
export function addTerms(language: string, added: Terms): void {
  terms.set(language, added);
}

/** The term `<family>.<code>` in the language that is spoken, or null where that has none. */
export function term(family: string, code: string): string | null {
  return terms.get(i18next.language)?.[`${family}.${code}`] ?? null;
}

/** The term, or `otherwise`. */
export function termOr(family: string, code: string, otherwise: string): string {
  return term(family, code) ?? otherwise;
}

/** Whether a recorded English sentence is also told by its code in the language that is spoken; English has the sentence itself. */
export function spokenTerm(family: string, code: string): string | null {
  return i18next.language === 'en' ? null : term(family, code);
}
