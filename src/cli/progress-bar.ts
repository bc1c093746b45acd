/** The progress bar of a terminal, on standard error. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '../contract/schemas.ts';
import { humanBytes } from './human-bytes.ts';

const widestBar = 24;
const usualWidth = 80;

/** `1:05` or `2:03:09`. */
function humanDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(Math.floor(seconds % 60)).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The share that is done, from 0 to 1, or null while the total is not known. */
function shareOf({ bytes, totalBytes, items, totalItems }: Progress): number | null {
  if (totalBytes !== null && totalBytes > 0) return Math.min(1, bytes / totalBytes);
  return totalItems !== null && totalItems > 0 ? Math.min(1, items / totalItems) : null;
}

/** One line of at most `width` columns: what matters least is left out first on a narrow terminal. */
export function describeProgress(progress: Progress, width: number): string {
  const { phase, items, totalItems, bytes, rate, remaining, failures, path } = progress;
  const share = shareOf(progress);
  const barWidth = Math.max(4, Math.min(widestBar, Math.floor(width / 4)));
  const filled = Math.round((share ?? 0) * barWidth);
  const parts = [
    share === null ? phase : `${Math.floor(share * 100)}%`,
    `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`,
    failures > 0 ? `${failures} not read` : '',
    totalItems === null ? `${items} items` : `${items}/${totalItems} items`,
    remaining === null ? '' : `${humanDuration(remaining)} left`,
    rate > 0 ? `${humanBytes(rate)}/s` : '',
    bytes > 0 ? humanBytes(bytes) : '',
  ].filter((part) => part !== '');
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line}  ${part}`;
    if (longer.length >= width) break;
    line = longer;
  }
  const room = width - line.length - 3;
  if (path === null || room < 12) return line.slice(0, width - 1);
  return `${line}  ${path.length > room ? `…${path.slice(1 - room)}` : path}`;
}

export class ProgressBar {
  private bar: SingleBar | null = null;

  /** Draws the bar, or draws it anew. */
  show(progress: Progress): void {
    if (this.bar !== null) {
      this.bar.update(0, { progress });
      return;
    }
    // The library keeps to the terminal's width by switching its line wrapping off, as no count of characters can: letters
    // of other scripts are two columns wide, or none.
    this.bar = new SingleBar({
      stream: process.stderr,
      format: (_options, _parameters, payload) =>
        describeProgress((payload as { progress: Progress }).progress, process.stderr.columns || usualWidth),
      clearOnComplete: true,
      gracefulExit: false,
      linewrap: false,
      fps: 5,
    });
    process.on('exit', this.remove);
    this.bar.start(1, 0, { progress });
  }

  /** Takes the bar away, and leaves the terminal as it was. */
  readonly remove = (): void => {
    const bar = this.bar;
    if (bar === null) return;
    this.bar = null;
    process.off('exit', this.remove);
    bar.stop();
  };
}
