/** Digests and media types of the whole corpus against hashdeep, file(1) and exiftool. Files are read as they lie: nothing is unpacked. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { extensionOf } from '../../src/identification/extension.ts';
import { rootIdentityOf } from '../../src/model/medium.ts';
import type { Configuration, ItemResult, Work } from '../../src/model/processing.ts';
import { profiles } from '../../src/model/profile.ts';
import { identityOf } from '../../src/sources/folder/medium.ts';
import { prepareDigests } from '../../src/workers/digesting.ts';
import { ItemProcessor } from '../../src/workers/item-processor.ts';
import { listedTraits } from '../unit/listed-traits.ts';
import { Agreement } from './agreement.ts';

const corpora = path.join(import.meta.dirname, '../../../shared/corpora');
const present = fs.existsSync(path.join(corpora, 'expected/mime.tsv'));
const absentReason = present ? '' : ' (skipped: ../shared/corpora is absent)';

/** Names of the same type: the peers' own `x-` names, and the registered ones that the product uses. */
const aliases: Readonly<Record<string, string>> = {
  // RFC 2361 and the IANA registry have the container as video/vnd.avi.
  'video/x-msvideo': 'video/vnd.avi',
  // RFC 9559 registered it.
  'video/x-matroska': 'video/matroska',
  // Both are registered for RTF.
  'text/rtf': 'application/rtf',
  // What browsers know (WHATWG MIME Sniffing).
  'audio/x-wav': 'audio/wav',
  'audio/x-aiff': 'audio/aiff',
};

function explain(reason: string, ...files: string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [`mediaType: ${file}`, reason]));
}

/** Where file(1) and exiftool agree and we say something else, because the bytes say so. */
const explanations: Readonly<Record<string, string>> = {
  ...explain(
    'A message: it begins with header fields of RFC 5322 (two that only mail and news have, or one such as Message-ID). Both peers know mail by other first fields only, and call it plain text.',
    'documents/tika/testRFC822_simple_inline_body.txt',
    'email/mail-gem/emails/attachment_emails/attachment_message_rfc822.eml',
    'email/mail-gem/emails/attachment_emails/attachment_with_unquoted_name.eml',
    'email/mail-gem/emails/error_emails/bad_date_header.eml',
    'email/mail-gem/emails/error_emails/bad_date_header2.eml',
    'email/mail-gem/emails/error_emails/missing_body.eml',
    'email/mail-gem/emails/error_emails/missing_content_disposition.eml',
    'email/mail-gem/emails/mime_emails/raw_email12.eml',
    'email/mail-gem/emails/multi_charset/japanese.eml',
    'email/mail-gem/emails/plain_emails/raw_email_quoted_with_0d0a.eml',
    'email/tika/testRFC822-multipart',
    'email/tika/testRFC822_base64',
    'email/tika/testRFC822_dkim.eml',
    'email/tika/testThunderbirdEml.eml',
  ),
  ...explain(
    'An mbox: its first line is the separator of RFC 4155 ("From address date") with a header after it, and freedesktop.org\'s database says the same. Both peers call it plain text.',
    'email/mail-gem/emails/attachment_emails/attachment_pdf_non_ascii.eml',
    'email/mail-gem/emails/attachment_emails/attachment_pdf_non_ascii_lf.eml',
    'email/mail-gem/emails/attachment_emails/attachment_with_encoded_name.eml',
    'email/mail-gem/emails/mime_emails/raw_email11.eml',
    'email/mail-gem/emails/mime_emails/raw_email2.eml',
    'email/mail-gem/emails/plain_emails/raw_email_with_partially_quoted_subject.eml',
    'email/mail-gem/emails/rfc2822/example14.eml',
    'email/tika/headers.mbox',
    'email/tika/multiline.mbox',
  ),
  ...explain(
    'It begins with the ELF signature, which the peers see too: file describes it as "ELF … no file type", for which it has no media type.',
    'archives/libarchive/test_read_format_7zip_issue2765.7z',
    'archives/libarchive/test_read_format_7zip_sfx_elf64trunc.elf',
    'hostile/libarchive/test_read_format_7zip_malformed3.7z',
  ),
  ...explain(
    'Its [Content_Types].xml, where a package says what it is, names an Office document; the peers stop at its being a ZIP file, as its parts stand in an unusual order or its end is cut off.',
    'documents/tika/testWORD.docx',
    'documents/tika/testWORD_truncated.docx',
    'documents/tika/testPPTX_overlappingRelations.pptx',
  ),
  ...explain('A package that holds 3D/3dmodel.model; the peers stop at its being a ZIP file.', 'types/file-type/fixture.3mf'),
  ...explain(
    'JPEG-LS (ISO/IEC 14495-1): its frame header is SOF55, FF F7. The peers look at the first three bytes, which it has in common with JPEG; no JPEG decoder reads it.',
    'types/file-type/fixture-hp1.jls',
    'types/file-type/fixture-hp2.jls',
    'types/file-type/fixture-hp3.jls',
  ),
  ...explain(
    'All of it is one JSON array, as JSON.parse confirms; the peers give up at its depth.',
    'hostile/made-here/documents/deep.json',
  ),
  ...explain(
    'It has no Workbook but EncryptionInfo and EncryptedPackage: a workbook with a password, as file itself says of documents/tika/protectedFile.xlsx. Here both peers go by the name of the program in its summary.',
    'types/file-type/fixture-password-protected.xls',
  ),
  ...explain('Its only stream is one of audio (ASF_Audio_Media); the peers name the container.', 'types/file-type/fixture.wma.asf'),
};

/** What compound files hold: those of which file(1) alone, or none of the peers, has the name. */
const compoundFiles: Readonly<Record<string, string>> = {
  'email/tika/test-outlook.msg': 'application/vnd.ms-outlook',
  'email/tika/testMSG_Contact.msg': 'application/vnd.ms-outlook',
  'email/tika/testMSG_chinese.msg': 'application/vnd.ms-outlook',
  'documents/tika/protectedFile.xlsx': 'application/encrypted',
  'documents/tika/simple_upper_case.doc': 'application/msword',
  'windows/ez-jumplist/Win7/1b4dd67f29cb1962.automaticDestinations-ms': 'application/x-ms-jump-list',
  'windows/plaso/automaticDestinations-ms/9d1f905ce5044aee.automaticDestinations-ms': 'application/x-ms-jump-list',
  // Its allocation table goes round in a circle: what it holds cannot be told.
  'hostile/made-here/artefacts/ole-fat-loop.doc': 'application/x-cfb',
};

const work: Work = { type: 'work', batch: 0, items: [], alone: false };
const results = new Map<string, ItemResult>();

describe.skipIf(!present)(`corpus: identification${absentReason}`, () => {
  beforeAll(async () => {
    const { digests } = profiles.standard;
    const resolved = fs.realpathSync(corpora);
    const root = { path: Buffer.from(resolved).toString('latin1'), ...rootIdentityOf(identityOf(Buffer.from(resolved))) };
    const configuration: Configuration = { type: 'configure', digests, extractors: [], thorough: true, roots: { 1: root } };
    await prepareDigests(digests);
    const processor = new ItemProcessor(configuration, []);
    for (const { name } of hashdeepLines()) {
      const file = path.posix.basename(name);
      const listed = listedTraits(resolved, Buffer.from(name));
      const item = { key: 1, source: 1, path: name, name: file, extension: extensionOf(file), listed };
      results.set(name, await processor.process(item, work, () => undefined));
    }
  });

  test('sizes and digests of every file are those of hashdeep', () => {
    const agreement = new Agreement();
    for (const { name, size, ...digests } of hashdeepLines()) {
      const ours = results.get(name);
      agreement.compare('size', name, ours?.size, size);
      for (const [algorithm, digest] of Object.entries(digests))
        agreement.compare(algorithm, name, ours?.digests[algorithm as 'md5'], digest);
    }
    process.stdout.write(agreement.table(`Digests against hashdeep, ${results.size} files`));
    expect(results.size).toBeGreaterThan(1800);
    expect(agreement.shares).toEqual({ size: 1, md5: 1, sha1: 1, sha256: 1 });
  });

  test('media types agree where file and exiftool agree', () => {
    const agreement = new Agreement(explanations);
    const rows = fs.readFileSync(path.join(corpora, 'expected/mime.tsv'), 'utf8').trimEnd().split('\n').slice(1);
    for (const row of rows) {
      const [name = '', theirs = '', , , , , agreed] = row.split('\t');
      if (agreed === '1') agreement.compare('mediaType', name, results.get(name)?.mediaType, aliases[theirs] ?? theirs);
    }
    process.stdout.write(agreement.table('Media types where file and exiftool agree'));
    expect(agreement.shares['mediaType']).toBeGreaterThanOrEqual(0.98);
    expect(agreement.differences, 'differences that nothing explains').toEqual([]);
    expect(agreement.unused, 'explanations that no difference calls for').toEqual([]);
  });

  test('compound files are named by what they hold', () => {
    expect(Object.fromEntries(Object.keys(compoundFiles).map((name) => [name, results.get(name)?.mediaType]))).toEqual(compoundFiles);
  });
});

interface HashdeepLine {
  name: string;
  size: number;
  md5: string;
  sha1: string;
  sha256: string;
}

/** The lines of hashdeep's list: size, MD5, SHA-1, SHA-256 and the name. */
function hashdeepLines(): HashdeepLine[] {
  const lines = fs.readFileSync(path.join(corpora, 'expected/hashes.hashdeep'), 'utf8').trimEnd().split('\n');
  return lines
    .filter((line) => !/^[%#]/.test(line))
    .map((line) => {
      const [size, md5 = '', sha1 = '', sha256 = '', ...name] = line.split(',');
      return { name: name.join(',').replace(/^\.\//, ''), size: Number(size), md5, sha1, sha256 };
    });
}
