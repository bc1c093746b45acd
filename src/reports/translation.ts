/** The texts of reports, in the languages of resources/translations/report.*.json. */
import english from '../../resources/translations/report.en.json' with { type: 'json' };
import urdu from '../../resources/translations/report.ur.json' with { type: 'json' };
import type { ReportLanguage } from './snapshot.ts';

export type TextKey = keyof typeof english;

const texts: Record<ReportLanguage, Record<TextKey, string>> = { en: english, ur: urdu };

export interface Translation {
  language: ReportLanguage;
  direction: 'ltr' | 'rtl';
  /** The text of a key with its `{placeholders}` replaced. */
  text(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /** The text of `<family>.<code>` where there is one, else null: codes come from steps that this layer does not know. */
  coded(family: string, code: string): string | null;
}

export function translationOf(language: ReportLanguage): Translation {
  const own = texts[language];
  return {
    language,
    direction: language === 'ur' ? 'rtl' : 'ltr',
    text: (key, values = {}) =>
      own[key].replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole)),
    coded: (family, code) => {
      const key = `${family}.${code}`;
      return Object.hasOwn(own, key) ? own[key as TextKey] : null;
    },
  };
}
