/** Writes the report of a case and its item lists, from the case as it stands at this moment. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Progress } from '../../contract/schemas.ts';
import { extractors } from '../../extractors/registry.ts';
import { isoMilliseconds } from '../../model/clock.ts';
import { EngineError } from '../../model/error.ts';
import { writeDfxml } from '../../reports/dfxml.ts';
import { writeHashdeep } from '../../reports/hashdeep.ts';
import { writeHtmlReport } from '../../reports/html/write-html-report.ts';
import { writeItemsCsv } from '../../reports/items-csv.ts';
import { writeItemsJsonl } from '../../reports/items-jsonl.ts';
import { type ReportExhibit, type ReportLanguage, type ReportSnapshot, reportFields, reportMethods } from '../../reports/snapshot.ts';
import { writeManifest } from '../../reports/source-manifest.ts';
import { tallyItems } from '../../reports/tally.ts';
import { intakeOfRuns } from '../audit/run-intake.ts';
import { describeCase } from '../case/case-facts.ts';
import type { CaseSession } from '../case/case-session.ts';
import { jobProgress } from '../job-progress.ts';
import { productVersion } from '../tools.ts';
import { fillDirectory, writePieces } from './output-directory.ts';

export interface ReportRequest {
  directory: string;
  language: ReportLanguage;
  /** The exhibits part, or null for a report without it. */
  exhibits: readonly ReportExhibit[] | null;
  examiner: string;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

export interface ReportSummary {
  directory: string;
  files: number;
  items: number;
  /** Files whose names the hashdeep format cannot carry. */
  uncarried: number;
}

/** The snapshot that every report is made from. */
async function takeSnapshot(
  session: CaseSession,
  language: ReportLanguage,
  exhibits: readonly ReportExhibit[] | null,
): Promise<ReportSnapshot> {
  const info = describeCase(session);
  const tallied = tallyItems(session.itemReader().every());
  return {
    product: { name: 'Sabut', version: productVersion },
    generatedAt: isoMilliseconds(session.setting.clock.now()),
    info,
    intake: await intakeOfRuns(session.directory),
    countsByType: tallied.countsByType,
    countsByKind: tallied.countsByKind,
    notable: tallied.notable,
    limitations: limitationsOf(info),
    exhibits,
    language,
    fields: reportFields(extractors).filter(({ column }) => tallied.columns.has(column)),
    methods: reportMethods(extractors),
    items: () => session.itemReader().every(),
  };
}

/** What this very case does not cover, by the codes of the report's texts. */
function limitationsOf(info: ReturnType<typeof describeCase>): string[] {
  const limitations: string[] = [];
  const profiles = new Set(info.runs.map(({ profile }) => profile));
  if (profiles.size === 1 && profiles.has('quick')) limitations.push('quick-only');
  if (info.sources.some(({ mountedReadOnly }) => mountedReadOnly === false)) limitations.push('writable-source');
  if (info.runs.some(({ isolation }) => isolation === 'process')) limitations.push('no-sandbox');
  if (info.sources.length > 0) limitations.push('folder-source');
  return limitations;
}

/**
 * Writes `index.html` with its pages, `items.csv`, `items.jsonl`, `manifest.hashdeep`, `manifest-Sn.txt`, `dfxml.xml` and `SHA256SUMS`.
 * The writing is in the audit log first, so that the head on the report covers it.
 */
export async function writeReport(session: CaseSession, request: ReportRequest): Promise<ReportSummary> {
  session.record(request.examiner, [{ action: 'report-written', details: { language: request.language } }], () => undefined);
  session.checkpoint(request.examiner);
  const snapshot = await takeSnapshot(session, request.language, request.exhibits);
  const total = snapshot.countsByKind.reduce((sum, { items }) => sum + items, 0);
  let uncarried = 0;
  const files = await fillDirectory(request.directory, async (working) => {
    const sums: string[] = [];
    const put = (path: string, pieces: Iterable<string | Uint8Array>) => {
      if (request.signal.aborted) throw new EngineError('cancelled', 'The report was cancelled. Nothing was left behind.');
      const sum = createHash('sha256');
      mkdirSync(dirname(join(working, path)), { recursive: true });
      writePieces(join(working, path), digesting(pieces, sum));
      sums.push(`${sum.digest('hex')}  ${path}\n`);
    };
    const steps: (() => void)[] = [
      () => put('items.csv', writeItemsCsv(snapshot.items(), snapshot.fields)),
      () => put('items.jsonl', writeItemsJsonl(snapshot.items())),
      () => {
        const list = writeHashdeep(snapshot.items(), { sources: snapshot.info.sources, product: snapshot.product });
        put('manifest.hashdeep', list.chunks);
        uncarried = Object.values(list.summary.uncarried).reduce((sum, count) => sum + count, 0);
      },
      ...snapshot.info.sources.map(
        ({ id }) =>
          () =>
            put(`manifest-${id}.txt`, writeManifest(snapshot.items(), id)),
      ),
      () => put('dfxml.xml', writeDfxml(snapshot)),
    ];
    for (const [index, step] of steps.entries()) {
      request.onProgress(jobProgress('writing', index, steps.length + 1));
      step();
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const { path, chunks } of writeHtmlReport(snapshot)) {
      put(path, chunks);
      await new Promise((resolve) => setImmediate(resolve));
    }
    writePieces(join(working, 'SHA256SUMS'), sums);
    return sums.length + 1;
  });
  return { directory: request.directory, files, items: total, uncarried };
}

function* digesting(
  pieces: Iterable<string | Uint8Array>,
  sum: ReturnType<typeof createHash>,
): Generator<string | Uint8Array, void, undefined> {
  for (const piece of pieces) {
    sum.update(piece);
    yield piece;
  }
}
