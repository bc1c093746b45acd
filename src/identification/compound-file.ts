/**
 * Names what a compound file (OLE structured storage) holds: by the streams that only one kind of document has, then by
 * the class of its root. What lies deeper is embedded in the document and says nothing of the document itself.
 */
import { CompoundFile } from '../formats/compound-file/index.ts';
import type { ByteReader } from '../model/reader.ts';

/**
 * Top-level names that decide, in upper case as [MS-CFB] 2.6.4 compares them; all of a line must be there. Sources: [MS-DOC] 2.1,
 * [MS-XLS] 2.1.2, [MS-PPT] 2.1, [MS-OFFCRYPTO] 2.3.4 (encrypted Office packages), [MS-OXMSG] 2.2, [MS-SHLLINK] destinations,
 * Hancom's HWP 5 revision 1.3, and for the rest what their programs write.
 */
const byNames: readonly [names: readonly string[], mediaType: string][] = [
  [['ENCRYPTIONINFO', 'ENCRYPTEDPACKAGE'], 'application/encrypted'],
  [['__PROPERTIES_VERSION1.0'], 'application/vnd.ms-outlook'],
  [['VISIODOCUMENT'], 'application/vnd.visio'],
  [['POWERPOINT DOCUMENT'], 'application/vnd.ms-powerpoint'],
  [['PP40'], 'application/vnd.ms-powerpoint'],
  [['WORDDOCUMENT'], 'application/msword'],
  [['WORKBOOK'], 'application/vnd.ms-excel'],
  [['BOOK'], 'application/vnd.ms-excel'],
  [['QUILL', 'CONTENTS'], 'application/x-mspublisher'],
  [['FILEHEADER', 'BODYTEXT'], 'application/x-hwp'],
  [['STARWRITERDOCUMENT'], 'application/vnd.stardivision.writer'],
  [['STARCALCDOCUMENT'], 'application/vnd.stardivision.calc'],
  [['STARDRAWDOCUMENT3'], 'application/vnd.stardivision.draw'],
  // No name is registered for jump lists; this one is ours.
  [['DESTLIST'], 'application/x-ms-jump-list'],
  // Thumbs.db keeps its index in this stream, and its pictures in streams that have numbers for names.
  [['CATALOG', '1'], 'application/vnd.microsoft.windows.thumbnail-cache'],
];

/** Classes of the root entry, by the document's program (HKEY_CLASSES_ROOT\CLSID of Windows and Office). */
const byClass: Readonly<Record<string, string>> = {
  '000c1082-0000-0000-c000-000000000046': 'application/x-msi',
  '000c1084-0000-0000-c000-000000000046': 'application/x-msi',
  '000c1086-0000-0000-c000-000000000046': 'application/x-msi',
  '00020900-0000-0000-c000-000000000046': 'application/msword',
  '00020906-0000-0000-c000-000000000046': 'application/msword',
  '00020810-0000-0000-c000-000000000046': 'application/vnd.ms-excel',
  '00020820-0000-0000-c000-000000000046': 'application/vnd.ms-excel',
  '64818d10-4f9b-11cf-86ea-00aa00b929e8': 'application/vnd.ms-powerpoint',
  '64818d11-4f9b-11cf-86ea-00aa00b929e8': 'application/vnd.ms-powerpoint',
  '00021a13-0000-0000-c000-000000000046': 'application/vnd.visio',
  '00021a14-0000-0000-c000-000000000046': 'application/vnd.visio',
  '00021201-0000-0000-00c0-000000000046': 'application/x-mspublisher',
  '74b78f3a-c8c8-11d1-be11-00c04fb6faf1': 'application/vnd.ms-project',
  '56616700-c154-11ce-8553-00aa00a1f95b': 'image/vnd.fpx',
};

/** The media type of what a compound file holds; null where nothing in it says so, or where its tables are damaged. */
export async function nameCompoundFile(reader: ByteReader): Promise<string | null> {
  let file: CompoundFile;
  try {
    file = await CompoundFile.open(reader);
  } catch {
    // Damaged beyond use: what is left is a compound file of an unknown kind.
    return null;
  }
  const names = new Set(file.entries.filter(({ path }) => !path.includes('/')).map(({ path }) => path.toUpperCase()));
  const found = byNames.find(([needed]) => needed.every((name) => names.has(name)));
  return found?.[1] ?? byClass[file.rootClass] ?? null;
}
