/** The tags that a new case starts with, in colours that the interface offers. Their names are the examiner's to change. */
import type { TagRecord } from '../../storage/review-tables.ts';
import type { CaseSession } from '../case/case-session.ts';

const defaultTags: readonly Omit<TagRecord, 'id'>[] = [
  { name: 'Relevant', colour: '#d94f45', key: '1' },
  { name: 'Suspicious', colour: '#e08a2e', key: '2' },
  { name: 'Victim', colour: '#7a63d1', key: '3' },
  { name: 'Device', colour: '#3f82d6', key: '4' },
  { name: 'Privileged', colour: '#c2569e', key: '9' },
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
