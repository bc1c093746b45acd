/** Translations. English comes with the first script; Urdu is fetched when it is chosen. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import english from '../../../resources/translations/interface.en.json';
import type { Language } from './preferences.ts';
import { addTerms } from './terms.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof english };
    returnNull: false;
  }
}

/** Makes translation ready in English. */
export async function startTranslation(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: english } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ur' ? 'rtl' : 'ltr';
}

/** Shows the interface in a language; the page's language and direction follow. */
export async function speak(language: Language): Promise<void> {
  if (language === 'ur' && !i18next.hasResourceBundle('ur', 'translation')) {
    const [urdu, terms] = await Promise.all([
      import('../../../resources/translations/interface.ur.json'),
      import('../../../resources/translations/terms.ur.json'),
    ]);
    addTerms('ur', terms.default);
    i18next.addResourceBundle('ur', 'translation', urdu.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

/** A translation by a key that is put together at run time, its placeholders filled, or `otherwise` where there is none. */
export function translateOr(key: string, otherwise: string, values: Readonly<Record<string, string | number>> = {}): string {
  return i18next.exists(key, values)
    ? (i18next.t as (key: string, values: Readonly<Record<string, string | number>>) => string)(key, values)
    : otherwise;
}
