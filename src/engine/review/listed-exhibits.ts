/** The exhibits with everything about their items, for exports and reports. */
import { EngineError } from '../../model/error.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { ListedExhibit } from './export-exhibits.ts';

/** All exhibits in the order of the list. */
export function listExhibits(session: CaseSession): ListedExhibit[] {
  const { review } = session;
  const names = new Map(review.tags().map(({ id, name }) => [id, name]));
  const reader = session.itemReader();
  return review.exhibits().map(({ item, number, description }) => {
    const row = session.items.readRows([item])[0];
    const whole = row === undefined ? null : reader.get(row.id);
    if (row === undefined || whole === null)
      throw new EngineError('case-corrupt', `Exhibit ${number} refers to an item that the case does not have. Verify the case.`, {
        reason: 'case-contradicts-itself',
      });
    return { number, description, item: whole, comment: row.comment, tags: row.tags.map((id) => names.get(id) ?? String(id)) };
  });
}
