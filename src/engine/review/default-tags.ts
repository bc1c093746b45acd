/**
 * The tags that a new case starts with, named in the language of the examiner who makes it: they are then data of the case,
 * alike on the screen, in the log and in the report, and the examiner's to rename.
 */
import english from '../../../resources/translations/terms.en.json' with { type: 'json' };
import urdu from '../../../resources/translations/terms.ur.json' with { type: 'json' };
import type { TagRecord } from '../../storage/review-tables.ts';
import type { CaseSession } from '../case/case-session.ts';

const names = { en: english, ur: urdu };

const defaultTags = [
  { name: 'tag.relevant', colour: '#d94f45', key: '1' },
  { name: 'tag.suspicious', colour: '#e08a2e', key: '2' },
  { name: 'tag.victim', colour: '#7a63d1', key: '3' },
  { name: 'tag.device', colour: '#3f82d6', key: '4' },
  { name: 'tag.privileged', colour: '#c2569e', key: '9' },
  { name: 'tag.not-relevant', colour: '#7b8794', key: '0' },
] as const;

/** Gives a case its first tags, with their entry in the log; not part of what undo takes back. */
export function addDefaultTags(session: CaseSession, examiner: string, language: keyof typeof names): void {
  const tags: Omit<TagRecord, 'id'>[] = defaultTags.map(({ name, ...rest }) => ({ name: names[language][name], ...rest }));
  session.record(
    examiner,
    [{ action: 'tags-made', details: { tags: tags.map(({ name, colour, key }) => ({ name, colour, key: key ?? '' })) } }],
    () => {
      for (const tag of tags) session.review.putTag({ id: null, ...tag });
    },
  );
}
