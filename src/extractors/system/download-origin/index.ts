/** Where Windows says that a file came from: its stream Zone.Identifier, or a copy of that stream as a file. */
import { readWhole } from '../../../model/reader.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor } from '../../define-extractor.ts';
import { fields } from './fields.ts';

const maximumSize = 1024 * 1024;

const keys = [
  ['hostUrl', 'HostUrl'],
  ['referrerUrl', 'ReferrerUrl'],
  ['hostIpAddress', 'HostIpAddress'],
  ['writingPackage', 'LastWriterPackageFamilyName'],
] as const;

export const systemDownloadOrigin = defineExtractor({
  id: 'system/download-origin',
  version: '1',
  accepts: ['text/x-zone-identifier'],
  produces: fields,
  description: 'Reads the mark that Windows puts on downloaded files: the security zone, the address and the page that led there.',
  references: ['[MS-FSCC] 5.6.1 (Zone.Identifier)', 'GetPrivateProfileString (initialisation files)'],
  limits: { maximumSize },
  async *run({ reader }) {
    const values = sectionOf(textOf(await readWhole(reader, maximumSize)));
    const draft: ArtefactDraft<typeof fields> = new ArtefactDraft();
    const zone = values.get('zoneid');
    if (zone !== undefined && /^\d{1,9}$/.test(zone)) draft.set('zoneId', Number(zone), 'ZoneTransfer ZoneId');
    for (const [name, key] of keys) draft.set(name, values.get(key.toLowerCase()), `ZoneTransfer ${key}`);
    yield* draft.emissions();
  },
});

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** The values of the section ZoneTransfer; names are alike in both cases, and the first of a name counts. */
function sectionOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[(.*?)\]/.exec(line);
    if (section !== null) inside = section[1]?.toLowerCase() === 'zonetransfer';
    const equals = line.indexOf('=');
    if (!inside || section !== null || equals < 0) continue;
    const name = line.slice(0, equals).trim().toLowerCase();
    if (!values.has(name)) values.set(name, line.slice(equals + 1).trim());
  }
  return values;
}
