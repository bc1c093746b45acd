/**
 * The texts of reports, in the languages of resources/translations/report.*.json, and the terms that they share with the
 * interface (terms.*.json): fields, steps, observations and the like, by code.
 */
import english from '../../resources/translations/report.en.json' with { type: 'json' };
import urdu from '../../resources/translations/report.ur.json' with { type: 'json' };
import englishTerms from '../../resources/translations/terms.en.json' with { type: 'json' };
import urduTerms from '../../resources/translations/terms.ur.json' with { type: 'json' };
import type { ReportLanguage } from './snapshot.ts';

export type TextKey = keyof typeof english;

const texts: Record<ReportLanguage, Record<TextKey, string>> = { en: english, ur: urdu };
const terms: Record<ReportLanguage, Readonly<Record<string, string>>> = { en: englishTerms, ur: urduTerms };

export interface Translation {
  language: ReportLanguage;
  direction: 'ltr' | 'rtl';
  /** The text of a key with its `{placeholders}` replaced. */
  text(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /**
   * The text of `<family>.<code>` among the report's texts or the shared terms, else null: codes come from steps that this
   * layer does not know. Fields and decoders have English in their declarations, and terms in the other languages only.
   */
  coded(family: string, code: string): string | null;
}

export function translationOf(language: ReportLanguage): Translation {
  const own = texts[language];
  const shared = terms[language];
  return {
    language,
    direction: language === 'ur' ? 'rtl' : 'ltr',
    text: (key, values = {}) =>
      own[key].replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole)),
    coded: (family, code) => {
      const key = `${family}.${code}`;
      if (Object.hasOwn(own, key)) return own[key as TextKey];
      return Object.hasOwn(shared, key) ? (shared[key] as string) : null;
    },
  };
}
