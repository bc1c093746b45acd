/** `sabut report`. */
import { resolve } from 'node:path';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { withEngine } from '../session.ts';

export interface ReportOptions {
  output: string;
  language: 'en' | 'ur';
  examiner?: string;
}

/** Writes the report of a case. */
export function writeReport(output: Output, directory: string, options: ReportOptions): Promise<number> {
  return withEngine(output, { examiner: options.examiner, signs: true }, async ({ call }) => {
    await call('case.open', { directory });
    const report = await call('report.write', { directory: options.output, language: options.language });
    const place = resolve(report.directory);
    output.object({ event: 'done', ...report, directory: place });
    output.line(`Wrote ${place}/index.html and ${report.files - 1} other files on ${report.items} items.`);
    return exitCodes.done;
  });
}
