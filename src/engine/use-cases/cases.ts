/** Use cases about the case as a whole. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { UseCases } from '../../contract/use-cases.ts';
import { isoMilliseconds } from '../../model/clock.ts';
import { EngineError } from '../../model/error.ts';
import { caseDirectoryOf, isCaseDirectory } from '../case/case-directory.ts';
import { describeCase } from '../case/case-facts.ts';
import { CaseSession } from '../case/case-session.ts';
import { RecentCases } from '../case/recent-cases.ts';
import { AllowedRoots } from '../folders/allowed-roots.ts';
import { rememberCasesFolder, usualCasesFolder } from '../folders/cases-folder.ts';
import { addDefaultTags } from '../review/default-tags.ts';
import type { Finding } from '../verification/finding.ts';
import { type CaseVerification, verifyCase } from '../verification/verify-case.ts';
import type { EngineContext } from './context.ts';

const headerFields = ['name', 'caseNumber', 'examiner', 'agency', 'circle', 'authority', 'sections', 'timeZone'] as const;

function checkTimeZone(zone: string | undefined): void {
  if (zone === undefined || zone === '') return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new EngineError(
      'invalid-request',
      `"${zone}" is not a time zone that this machine knows. Use a name such as Asia/Karachi or UTC.`,
      { field: 'timeZone', reason: 'unknown-time-zone', name: zone },
    );
  }
}

/** Why a verification is not written down in the case that was verified; null where it is. */
function reasonNotToRecord(session: CaseSession, { findings }: CaseVerification): Finding | null {
  const note = (code: string, message: string): Finding => ({ severity: 'note', code, message });
  if (session.readOnly) return note('not-recorded', 'The case cannot be written, so this verification was not recorded in it.');
  if (findings.some(({ code }) => code === 'database-damaged'))
    return note('not-recorded', 'The database is damaged, so this verification was not recorded in it.');
  return null;
}

export function caseUseCases(context: EngineContext, randomId: () => string) {
  const recent = new RecentCases(context.setting.settingsDirectory);
  context.beforeClose = (session) => recent.left(session.directory, session.databaseHead.hash);
  const opened = (session: CaseSession) => {
    context.adopt(session);
    session.onChanged = () => {
      if (recent.changed(session.directory)) context.tell('changed', { topics: ['case'] });
    };
    const info = describeCase(session);
    recent.add(
      {
        directory: session.directory,
        name: info.header.name,
        caseNumber: info.header.caseNumber,
        openedAt: isoMilliseconds(context.setting.clock.now()),
      },
      session.databaseHead.hash,
    );
    return info;
  };
  const usual = usualCasesFolder(new AllowedRoots(context.setting.folderRoots));
  const refuseMissingParent = (directory: string) => {
    const parent = dirname(directory);
    if (existsSync(parent) || parent === usual) return;
    throw new EngineError(
      'invalid-request',
      `The folder ${parent} is not there, so no case was made in it. Correct the path, or make that folder first.`,
      { reason: 'parent-missing', field: 'directory', parent },
    );
  };
  return {
    'case.create': async ({ directory, header, parentMustExist, language }, call) => {
      context.refuseDuringRun('Making another case');
      checkTimeZone(header.timeZone);
      const path = caseDirectoryOf(directory);
      if (parentMustExist === true) refuseMissingParent(path);
      const values: Record<string, string> = {
        caseId: randomId(),
        createdAt: isoMilliseconds(context.setting.clock.now()),
        timeZone: 'Asia/Karachi',
        name: basename(path, '.sabut'),
      };
      for (const field of headerFields) if (header[field] !== undefined && header[field] !== '') values[field] = header[field];
      values['examiner'] ??= call.examiner;
      context.closeCase();
      context.remember(values['examiner']);
      const session = await CaseSession.create(path, context.setting, values);
      addDefaultTags(session, values['examiner'], language ?? 'en');
      if (parentMustExist === true) rememberCasesFolder(context.setting.settingsDirectory, dirname(path));
      return opened(session);
    },
    'case.open': async ({ directory, readingWillDo }, call) => {
      context.refuseDuringRun('Opening another case');
      // Evidence and the case that was named after it often lie side by side: of the two, only one can be opened.
      const path =
        isCaseDirectory(directory) || (existsSync(directory) && !isCaseDirectory(caseDirectoryOf(directory)))
          ? directory
          : caseDirectoryOf(directory);
      if (context.hasCase && context.session.directory === path) return describeCase(context.session);
      const session = await CaseSession.open(path, context.setting, readingWillDo);
      context.closeCase();
      context.remember(call.examiner);
      return opened(session);
    },
    'case.close': async (_input, call) => {
      context.refuseDuringRun('Closing the case');
      context.remember(call.examiner);
      context.closeCase();
      context.tell('changed', { topics: ['case'] });
      return {};
    },
    'case.info': async () => describeCase(context.session),
    'case.current': async () => (context.hasCase ? describeCase(context.session) : null),
    'case.describe': async ({ header }, call) => {
      checkTimeZone(header.timeZone);
      const { session } = context;
      const changes = Object.fromEntries(
        headerFields.filter((field) => header[field] !== undefined).map((field) => [field, header[field] as string]),
      );
      if (changes['name'] === '')
        throw new EngineError('invalid-request', 'A case needs a name.', { reason: 'case-without-name', field: 'name' });
      session.record(call.examiner, [{ action: 'case-described', details: changes }], () => session.tables.setHeader(changes));
      context.tell('changed', { topics: ['case', 'audit'] });
      return session.tables.header();
    },
    'case.recent': async () => ({ cases: recent.list() }),
    'case.verify': async ({ evidence, printedHead }, call) => {
      const { session } = context;
      context.refuseDuringRun('Verifying');
      // What is kept beside the case cannot be verified, so it is made again from what can.
      session.items.startAfresh();
      const result = await verifyCase(session, { evidence, printedHead, signal: call.signal, onProgress: call.onProgress });
      const unrecorded = reasonNotToRecord(session, result);
      if (unrecorded !== null) {
        recent.verified(session.directory, result.ok, isoMilliseconds(context.setting.clock.now()), session.databaseHead.hash);
        return { ...result, findings: [...result.findings, unrecorded], audit: session.auditHead() };
      }
      session.record(
        call.examiner,
        [
          {
            action: 'case-verified',
            details: {
              evidence: evidence ? 'hashed again' : 'not read',
              result: result.ok ? 'no fault' : 'faults',
              faults: result.findings.filter(({ severity }) => severity === 'fault').length,
            },
          },
        ],
        () => undefined,
      );
      recent.verified(session.directory, result.ok, isoMilliseconds(context.setting.clock.now()), session.databaseHead.hash);
      context.tell('changed', { topics: ['audit', 'case'] });
      return { ...result, audit: session.auditHead() };
    },
  } satisfies Partial<UseCases>;
}
