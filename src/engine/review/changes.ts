/**
 * Changes of review: each is made, taken back and made again by the same few lines, and every one of these is in the
 * audit log with what it changed.
 */
import { hash } from 'node:crypto';
import { isoMilliseconds } from '../../model/clock.ts';
import type { Author, CommentRecord, ExhibitRecord, ReviewTables, TagRecord } from '../../storage/review-tables.ts';
import { parseStored } from '../../storage/stored-json.ts';
import type { AuditValue } from '../audit/chain.ts';
import type { CaseSession } from '../case/case-session.ts';

/** What was changed, with what was there before and after. The items concerned are kept beside it. */
export type ReviewChange =
  /** A tag was put on the items, or taken off them. */
  | { kind: 'tagging'; tag: number; on: boolean }
  /** A tag was made (before is null), changed, or removed (after is null; the items had it). */
  | { kind: 'tag'; before: TagRecord | null; after: TagRecord | null }
  /** The comment on the one item. */
  | { kind: 'comment'; before: CommentRecord | null; after: CommentRecord | null }
  /** The list of exhibits. */
  | { kind: 'exhibits'; before: ExhibitRecord[]; after: ExhibitRecord[] };

/** What a change did, as the audit log says it: interfaces put it in their own words. */
export interface SaidChange {
  action: string;
  details: { readonly [name: string]: AuditValue };
}

/** What the history keeps of a change. Histories of older versions lack `said`. */
type KeptChange = ReviewChange & { said?: SaidChange };

/** A change that was taken back or made again. */
export interface TravelledChange {
  /** English, for people. */
  description: string;
  said: SaidChange | null;
  /** How many items it concerns. */
  items: number;
}

/** A change to be recorded. */
export interface MadeChange {
  /** The audit log's word for it, such as `tag-put`. */
  action: string;
  /** English, for people: `Tag "Relevant" put on 12 items`. */
  description: string;
  change: ReviewChange;
  /** Numbers of the items concerned, ascending. */
  items: number[];
  details: { readonly [name: string]: AuditValue };
}

/** So many items are named in an entry of the audit log one by one; more are named by the digest of their ids. */
export const namedLimit = 100;

/** Who does something in the case right now. */
function authorOf(session: CaseSession, examiner: string): Author {
  return { examiner, at: isoMilliseconds(session.setting.clock.now()) };
}

/** The part of an audit entry that says which items it concerns. */
function auditItems(review: ReviewTables, items: readonly number[]): { readonly [name: string]: AuditValue } {
  if (items.length === 0) return {};
  const ids = review.itemIds(items).sort();
  const named: { readonly [name: string]: AuditValue } = ids.length <= namedLimit ? { ids } : {};
  return { items: ids.length, itemsSha256: hash('sha256', `${ids.join('\n')}\n`, 'hex'), ...named };
}

/**
 * Makes a change: `make` alters the case and says what it did, or null where there was nothing to do, which then leaves no
 * trace. All of it is one transaction.
 */
export function makeChange(session: CaseSession, examiner: string, make: (author: Author) => MadeChange | null): MadeChange | null {
  const { review } = session;
  return session.record(
    examiner,
    (made: (MadeChange & { id: number }) | null) =>
      made === null ? [] : [{ action: made.action, details: { change: made.id, ...made.details, ...auditItems(review, made.items) } }],
    () => {
      const made = make(authorOf(session, examiner));
      return made === null ? null : { ...made, id: review.addHistory(made.description, keep(made), made.items) };
    },
  );
}

function keep({ change, action, details }: MadeChange): KeptChange {
  return { ...change, said: { action, details } };
}

/** Takes the last change back, or makes the last one that was taken back again; says what it was, or null where there is none. */
export function travel(session: CaseSession, examiner: string, direction: 'undo' | 'redo'): TravelledChange | null {
  const { review } = session;
  const row = direction === 'undo' ? review.lastDone() : review.firstUndone();
  if (row === null) return null;
  const { id, description, items } = row;
  const change = parseStored<KeptChange>(row.change);
  const { said = null } = change;
  session.record(
    examiner,
    () => [
      {
        action: direction === 'undo' ? 'review-undone' : 'review-redone',
        details: {
          change: id,
          description,
          ...(said === null ? {} : { of: { ...said.details, action: said.action } }),
          ...auditItems(review, items),
        },
      },
    ],
    () => {
      put(review, change, items, direction === 'redo', authorOf(session, examiner));
      review.setHistory(id, direction === 'undo' ? 'undone' : 'done');
    },
  );
  return { description, said, items: items.length };
}

function put(review: ReviewTables, change: ReviewChange, items: number[], forward: boolean, author: Author): void {
  switch (change.kind) {
    case 'tagging':
      if (change.on === forward) review.addTag(change.tag, items, author);
      else review.takeTag(change.tag, items);
      break;
    case 'tag': {
      const from = forward ? change.before : change.after;
      const to = forward ? change.after : change.before;
      if (to === null) review.removeTag((from as TagRecord).id);
      else {
        review.putTag(to);
        if (from === null) review.addTag(to.id, items, author);
      }
      break;
    }
    case 'comment':
      review.setComment(items[0] as number, forward ? change.after : change.before);
      break;
    case 'exhibits':
      review.replaceExhibits(forward ? change.after : change.before);
      break;
  }
}
