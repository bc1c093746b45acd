/** How the command line speaks: text on a terminal, one JSON object a line with `--json`, nothing with `--quiet`. Errors always. */
import type { Progress } from '../contract/schemas.ts';
import { revealHidden } from '../model/display.ts';

export interface OutputOptions {
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

/** `12.3 MB` (decimal units, as disks are sold). */
export function humanBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${bytes} B` : `${value.toFixed(1)} ${units[unit]}`;
}

/** `1:05` or `2:03:09`. */
export function humanDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(Math.floor(seconds % 60)).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

const barWidth = 24;

export class Output {
  private readonly options: OutputOptions;
  private barShown = false;

  constructor(options: OutputOptions) {
    this.options = options;
  }

  /** The same voice, but silent about progress. */
  withoutProgress(): Output {
    return new Output({ quiet: true });
  }

  /** A line for people. */
  line(text: string): void {
    if (this.options.json || this.options.quiet) return;
    this.clearBar();
    process.stdout.write(`${text}\n`);
  }

  /** An object for programs, with `--json` only. */
  object(value: object): void {
    if (this.options.json) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** A remark that belongs on the terminal whatever the format. */
  remark(text: string): void {
    if (this.options.quiet) return;
    this.clearBar();
    process.stderr.write(`${text}\n`);
  }

  /** Something that went wrong; is said even with `--quiet`. */
  error(text: string): void {
    this.clearBar();
    process.stderr.write(`sabut: ${revealHidden(text)}\n`);
  }

  progress(progress: Progress): void {
    if (this.options.json) this.object({ event: 'progress', ...progress });
    else if (!this.options.quiet && process.stderr.isTTY) this.bar(progress);
  }

  private bar(progress: Progress): void {
    const { phase, items, totalItems, bytes, totalBytes, rate, remaining, failures, path } = progress;
    const share =
      totalBytes !== null && totalBytes > 0 ? bytes / totalBytes : totalItems !== null && totalItems > 0 ? items / totalItems : null;
    const filled = share === null ? 0 : Math.min(barWidth, Math.round(share * barWidth));
    const parts = [
      `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`,
      share === null ? phase : `${Math.floor(share * 100)}%`,
      totalItems === null ? `${items} items` : `${items}/${totalItems} items`,
      bytes > 0 ? humanBytes(bytes) : '',
      rate > 0 ? `${humanBytes(rate)}/s` : '',
      remaining === null ? '' : `${humanDuration(remaining)} left`,
      failures > 0 ? `${failures} not read` : '',
    ].filter((part) => part !== '');
    const text = parts.join('  ');
    const width = process.stderr.columns ?? 80;
    const room = width - text.length - 3;
    const shownPath = path === null || room < 12 ? '' : `  ${path.length > room ? `…${path.slice(1 - room)}` : path}`;
    process.stderr.write(`\r\u001b[K${(text + shownPath).slice(0, width - 1)}`);
    this.barShown = true;
  }

  private clearBar(): void {
    if (this.barShown) process.stderr.write('\r\u001b[K');
    this.barShown = false;
  }

  /** Takes the bar away when a job has ended. */
  endProgress(): void {
    this.clearBar();
  }
}
