/** The fields of image/xmp and the properties they come from (ISO 16684-1, 8; XMP part 2). */
import type { FieldDeclarations } from '../../../model/field.ts';

export const xmpFields = {
  creatorTool: { type: 'text', label: 'Creator tool', source: 'xmp:CreatorTool' },
  createDate: { type: 'timestamp', label: 'Created', source: 'xmp:CreateDate' },
  modifyDate: { type: 'timestamp', label: 'Modified', source: 'xmp:ModifyDate' },
  metadataDate: { type: 'timestamp', label: 'Metadata changed', source: 'xmp:MetadataDate' },
  capturedAt: { type: 'timestamp', label: 'Captured', source: 'exif:DateTimeOriginal' },
  dateCreated: { type: 'timestamp', label: 'Date created (Photoshop)', source: 'photoshop:DateCreated' },
  documentId: { type: 'text', label: 'Document ID', source: 'xmpMM:DocumentID' },
  instanceId: { type: 'text', label: 'Instance ID', source: 'xmpMM:InstanceID' },
  originalDocumentId: { type: 'text', label: 'Original document ID', source: 'xmpMM:OriginalDocumentID' },
  derivedFromDocumentId: { type: 'text', label: 'Derived from document ID', source: 'xmpMM:DerivedFrom/stRef:documentID' },
  title: { type: 'text', label: 'Title', source: 'dc:title' },
  description: { type: 'text', label: 'Description', source: 'dc:description' },
  creator: { type: 'text-list', label: 'Creator', source: 'dc:creator' },
  rights: { type: 'text', label: 'Rights', source: 'dc:rights' },
  keywords: { type: 'text-list', label: 'Keywords', source: 'dc:subject' },
  rating: { type: 'number', label: 'Rating', source: 'xmp:Rating' },
  label: { type: 'text', label: 'Label', source: 'xmp:Label' },
  make: { type: 'text', label: 'Make', source: 'tiff:Make' },
  model: { type: 'text', label: 'Model', source: 'tiff:Model' },
  serialNumber: { type: 'text', label: 'Serial number', source: 'aux:SerialNumber' },
  lensModel: { type: 'text', label: 'Lens model', source: 'aux:Lens' },
  latitude: { type: 'number', label: 'Latitude', unit: '°', source: 'exif:GPSLatitude' },
  longitude: { type: 'number', label: 'Longitude', unit: '°', source: 'exif:GPSLongitude' },
  altitude: { type: 'number', label: 'Altitude', unit: 'm', source: 'exif:GPSAltitude' },
  headline: { type: 'text', label: 'Headline', source: 'photoshop:Headline' },
  city: { type: 'text', label: 'City', source: 'photoshop:City' },
  provinceState: { type: 'text', label: 'Province or state', source: 'photoshop:State' },
  country: { type: 'text', label: 'Country', source: 'photoshop:Country' },
  historySoftware: { type: 'text-list', label: 'Software in the history', source: 'xmpMM:History/stEvt:softwareAgent' },
  history: { type: 'text-list', label: 'History', source: 'xmpMM:History' },
} satisfies FieldDeclarations;

export type XmpFields = typeof xmpFields;

const namespaces = {
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  stEvt: 'http://ns.adobe.com/xap/1.0/sType/ResourceEvent#',
  stRef: 'http://ns.adobe.com/xap/1.0/sType/ResourceRef#',
  dc: 'http://purl.org/dc/elements/1.1/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  aux: 'http://ns.adobe.com/exif/1.0/aux/',
  exifEX: 'http://cipa.jp/exif/1.0/',
} as const;

/** The qualified name of `dc:title` and the like. */
export function propertyName(prefixed: `${keyof typeof namespaces}:${string}`): string {
  const colon = prefixed.indexOf(':');
  return `${namespaces[prefixed.slice(0, colon) as keyof typeof namespaces]} ${prefixed.slice(colon + 1)}`;
}

/** Properties that become a field as they are; the declaration's type says how. */
export const simpleProperties: readonly (readonly [field: keyof XmpFields, property: Parameters<typeof propertyName>[0]])[] = [
  ['creatorTool', 'xmp:CreatorTool'],
  ['createDate', 'xmp:CreateDate'],
  ['modifyDate', 'xmp:ModifyDate'],
  ['metadataDate', 'xmp:MetadataDate'],
  ['capturedAt', 'exif:DateTimeOriginal'],
  ['dateCreated', 'photoshop:DateCreated'],
  ['documentId', 'xmpMM:DocumentID'],
  ['instanceId', 'xmpMM:InstanceID'],
  ['originalDocumentId', 'xmpMM:OriginalDocumentID'],
  ['title', 'dc:title'],
  ['description', 'dc:description'],
  ['creator', 'dc:creator'],
  ['rights', 'dc:rights'],
  ['keywords', 'dc:subject'],
  ['rating', 'xmp:Rating'],
  ['label', 'xmp:Label'],
  ['make', 'tiff:Make'],
  ['model', 'tiff:Model'],
  ['serialNumber', 'aux:SerialNumber'],
  ['serialNumber', 'exifEX:BodySerialNumber'],
  ['lensModel', 'aux:Lens'],
  ['lensModel', 'exifEX:LensModel'],
  ['headline', 'photoshop:Headline'],
  ['city', 'photoshop:City'],
  ['provinceState', 'photoshop:State'],
  ['country', 'photoshop:Country'],
];
