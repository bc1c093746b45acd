/** The fields of image/iptc and the data sets they come from (IPTC-IIM 4.2, record 2). */
import type { FieldDeclarations } from '../../../model/field.ts';

export const iptcFields = {
  objectName: { type: 'text', label: 'Object name', source: 'IPTC 2:05 Object Name' },
  headline: { type: 'text', label: 'Headline', source: 'IPTC 2:105 Headline' },
  caption: { type: 'text', label: 'Caption', source: 'IPTC 2:120 Caption/Abstract' },
  captionWriter: { type: 'text-list', label: 'Caption writer', source: 'IPTC 2:122 Writer/Editor' },
  keywords: { type: 'text-list', label: 'Keywords', source: 'IPTC 2:25 Keywords' },
  byline: { type: 'text-list', label: 'By-line', source: 'IPTC 2:80 By-line' },
  bylineTitle: { type: 'text-list', label: 'By-line title', source: 'IPTC 2:85 By-line Title' },
  credit: { type: 'text', label: 'Credit', source: 'IPTC 2:110 Credit' },
  source: { type: 'text', label: 'Source', source: 'IPTC 2:115 Source' },
  copyrightNotice: { type: 'text', label: 'Copyright notice', source: 'IPTC 2:116 Copyright Notice' },
  contact: { type: 'text-list', label: 'Contact', source: 'IPTC 2:118 Contact' },
  city: { type: 'text', label: 'City', source: 'IPTC 2:90 City' },
  sublocation: { type: 'text', label: 'Sublocation', source: 'IPTC 2:92 Sublocation' },
  provinceState: { type: 'text', label: 'Province or state', source: 'IPTC 2:95 Province/State' },
  countryCode: { type: 'text', label: 'Country code', source: 'IPTC 2:100 Country/Primary Location Code' },
  country: { type: 'text', label: 'Country', source: 'IPTC 2:101 Country/Primary Location Name' },
  dateCreated: { type: 'timestamp', label: 'Created', source: 'IPTC 2:55 Date Created, 2:60 Time Created' },
  digitizedAt: { type: 'timestamp', label: 'Digitized', source: 'IPTC 2:62 Digital Creation Date, 2:63 Digital Creation Time' },
  instructions: { type: 'text', label: 'Instructions', source: 'IPTC 2:40 Special Instructions' },
  category: { type: 'text', label: 'Category', source: 'IPTC 2:15 Category' },
  supplementalCategories: { type: 'text-list', label: 'Supplemental categories', source: 'IPTC 2:20 Supplemental Category' },
  jobReference: { type: 'text', label: 'Job reference', source: 'IPTC 2:103 Original Transmission Reference' },
  program: { type: 'text', label: 'Originating program', source: 'IPTC 2:65 Originating Program' },
  programVersion: { type: 'text', label: 'Program version', source: 'IPTC 2:70 Program Version' },
} satisfies FieldDeclarations;

export type IptcFields = typeof iptcFields;

/** Data sets of record 2 that hold text. Those of list fields may be repeated. */
export const textDataSets: readonly (readonly [number: number, field: keyof IptcFields])[] = [
  [5, 'objectName'],
  [105, 'headline'],
  [120, 'caption'],
  [122, 'captionWriter'],
  [25, 'keywords'],
  [80, 'byline'],
  [85, 'bylineTitle'],
  [110, 'credit'],
  [115, 'source'],
  [116, 'copyrightNotice'],
  [118, 'contact'],
  [90, 'city'],
  [92, 'sublocation'],
  [95, 'provinceState'],
  [100, 'countryCode'],
  [101, 'country'],
  [40, 'instructions'],
  [15, 'category'],
  [20, 'supplementalCategories'],
  [103, 'jobReference'],
  [65, 'program'],
  [70, 'programVersion'],
];

/** Times as pairs of data sets: date, time of day. */
export const timeDataSets: readonly (readonly [date: number, time: number, field: 'dateCreated' | 'digitizedAt'])[] = [
  [55, 60, 'dateCreated'],
  [62, 63, 'digitizedAt'],
];
