/** XMP packets (ISO 16684-1) and IPTC-IIM records (version 4.2), and the truth about them. */
import type { FieldValues } from '../../model/field.ts';
import { fromCalendarText } from '../../model/timestamp.ts';
import { calendarText, isoPakistan, type Moment, pakistanOffsetMinutes } from '../moment.ts';
import { escapeMarkup } from './markup.ts';

export interface PictureCaption {
  title: string;
  description: string;
  creator: string;
  rights: string;
  keywords: readonly string[];
  city: string;
  country: string;
  createdAt: Moment;
  creatorTool: string;
}

/** A packet with Dublin Core, XMP basic and Photoshop properties. */
export function writeXmp(caption: PictureCaption): string {
  const alternative = (text: string): string => `<rdf:Alt><rdf:li xml:lang="x-default">${escapeMarkup(text)}</rdf:li></rdf:Alt>`;
  const items = caption.keywords.map((keyword) => `<rdf:li>${escapeMarkup(keyword)}</rdf:li>`).join('');
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmp:CreatorTool="${escapeMarkup(caption.creatorTool)}" xmp:CreateDate="${isoPakistan(caption.createdAt)}" photoshop:City="${escapeMarkup(caption.city)}" photoshop:Country="${escapeMarkup(caption.country)}">
<dc:title>${alternative(caption.title)}</dc:title><dc:description>${alternative(caption.description)}</dc:description>
<dc:creator><rdf:Seq><rdf:li>${escapeMarkup(caption.creator)}</rdf:li></rdf:Seq></dc:creator>
<dc:rights>${alternative(caption.rights)}</dc:rights><dc:subject><rdf:Bag>${items}</rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}

/** The fields of `image/xmp`. */
export function xmpTruth(caption: PictureCaption): FieldValues {
  return {
    title: caption.title,
    description: caption.description,
    creator: [caption.creator],
    rights: caption.rights,
    keywords: [...caption.keywords],
    city: caption.city,
    country: caption.country,
    creatorTool: caption.creatorTool,
    createDate: fromCalendarText(isoPakistan(caption.createdAt)),
  };
}

/** Application record 2 with the envelope's declaration of UTF-8 (1:90, ISO 2022 escape `ESC % G`). */
export function writeIptc(caption: PictureCaption): Buffer {
  const [date, time] = calendarText(caption.createdAt, pakistanOffsetMinutes, '').split(' ') as [string, string];
  return Buffer.concat([
    dataSet(1, 90, Buffer.from([0x1b, 0x25, 0x47])),
    dataSet(2, 0, Buffer.from([0, 4])),
    dataSet(2, 5, caption.title),
    ...caption.keywords.map((keyword) => dataSet(2, 25, keyword)),
    dataSet(2, 55, date),
    dataSet(2, 60, `${time.replaceAll(':', '')}+0500`),
    dataSet(2, 80, caption.creator),
    dataSet(2, 90, caption.city),
    dataSet(2, 101, caption.country),
    dataSet(2, 116, caption.rights),
    dataSet(2, 120, caption.description),
  ]);
}

/** The fields of `image/iptc`. */
export function iptcTruth(caption: PictureCaption): FieldValues {
  const written = fromCalendarText(isoPakistan(caption.createdAt));
  return {
    objectName: caption.title,
    keywords: [...caption.keywords],
    dateCreated: { ...written, raw: `${calendarText(caption.createdAt, pakistanOffsetMinutes, '', ' ').replaceAll(':', '')}+0500` },
    byline: [caption.creator],
    city: caption.city,
    country: caption.country,
    copyrightNotice: caption.rights,
    caption: caption.description,
  };
}

function dataSet(record: number, number: number, content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  return Buffer.concat([Buffer.from([0x1c, record, number, bytes.length >> 8, bytes.length & 0xff]), bytes]);
}
