/** `sabut verify`: what was found wrong, in words, and what such a verification cannot see. */
import type { CallOutput } from '../../contract/engine-api.ts';
import { verifyAuditLog } from '../../engine/audit/verify-log.ts';
import { caseDirectoryOf, isCaseDirectory } from '../../engine/case/case-directory.ts';
import { EngineError } from '../../model/error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { type CliSession, withEngine } from '../session.ts';

export interface VerifyOptions {
  evidence?: boolean;
  head?: string;
  examiner?: string;
}

type Findings = CallOutput<'case.verify'>['findings'];

/** Verifies a case; exit code 1 where a fault was found, 3 where evidence that was to be compared is not connected. */
export function verify(output: Output, directory: string, options: VerifyOptions): Promise<number> {
  const { evidence = false, head } = options;
  return withEngine(output, { examiner: options.examiner, signs: true }, async (session) => {
    const log = await openOrExplain(session, directory, head);
    if (log !== null) {
      output.object({
        event: 'done',
        ok: false,
        findings: log,
        itemsChecked: 0,
        membersChecked: 0,
        rowsChecked: {},
        evidenceChecked: 0,
        audit: null,
      });
      printFindings(output, log);
      output.line('FAULTS WERE FOUND, see above. The case was not opened, so its rows and the evidence were not looked at.');
      return exitCodes.failed;
    }
    const result = await session.call('case.verify', { evidence, ...(head === undefined ? {} : { printedHead: head }) });
    output.object({ event: 'done', ...result });
    printFindings(output, result.findings);
    output.line(`${itemsText(result)} checked against the audit log${evidence ? `, ${result.evidenceChecked} files hashed again` : ''}.`);
    output.line(`Rows      ${rowsText(result.rowsChecked)}`);
    output.line(`Audit     ${result.audit.entries} entries, head ${result.audit.head}`);
    const partly = result.findings.some(({ code }) => code === 'source-not-connected');
    if (!result.ok) output.line('FAULTS WERE FOUND, see above.');
    else
      output.line(
        partly ? 'No fault was found in what could be looked at; not all evidence was connected, see above.' : 'No fault was found.',
      );
    if (!result.ok) return exitCodes.failed;
    return partly ? exitCodes.someUnread : exitCodes.done;
  });
}

/** `582 items (51 of them members)`, as many as `sabut items` lists. */
function itemsText({ itemsChecked, membersChecked }: CallOutput<'case.verify'>): string {
  return `${itemsChecked} ${itemsChecked === 1 ? 'item' : 'items'}${membersChecked === 0 ? '' : ` (${membersChecked} of them members)`}`;
}

/** What else was compared, by the words of a table's rows. */
const rowWords: Record<string, [one: string, many: string]> = {
  case_header: ['field of the case header', 'fields of the case header'],
  source: ['source', 'sources'],
  volume: ['file system', 'file systems'],
  manifest: ['manifest', 'manifests'],
  run: ['run', 'runs'],
  tag: ['tag', 'tags'],
  item_tag: ['tag on an item', 'tags on items'],
  comment: ['comment', 'comments'],
  exhibit: ['exhibit', 'exhibits'],
  note: ['text of notes', 'texts of notes'],
  saved_search: ['saved search', 'saved searches'],
  review_history: ['change to undo', 'changes to undo'],
};

function rowsText(rows: Record<string, number>): string {
  return Object.entries(rowWords)
    .filter(([table]) => (rows[table] ?? 0) > 0)
    .map(([table, [one, many]]) => `${rows[table]} ${rows[table] === 1 ? one : many}`)
    .join(', ');
}

function printFindings(output: Output, findings: Findings): void {
  for (const { severity, code, message } of findings) {
    if (severity === 'fault') output.complaint(`${code}: ${message}`);
    else output.line(`note: ${message}`);
  }
}

/** Opens the case. One whose log was tampered with does not open; then it is the log's own verification that says what is wrong with it. */
async function openOrExplain(session: CliSession, directory: string, head: string | undefined): Promise<Findings | null> {
  try {
    await session.call('case.open', { directory, readingWillDo: true });
    return null;
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || !['integrity-failed', 'case-corrupt'].includes(thrown.code)) throw thrown;
    const path = isCaseDirectory(directory) ? directory : caseDirectoryOf(directory);
    const log = await verifyAuditLog({ directory: path, ...(head === undefined ? {} : { anchor: { head } }) });
    return [
      { severity: 'fault', code: thrown.code, message: thrown.message },
      ...log.findings.map(({ severity, code, message }) => ({
        severity: severity === 'fault' ? ('fault' as const) : ('note' as const),
        code,
        message,
      })),
    ];
  }
}
