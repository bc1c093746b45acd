/** Gathers the fields of one artefact while a format is being read. */
import { revealHidden } from '../model/display.ts';
import type { FieldDeclarations, FieldValue } from '../model/field.ts';
import type { Emission } from './define-extractor.ts';

const maximumCharacters = 16_384;
const maximumEntries = 4096;

/**
 * Keeps the first usable value of each field together with the tag it came from. Empty values are
 * left out; overlong ones are shortened, which the emissions then say.
 */
export class ArtefactDraft<Declarations extends FieldDeclarations> {
  private readonly fields: { [Name in keyof Declarations]?: FieldValue } = {};
  private readonly sources: { [Name in keyof Declarations]?: string } = {};
  private readonly shortened: string[] = [];

  /** Sets a field unless it is set already. Undefined, null, NaN, blank text and empty lists say nothing and are ignored. */
  set(name: keyof Declarations & string, value: FieldValue | null | undefined, source: string): void {
    if (value === null || value === undefined || this.fields[name] !== undefined) return;
    const usable = this.usable(name, value);
    if (usable === null) return;
    this.fields[name] = usable;
    this.sources[name] = source;
  }

  get(name: keyof Declarations & string): FieldValue | undefined {
    return this.fields[name];
  }

  get isEmpty(): boolean {
    return Object.keys(this.fields).length === 0;
  }

  /** The artefact, if any field was set, and a note for each field that had to be shortened. */
  *emissions(): Generator<Emission<Declarations>> {
    if (this.isEmpty) return;
    yield { kind: 'artefact', fields: this.fields, sources: this.sources };
    for (const name of this.shortened) {
      yield {
        kind: 'observation',
        severity: 'note',
        code: 'value-shortened',
        message: `The value of ${revealHidden(name)} is longer than ${maximumCharacters} characters or ${maximumEntries} entries; its beginning was kept.`,
        place: this.sources[name] ?? name,
      };
    }
  }

  private usable(name: string, value: FieldValue): FieldValue | null {
    if (typeof value === 'string') return this.usableText(name, value);
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    if (!Array.isArray(value)) return value;
    const entries = value.slice(0, maximumEntries).flatMap((entry) => this.usableText(name, entry) ?? []);
    if (value.length > maximumEntries) this.shortened.push(name);
    return entries.length === 0 ? null : entries;
  }

  private usableText(name: string, value: string): string | null {
    const text = withoutPadding(value);
    if (text.trim() === '') return null;
    if (text.length <= maximumCharacters) return text;
    if (!this.shortened.includes(name)) this.shortened.push(name);
    return text.slice(0, maximumCharacters);
  }
}

/** Without the zero characters that fixed-width formats pad with. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(0, end);
}
