/** `sabut case create` and `sabut case info`. */
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openToRead, withEngine } from '../session.ts';
import { describeCaseText } from './case-text.ts';

export interface CaseOptions {
  caseNumber?: string;
  examiner?: string;
  agency?: string;
  timeZone?: string;
  askPassphrase?: boolean;
}

/** Makes an empty case. */
export function createCase(output: Output, directory: string, options: CaseOptions): Promise<number> {
  return withEngine(output, { examiner: options.examiner, signs: true, askPassphrase: options.askPassphrase }, async ({ call }) => {
    const { caseNumber, examiner, agency, timeZone } = options;
    const given = Object.entries({ caseNumber, examiner, agency, timeZone }).filter(([, value]) => value !== undefined);
    const info = await call('case.create', { directory, header: Object.fromEntries(given) });
    output.line(`Made ${info.directory}. Add evidence with: sabut ingest ${info.directory} EVIDENCE`);
    output.object(info);
    return exitCodes.done;
  });
}

/** Describes a case. */
export function showCase(output: Output, directory: string): Promise<number> {
  return withEngine(output, { signs: false }, async (session) => {
    const info = await openToRead(session, output, directory);
    output.object(info);
    output.line(describeCaseText(info));
    return exitCodes.done;
  });
}
