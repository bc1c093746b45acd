/** Use cases of review: tags, comments, undo, notes, saved searches. */

import type { Filter, Sort } from '../../contract/schemas.ts';
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import type { TagRecord } from '../../storage/review-tables.ts';
import { parseStored } from '../../storage/stored-json.ts';
import { type MadeChange, makeChange, travel } from '../review/changes.ts';
import type { EngineContext } from './context.ts';

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

export function reviewUseCases(context: EngineContext) {
  const tagOf = (id: number) => {
    const tag = context.session.review.tag(id);
    if (tag === null)
      throw new EngineError('not-found', 'There is no such tag any more. Choose another.', { reason: 'no-such-tag', tag: id });
    return tag;
  };
  const withoutCount = ({ id, name, colour, key }: TagRecord): TagRecord => ({ id, name, colour, key });
  const change = (examiner: string, topics: ('tags' | 'items')[], make: Parameters<typeof makeChange>[2]): MadeChange | null => {
    const made = makeChange(context.session, examiner, make);
    if (made !== null) context.tell('changed', { topics: [...topics, 'audit'] });
    return made;
  };
  const go = (examiner: string, direction: 'undo' | 'redo') => {
    const change = travel(context.session, examiner, direction);
    if (change !== null) context.tell('changed', { topics: ['tags', 'items', 'exhibits', 'audit'] });
    return change;
  };
  return {
    'tags.list': async () => ({ tags: context.session.review.tags() }),
    'tags.save': async ({ id, name, colour, key }, call) => {
      const { review } = context.session;
      const before = id === null ? null : withoutCount(tagOf(id));
      const others = review.tags().filter((tag) => tag.id !== id);
      if (others.some((tag) => tag.name.toLowerCase() === name.toLowerCase()))
        throw new EngineError('conflict', `There is a tag named "${name}" already. Choose another name.`, {
          field: 'name',
          reason: 'tag-name-taken',
          name,
        });
      const holder = others.find((tag) => key !== null && tag.key === key);
      if (holder !== undefined)
        throw new EngineError('conflict', `The key ${key} belongs to the tag "${holder.name}". Choose another key.`, {
          field: 'key',
          reason: 'tag-key-taken',
          key: String(key),
          name: holder.name,
        });
      let saved = id;
      change(call.examiner, ['tags'], () => {
        saved = review.putTag({ id, name, colour, key });
        return {
          action: 'tag-saved',
          description: before === null ? `Tag "${name}" made` : `Tag "${before.name}" changed`,
          change: { kind: 'tag', before, after: { id: saved, name, colour, key } },
          items: [],
          details: { tag: name, colour, key: key ?? '', ...(before === null || before.name === name ? {} : { earlierName: before.name }) },
        };
      });
      return tagOf(saved as number);
    },
    'tags.remove': async ({ id }, call) => {
      const before = withoutCount(tagOf(id));
      change(call.examiner, ['tags', 'items'], () => {
        const items = context.session.review.removeTag(id);
        return {
          action: 'tag-removed',
          description: `Tag "${before.name}" removed`,
          change: { kind: 'tag', before, after: null },
          items,
          details: { tag: before.name },
        };
      });
      return {};
    },
    'tags.apply': async ({ selection, tag: id, on }, call) => {
      const { session } = context;
      const tag = tagOf(id);
      const numbers =
        'ids' in selection ? session.review.itemNumbers(selection.ids) : Array.from(await session.items.numbers(selection.filters));
      const made = change(call.examiner, ['tags', 'items'], (author) => {
        const items = on ? session.review.addTag(id, numbers, author) : session.review.takeTag(id, numbers);
        if (items.length === 0) return null;
        return {
          action: on ? 'tag-put' : 'tag-taken',
          description: `Tag "${tag.name}" ${on ? 'put on' : 'taken off'} ${plural(items.length, 'item')}`,
          change: { kind: 'tagging', tag: id, on },
          items,
          details: { tag: tag.name },
        };
      });
      return { changed: made?.items.length ?? 0 };
    },
    'items.comment': async ({ id, text }, call) => {
      const { review, items } = context.session;
      const item = items.numberOf(id);
      if (item === null) throw new EngineError('not-found', 'The case has no such item.', { reason: 'no-such-item', item: id });
      change(call.examiner, ['items'], (author) => {
        const before = review.comment(item);
        if ((before?.text ?? '') === text) return null;
        const after = text === '' ? null : { text, ...author };
        review.setComment(item, after);
        return {
          action: after === null ? 'comment-removed' : 'comment-set',
          description: after === null ? 'Comment removed' : 'Comment set',
          change: { kind: 'comment', before, after },
          items: [item],
          details: { text: text.toWellFormed() },
        };
      });
      return {};
    },
    'review.undo': async (_input, call) => {
      const change = go(call.examiner, 'undo');
      return { undone: change?.description ?? null, change };
    },
    'review.redo': async (_input, call) => {
      const change = go(call.examiner, 'redo');
      return { redone: change?.description ?? null, change };
    },
    'notes.get': async () => ({ text: context.session.review.note() }),
    'notes.save': async ({ text }, call) => {
      const { session } = context;
      if (session.review.note() === text) return {};
      session.record(call.examiner, [{ action: 'notes-saved', details: { characters: text.length } }], () => session.review.setNote(text));
      context.tell('changed', { topics: ['notes', 'audit'] });
      return {};
    },
    'searches.list': async () => ({
      searches: context.session.review
        .searches()
        .map(({ id, name, filters, sort }) => ({ id, name, filters: parseStored<Filter[]>(filters), sort: parseStored<Sort[]>(sort) })),
    }),
    'searches.save': async ({ name, filters, sort }, call) => {
      const { session } = context;
      const search = { name, filters: JSON.stringify(filters), sort: JSON.stringify(sort) };
      const id = session.record(
        call.examiner,
        [{ action: 'search-saved', details: { name: name.toWellFormed(), filters: search.filters.toWellFormed() } }],
        () => session.review.putSearch(search),
      );
      context.tell('changed', { topics: ['searches', 'audit'] });
      return { id };
    },
    'searches.remove': async ({ id }, call) => {
      const { session } = context;
      const search = session.review.searches().find((one) => one.id === id);
      if (search === undefined)
        throw new EngineError('not-found', 'There is no such saved search any more.', { reason: 'no-such-search', search: id });
      session.record(call.examiner, [{ action: 'search-removed', details: { name: search.name } }], () => session.review.removeSearch(id));
      context.tell('changed', { topics: ['searches', 'audit'] });
      return {};
    },
  } satisfies Partial<UseCases>;
}
