/** The tags that a new case starts with. Their names are the examiner's to change. */
import type { TagRecord } from '../../storage/review-tables.ts';
import type { CaseSession } from '../case/case-session.ts';

const defaultTags: readonly Omit<TagRecord, 'id'>[] = [
  { name: 'Relevant', colour: '#d64545', key: '1' },
  { name: 'Suspicious', colour: '#d9822b', key: '2' },
  { name: 'Victim', colour: '#8e5bd0', key: '3' },
  { name: 'Device', colour: '#2f80c3', key: '4' },
  { name: 'Privileged', colour: '#c2448e', key: '9' },
  { name: 'Not relevant', colour: '#7b8794', key: '0' },
];

/** Gives a case its first tags, with their entry in the log; not part of what undo takes back. */
export function addDefaultTags(session: CaseSession, examiner: string): void {
  session.record(
    examiner,
    [{ action: 'tags-made', details: { tags: defaultTags.map(({ name, colour, key }) => ({ name, colour, key: key ?? '' })) } }],
    () => {
      for (const tag of defaultTags) session.review.putTag({ id: null, ...tag });
    },
  );
}
