/** What every part of the report's pages needs: the snapshot, the language, and how numbers and times are shown. */
import type { Timestamp } from '../../model/timestamp.ts';
import type { ReportSnapshot } from '../snapshot.ts';
import { type TextKey, type Translation, translationOf } from '../translation.ts';
import { type ShownTime, showMoment, showTime, type ZoneClock, zoneClockOf } from '../zone-time.ts';
import { valueMarkup } from './evidence-text.ts';
import { type Content, html, type Markup } from './markup.ts';

/** Items on one page. */
export const itemsPerPage = 1000;

const grouped = new Intl.NumberFormat('en-GB');
const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
/** What people typed is shown whole up to this length. */
const typedLimit = 4000;

export class ReportContext {
  readonly snapshot: ReportSnapshot;
  readonly translation: Translation;
  /** Null where this run time does not know the case's zone; times are then shown in UTC alone. */
  readonly zone: ZoneClock | null;
  readonly totalItems: number;
  readonly pages: number;
  private readonly fieldLabels: ReadonlyMap<string, string>;

  constructor(snapshot: ReportSnapshot) {
    this.snapshot = snapshot;
    this.translation = translationOf(snapshot.language);
    this.zone = zoneClockOf(snapshot.info.header.timeZone);
    this.totalItems = snapshot.countsByKind.reduce((sum, { items }) => sum + items, 0);
    this.pages = Math.ceil(this.totalItems / itemsPerPage);
    this.fieldLabels = new Map(
      snapshot.fields.map(({ column, label, unit }) => {
        const own = this.translation.coded('field', column) ?? label;
        return [column, unit === undefined ? own : `${own} (${unit})`];
      }),
    );
  }

  text(key: TextKey, values?: Readonly<Record<string, string | number>>): string {
    return this.translation.text(key, values);
  }

  /** The text for a code, or the code itself. */
  coded(family: string, code: string): string {
    return this.translation.coded(family, code) ?? code;
  }

  /** Words of the report's own language, isolated: one that begins with a Latin abbreviation still runs in the page's direction. */
  own(content: Content): Markup {
    return html`<bdi dir="${this.translation.direction}">${content}</bdi>`;
  }

  /** A text in which one placeholder is filled with markup. */
  withMarkup(key: TextKey, placeholder: string, filling: Markup): Markup {
    const [before = '', after = ''] = this.text(key).split(`{${placeholder}}`);
    return html`${before}${filling}${after}`;
  }

  /**
   * An observation in the report's language, then the sentence as it was recorded, which names the particulars. The English
   * report has the recorded sentence alone.
   */
  observation(name: string, message: string, limit: number): Markup {
    const recorded = html`<bdi lang="en" dir="ltr">${valueMarkup(message, limit)}</bdi>`;
    const text = this.translation.language === 'en' ? null : this.translation.coded('observation', name);
    return text === null ? recorded : html`<span>${text}</span> <span class="soft">${recorded}</span>`;
  }

  /** What a field is called in the report's language, with its unit; a field that nobody declares by its name. */
  fieldLabel(extractor: string, name: string): string {
    return this.fieldLabels.get(`${extractor}.${name}`) ?? name;
  }

  /** `1,234,567` in both languages: figures of a report must be the same on every copy. */
  count(value: number): string {
    return grouped.format(value);
  }

  /** `1.23 MB` (powers of 1000); exact bytes below 1000. */
  size(bytes: number): Markup {
    let value = bytes;
    let unit = 0;
    while (value >= 999.5 && unit < byteUnits.length - 1) {
      value /= 1000;
      unit += 1;
    }
    const shown = unit === 0 ? this.text('items.bytes', { count: bytes }) : `${value.toPrecision(3)} ${byteUnits[unit]}`;
    return html`<bdi>${shown}</bdi>`;
  }

  /** Something a person typed or nothing. */
  typed(value: string | null): Markup {
    return value === null || value === ''
      ? html`<span class="none">${this.text('report.not-recorded')}</span>`
      : valueMarkup(value, typedLimit);
  }

  moment(iso: string): Markup {
    return this.shown(showMoment(iso, this.zone));
  }

  time(time: Timestamp): Markup {
    return this.shown(showTime(time, this.zone));
  }

  /** Both zones one after the other; what has no zone says so. */
  private shown({ utc, local, zoneKnown, isTime }: ShownTime): Markup {
    if (!isTime) return html`${valueMarkup(utc, 100)} <i>${this.text('items.not-a-time')}</i>`;
    if (!zoneKnown) return html`<bdi class="time">${utc}</bdi> <i>${this.text('items.zone-unknown')}</i>`;
    return html`<bdi class="time">${utc}</bdi>${local === null ? null : html` <bdi class="time local">${local}</bdi>`}`;
  }
}

/** Hexadecimal or another word that must be copied exactly. */
export function code(text: string): Markup {
  return html`<code dir="ltr">${text}</code>`;
}

/** What a step is called; a step without a name by its identifier. */
export function stepName(context: ReportContext, step: string): Content {
  const text = context.translation.coded('step', step);
  return text === null ? code(step) : context.own(text);
}

/** A section with its heading, which the contents link to. */
export function section(id: string, title: string, ...content: Content[]): Markup {
  return html`<section id="${id}"><h2>${title}</h2>${content}</section>\n`;
}

/** File name of the page (counted from 0) that holds the item at `ordinal`. */
export function pageName(page: number): string {
  return `${String(page + 1).padStart(4, '0')}.html`;
}
