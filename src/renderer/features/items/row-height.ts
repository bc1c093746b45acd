/** Height of a table's rows, which density and script decide. */
import { usePreferences } from '../../app/preferences.ts';

/** In pixels; the same numbers as `--row-height` in styles/tokens.css. */
export function useRowHeight(): number {
  const density = usePreferences((preferences) => preferences.density);
  const language = usePreferences((preferences) => preferences.language);
  const dense = density === 'dense';
  if (language === 'ur') return dense ? 32 : 40;
  return dense ? 28 : 36;
}
