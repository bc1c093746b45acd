/** The audit log as the interface shows it. */
import { join } from 'node:path';
import type { UseCases } from '../../contract/use-cases.ts';
import { caseCustody } from '../audit/custody.ts';
import { readLogPage } from '../audit/log-page.ts';
import type { EngineContext } from './context.ts';

export function auditUseCases(context: EngineContext) {
  return {
    'audit.page': async ({ action, text, offset, limit }) => {
      const { session } = context;
      const { total, entries } = await readLogPage(join(session.directory, 'audit.ndjson'), { action, text, offset, limit });
      return {
        total,
        entries: entries.map((entry) => ({
          sequence: entry.sequence,
          time: entry.time,
          actor: entry.actor,
          action: entry.action,
          details: entry.details,
        })),
        head: session.auditHead(),
      };
    },
    'case.custody': async () => caseCustody(context.session.directory),
  } satisfies Partial<UseCases>;
}
