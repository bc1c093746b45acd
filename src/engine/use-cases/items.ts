/** Use cases about items: pages, counts, and everything about one. */
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { itemCustody } from '../audit/custody.ts';
import type { EngineContext } from './context.ts';

export function itemUseCases(context: EngineContext) {
  const numberOf = (id: string): number => {
    const number = context.session.items.numberOf(id);
    if (number === null) throw new EngineError('not-found', 'The case has no such item.', { reason: 'no-such-item', item: id });
    return number;
  };
  return {
    'items.page': async ({ filters, sort, offset, limit }) => context.session.items.page(filters, sort, offset, limit),
    'items.around': async ({ filters, sort, id, pageSize, reach }, { signal }) =>
      context.session.items.around(filters, sort, id, { pageSize, reach }, signal),
    'items.facets': async ({ filters }, { signal }) => ({ facets: await context.session.items.facets(filters, signal) }),
    'items.ranges': async ({ filters, field, ranges }, { signal }) => ({
      counts: await context.session.items.ranges(filters, field, ranges, signal),
    }),
    'items.position': async ({ filters, sort, id, step }) => context.session.items.position(filters, sort, id, step),
    'items.folders': async ({ source, path }) => ({ folders: await context.session.items.folders(source, path) }),
    'items.histogram': async ({ filters, field, buckets }) => context.session.items.histogram(filters, field, buckets),
    'items.positions': async ({ filters, limit }) => context.session.items.positions(filters, limit),
    'items.get': async ({ id }) => {
      const { session } = context;
      const number = numberOf(id);
      const item = session.itemReader().get(id);
      const row = session.items.readRows([number])[0];
      if (item === null || row === undefined)
        throw new EngineError('not-found', 'The case has no such item.', { reason: 'no-such-item', item: id });
      const custody = await itemCustody(session, number, id);
      return { item, row, ...session.items.relatives(number), custody };
    },
  } satisfies Partial<UseCases>;
}
