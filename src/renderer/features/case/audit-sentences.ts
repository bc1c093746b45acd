/** Entries of the audit log as sentences in the language of the interface, with the names and numbers that they hold. */
import i18next from 'i18next';
import { revealHidden } from '../../../model/display.ts';
import { translateOr } from '../../app/language.ts';
import { formatCount, formatSize } from '../../ui/format.ts';

type Details = Readonly<Record<string, unknown>>;

/** Texts of people and of evidence go on so far; the details beneath have them whole. */
const textLimit = 160;

/** Kept from turning the sentence around it: first-strong isolate … pop directional isolate. */
function isolated(text: string): string {
  const shown = text.length > textLimit ? `${text.slice(0, textLimit)}…` : text;
  return `\u2068${revealHidden(shown)}\u2069`;
}

/** How the values of some details are said. */
const speakers: Record<string, (value: unknown) => string> = {
  bytes: (value) => formatSize(Number(value)),
  profile: (value) => translateOr(`profiles.${String(value)}.name`, String(value)),
  language: (value) => translateOr(`languages.${String(value)}`, String(value)),
  evidence: (value) => translateOr(`audit.evidence.${value === 'not read' ? 'no' : 'yes'}`, String(value)),
  result: (value) => translateOr(`audit.result.${value === 'no fault' ? 'good' : 'bad'}`, String(value)),
  mountedReadOnly: (value) => translateOr(`audit.readOnly.${String(value)}`, String(value)),
};

function spoken(name: string, value: unknown): string {
  const speaker = speakers[name];
  if (speaker !== undefined) return speaker(value);
  if (typeof value === 'number') return formatCount(value);
  if (Array.isArray(value))
    return isolated(value.map((one: unknown) => (typeof one === 'object' && one !== null && 'name' in one ? one.name : one)).join(', '));
  return isolated(String(value));
}

/** A batch that only listed, or only read, says nothing of what it did not do. */
function sentenceOf(action: string, { listed, processed }: Details): string {
  if (action !== 'items-recorded') return action;
  if (listed === 0) return 'items-processed';
  return processed === 0 ? 'items-listed' : action;
}

/** What one change did, for a notice or within a sentence. */
export function changeSentence(action: string, details: Details): string {
  const title = translateOr(`auditActions.${action}`, action);
  const values: Record<string, string | number> = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, spoken(name, value)]),
  );
  const { items } = details;
  if (typeof items === 'number') values['count'] = items;
  if (action === 'case-described')
    values['fields'] = Object.keys(details)
      .map((name) => translateOr(`header.${name}`, name))
      .join(i18next.language === 'ur' ? '، ' : ', ');
  if (action === 'review-undone' || action === 'review-redone') values['what'] = whatTravelled(details);
  const text = translateOr(`auditSentences.${sentenceOf(action, details)}`, title, values);
  // A sentence with a hole says less than its title: entries of older versions may lack a detail.
  return text.includes('{{') ? title : text;
}

/** What was taken back or done again; entries of older versions have it as an English sentence alone. */
function whatTravelled({ of, description, items }: Details): string {
  if (typeof of === 'object' && of !== null && 'action' in of) {
    const { action, ...details } = of as Record<string, unknown>;
    return changeSentence(String(action), { ...details, items });
  }
  return isolated(String(description));
}
