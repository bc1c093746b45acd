/** Use cases about reports. */
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { boundsOf, refuseWritingIntoEvidence } from '../case/evidence-bounds.ts';
import { readReportFile } from '../reporting/written-report.ts';
import type { EngineContext } from './context.ts';

/** `calls` give the pictures and texts of exhibits. */
export function reportUseCases(context: EngineContext, calls: () => Pick<UseCases, 'items.picture' | 'items.text'>) {
  /** Directories of the reports that were written in this session: nothing else is given out as a report. */
  const written = new Set<string>();
  return {
    'report.read': async ({ directory, path, offset, length }) => {
      if (!written.has(directory))
        throw new EngineError(
          'not-found',
          `${directory} is no report that was written in this session. Write the report again, or open its index.html.`,
          { reason: 'report-not-there' },
        );
      return readReportFile(directory, path, offset, length);
    },
    'report.write': async ({ directory, language, exhibits }, call) => {
      context.refuseDuringRun('Writing a report');
      refuseWritingIntoEvidence([{ what: 'report directory', path: directory }], boundsOf(context.session.tables.sourceRecords()));
      context.remember(call.examiner);
      // What writes reports is loaded when one is written: most starts of the engine never need it.
      const { gatherExhibits } = await import('../reporting/gather-exhibits.ts');
      const { writeReport } = await import('../reporting/write-report.ts');
      const gathered = exhibits === true ? await gatherExhibits(context.session, calls(), call) : null;
      const { files, items } = await writeReport(context.session, {
        directory,
        language: language ?? 'en',
        exhibits: gathered,
        examiner: call.examiner,
        signal: call.signal,
        onProgress: call.onProgress,
      });
      context.tell('changed', { topics: ['audit'] });
      written.add(directory);
      return { directory, files, items };
    },
  } satisfies Partial<UseCases>;
}
