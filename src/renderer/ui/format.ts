/** Numbers, sizes and durations as people read them. Western digits in both languages, as Pakistani offices write them. */
import i18next from 'i18next';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

export function formatCount(count: number): string {
  return whole.format(count);
}

/** Keeps number and unit in their order inside of Urdu text, by the marks of Unicode's bidirectional algorithm (UAX 9, LRI and PDI). */
export function leftToRight(text: string): string {
  return i18next.language === 'ur' ? `\u2066${text}\u2069` : text;
}

/** `1.4 MiB`; exact below 1 KiB. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 ? String(value) : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
  return leftToRight(`${digits} ${units[unit]}`);
}

/** `1:05:09` or `5:09`. */
export function formatDuration(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(rounded / 60);
  const rest = String(rounded % 60).padStart(2, '0');
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** A share between 0 and 1 as per cent. */
export function formatShare(share: number): string {
  return `${Math.floor(share * 100)}%`;
}

/** The folder of an item's path; the container of a member. */
export function folderOf(path: string): string {
  const member = path.lastIndexOf('//');
  if (member >= 0) return path.slice(0, member);
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The folder that a file lies in; for what was taken out of a file, the folder that the file lies in. */
export function directoryOf(path: string): string {
  const [file = ''] = path.split('//', 1);
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** Several names in one line, in the language's own manner. */
export function formatList(parts: string[]): string {
  return parts.join(i18next.language === 'ur' ? '، ' : ', ');
}
