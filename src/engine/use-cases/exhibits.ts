/** Use cases about exhibits: the numbered list that goes to court. */
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import type { ExhibitRecord } from '../../storage/review-tables.ts';
import { boundsOf, refuseWritingIntoEvidence } from '../case/evidence-bounds.ts';
import { readChunks } from '../evidence/item-content.ts';
import { makeChange } from '../review/changes.ts';
import { listExhibits } from '../review/listed-exhibits.ts';
import type { EngineContext } from './context.ts';

/** The first number of the form `EX-n` that no exhibit has. */
function freeNumber(taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) if (!taken.has(`EX-${count}`)) return `EX-${count}`;
}

export function exhibitUseCases(context: EngineContext) {
  const shown = ({ id, position, number, description, item }: ExhibitRecord) => {
    const row = context.session.items.readRows([item])[0];
    if (row === undefined)
      throw new EngineError('case-corrupt', 'An exhibit refers to an item that the case does not have. Verify the case.', {
        reason: 'case-contradicts-itself',
      });
    return { id, position, number, description, item: row };
  };
  const recordOf = (id: number): ExhibitRecord => {
    const record = context.session.review.exhibits().find((one) => one.id === id);
    if (record === undefined)
      throw new EngineError('not-found', 'There is no such exhibit any more.', { reason: 'no-such-exhibit', exhibit: id });
    return record;
  };
  const replace = (
    examiner: string,
    action: string,
    description: string,
    items: number[],
    after: ExhibitRecord[],
    details: Record<string, string | number>,
  ) => {
    const { session } = context;
    const before = session.review.exhibits();
    makeChange(session, examiner, () => {
      session.review.replaceExhibits(after);
      return { action, description, change: { kind: 'exhibits', before, after: session.review.exhibits() }, items, details };
    });
    context.tell('changed', { topics: ['exhibits', 'items', 'audit'] });
  };
  return {
    'exhibits.list': async () => ({ exhibits: context.session.review.exhibits().map(shown) }),
    'exhibits.add': async ({ ids }, call) => {
      const { review } = context.session;
      const before = review.exhibits();
      const present = new Set(before.map(({ item }) => item));
      const items = review.itemNumbers(ids).filter((item) => !present.has(item));
      if (items.length === 0) return { added: 0 };
      const taken = new Set(before.map(({ number }) => number));
      const at = new Date(context.setting.clock.now()).toISOString();
      let id = review.nextExhibitId();
      const added = items.map((item, index): ExhibitRecord => {
        const number = freeNumber(taken);
        taken.add(number);
        return { id: id++, item, position: before.length + index + 1, number, description: '', examiner: call.examiner, at };
      });
      const numbers = added.map(({ number }) => number).join(', ');
      replace(call.examiner, 'exhibits-added', `Exhibits ${numbers} added`, items, [...before, ...added], { numbers });
      return { added: added.length };
    },
    'exhibits.save': async ({ id, number, position, description }, call) => {
      const record = recordOf(id);
      const others = context.session.review.exhibits().filter((one) => one.id !== id);
      if (number !== undefined && others.some((one) => one.number === number)) {
        throw new EngineError('conflict', `The number ${number} belongs to another exhibit. Choose another.`, {
          field: 'number',
          reason: 'exhibit-number-taken',
          number,
        });
      }
      const saved = { ...record, number: number ?? record.number, description: description ?? record.description };
      const place = Math.min(position ?? record.position, others.length + 1) - 1;
      const after = [...others.slice(0, place), saved, ...others.slice(place)];
      replace(call.examiner, 'exhibit-changed', `Exhibit ${saved.number} changed`, [record.item], after, {
        number: saved.number,
        position: place + 1,
        description: saved.description.toWellFormed(),
        ...(saved.number === record.number ? {} : { earlierNumber: record.number }),
      });
      return shown(recordOf(id));
    },
    'exhibits.remove': async ({ id }, call) => {
      const record = recordOf(id);
      const after = context.session.review.exhibits().filter((one) => one.id !== id);
      replace(call.examiner, 'exhibit-removed', `Exhibit ${record.number} taken off the list`, [record.item], after, {
        number: record.number,
      });
      return {};
    },
    'exhibits.export': async ({ directory }, call) => {
      const { session } = context;
      context.refuseDuringRun('Exporting exhibits');
      refuseWritingIntoEvidence([{ what: 'folder of the exhibits', path: directory }], boundsOf(session.tables.sourceRecords()));
      const exhibits = listExhibits(session);
      if (exhibits.length === 0)
        throw new EngineError('not-found', 'The case has no exhibits to export. Add some first.', { reason: 'no-exhibits' });
      const { exportExhibits } = await import('../review/export-exhibits.ts');
      const exported = await exportExhibits({
        directory,
        exhibits,
        read: (id) => readChunks(context, id),
        signal: call.signal,
        onProgress: call.onProgress,
      });
      session.record(
        call.examiner,
        [
          {
            action: 'exhibits-exported',
            details: {
              files: exported.files,
              bytes: exported.bytes,
              manifestSha256: exported.manifestSha256,
              numbers: exhibits.map(({ number }) => number),
            },
          },
        ],
        () => undefined,
      );
      session.checkpoint(call.examiner);
      context.tell('changed', { topics: ['audit'] });
      return exported;
    },
  } satisfies Partial<UseCases>;
}
