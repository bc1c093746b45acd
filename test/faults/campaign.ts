/** `npm run test:campaign` makes the fault tests go on for long and write down what they counted. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether the tests are to go on for long. */
export function isCampaign(): boolean {
  return process.env['SABUT_CAMPAIGN'] === 'full';
}

/** How many processes a fault test kills: `daily` in `npm test`, in a campaign `long` or what SABUT_KILLS says. */
export function killsOf(daily: number, long: number): number {
  return isCampaign() ? Number(process.env['SABUT_KILLS'] ?? long) : daily;
}

/** Writes the figures of a campaign to `results/`, without date or machine, so that the same outcome gives the same file. Only reached when every assertion held. */
export function recordFigures(file: string, title: string, figures: Readonly<Record<string, number>>): void {
  const directory = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  const rows = Object.entries(figures).map(([what, figure]) => `| ${what} | ${figure} |`);
  writeFileSync(`${directory}${file}`, [`# Campaign: ${title}`, '', '| what | figure |', '|---|---:|', ...rows, ''].join('\n'));
}
