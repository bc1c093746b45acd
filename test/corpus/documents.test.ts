/** Documents against what exiftool and the PDF tools say of them, and hostile ones against their deadline. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Extractor } from '../../src/extractors/define-extractor.ts';
import { officeProperties } from '../../src/extractors/document/office-properties/index.ts';
import { pdfProperties } from '../../src/extractors/document/pdf-properties/index.ts';
import { isTimestamp } from '../../src/model/field.ts';
import { type Collected, collect } from '../extractors/run-extractor.ts';
import { Agreement } from './agreement.ts';

const corpora = path.join(import.meta.dirname, '../../../shared/corpora');
const expectedFile = path.join(corpora, 'expected/documents/exiftool-n.json');
const present = fs.existsSync(expectedFile);
const absentNote = present ? '' : ' (skipped: ../shared/corpora is absent)';

type PeerValues = Record<string, unknown> & { SourceFile: string };

const peers = (): PeerValues[] => JSON.parse(fs.readFileSync(expectedFile, 'utf8'));
const typeOf = (peer: PeerValues) => peer['File:FileType'];
const read = (extractor: Extractor, file: string, mediaType: string) =>
  collect(extractor, fs.readFileSync(path.join(corpora, file)), { mediaType });

/** A field as exiftool prints it: times as `2010:03:10 16:51:48+01:00`, without fractions. */
function asPrinted(collected: Collected, field: string): unknown {
  const value = collected.artefacts[0]?.fields[field];
  if (value === undefined) return null;
  if (!isTimestamp(value)) return typeof value === 'number' ? String(value) : value;
  return value.iso === null
    ? value.raw
    : value.iso
        .replace(/^(\d{4})-(\d{2})-(\d{2})T?/, (_, year, month, day) => `${year}:${month}:${day} `)
        .replace(/\.\d+/, '')
        .trim();
}

/** The peer's value as text; lists joined as they stand in the file, blank ones and the zero time null. */
function peerText(value: unknown): string | null {
  const text = Array.isArray(value) ? value.join(', ') : value === undefined ? '' : String(value);
  return text.trim() === '' || text === '0000:00:00 00:00:00' ? null : text;
}

function compareFields(
  agreement: Agreement,
  peer: PeerValues,
  collected: Collected,
  pairs: readonly (readonly [ours: string, theirs: string, fallback?: string])[],
): void {
  for (const [ours, theirs, fallback] of pairs) {
    const value = asPrinted(collected, ours);
    const said = peerText(peer[theirs]) ?? (fallback === undefined ? null : peerText(peer[fallback]));
    if (value !== null || said !== null) agreement.compare(ours, peer.SourceFile, value, said);
  }
}

const pdfPairs = [
  ['title', 'PDF:Title', 'XMP-dc:Title'],
  ['author', 'PDF:Author', 'XMP-dc:Creator'],
  ['subject', 'PDF:Subject'],
  ['creator', 'PDF:Creator', 'XMP-xmp:CreatorTool'],
  ['producer', 'PDF:Producer', 'XMP-pdf:Producer'],
  ['company', 'PDF:Company'],
  ['createdAt', 'PDF:CreateDate', 'XMP-xmp:CreateDate'],
  ['modifiedAt', 'PDF:ModifyDate', 'XMP-xmp:ModifyDate'],
  ['pageCount', 'PDF:PageCount'],
  ['language', 'PDF:Language'],
] as const;

const countIsClear = 'the page count is not encrypted; exiftool gives up on documents with a password';

const pdfExplanations: Record<string, string> = {
  'pageCount: documents/format-corpus/office-examples/OpenOffice.org 3.2.0 OSX/pdf-features/simple-open-nocopy-password.pdf': countIsClear,
  'pageCount: documents/format-corpus/office-examples/OpenOffice.org 3.2.0 OSX/pdf-features/simple-open-password.pdf': countIsClear,
  'pageCount: documents/py-pdf/libreoffice-writer-password.pdf': countIsClear,
  'pageCount: documents/py-pdf/grayscale-image.pdf':
    'the cross-reference is damaged; exiftool stops there, we search for the objects (pdfinfo finds the page too)',
  'producer: documents/py-pdf/reportlab-overlay.pdf':
    'one object serves as information and as form dictionary; exiftool reads it once, as the latter',
  'language: documents/tika/testPDF_diffTitles.pdf':
    'a custom entry of the information dictionary that happens to be named Language; ours is the catalogue',
};

const olePairs = [
  ['title', 'FlashPix:Title'],
  ['subject', 'FlashPix:Subject'],
  ['author', 'FlashPix:Author'],
  ['lastModifiedBy', 'FlashPix:LastModifiedBy'],
  ['keywords', 'FlashPix:Keywords'],
  ['comments', 'FlashPix:Comments'],
  ['category', 'FlashPix:Category'],
  ['company', 'FlashPix:Company'],
  ['application', 'FlashPix:Software'],
  ['template', 'FlashPix:Template'],
  ['revision', 'FlashPix:RevisionNumber'],
  ['totalEditingTime', 'FlashPix:TotalEditTime'],
  ['pages', 'FlashPix:Pages'],
  ['words', 'FlashPix:Words'],
  ['characters', 'FlashPix:Characters'],
] as const;

const oleTimes = [
  ['createdAt', 'FlashPix:CreateDate'],
  ['modifiedAt', 'FlashPix:ModifyDate'],
  ['lastPrintedAt', 'FlashPix:LastPrinted'],
] as const;

const oleExplanations: Record<string, string> = {};

const rtfPairs = [
  ['title', 'RTF:Title'],
  ['author', 'RTF:Author'],
  ['lastModifiedBy', 'RTF:LastModifiedBy'],
  ['company', 'RTF:Company'],
  ['createdAt', 'RTF:CreateDate'],
  ['modifiedAt', 'RTF:ModifyDate'],
  ['pages', 'RTF:Pages'],
  ['words', 'RTF:Words'],
  ['characters', 'RTF:Characters'],
  ['revision', 'RTF:RevisionNumber'],
] as const;

const upr = 'exiftool does not resolve \\upr, which holds the text in ANSI and in Unicode';

const rtfExplanations: Record<string, string> = {
  'title: documents/tika/testRTFJapanese.rtf': upr,
  'author: documents/tika/testRTFListMicrosoftWord.rtf': upr,
};

function judge(agreement: Agreement, title: string): void {
  process.stdout.write(agreement.table(title));
  expect(agreement.unused).toEqual([]);
  for (const [field, share] of Object.entries(agreement.shares)) expect(share, field).toBeGreaterThanOrEqual(0.98);
}

describe.skipIf(!present)(`documents of the corpus${absentNote}`, () => {
  test('PDF properties agree with exiftool', async () => {
    const agreement = new Agreement(pdfExplanations);
    for (const peer of peers().filter((each) => typeOf(each) === 'PDF')) {
      const collected = await read(pdfProperties, peer.SourceFile, 'application/pdf');
      compareFields(agreement, peer, collected, pdfPairs);
      agreement.compare('isLinearized', peer.SourceFile, collected.artefacts[0]?.fields.isLinearized, peer['PDF:Linearized']);
      agreement.compare('encrypted', peer.SourceFile, collected.artefacts[0]?.fields.encrypted, peer['PDF:Encryption'] !== undefined);
    }
    judge(agreement, 'document/pdf-properties against exiftool');
  });

  test('PDF pages and encryption agree with pdfinfo', async () => {
    const agreement = new Agreement();
    const rows = fs.readFileSync(path.join(corpora, 'expected/documents/text.tsv'), 'utf8').split('\n').slice(1);
    for (const row of rows) {
      const [file = '', , , , , pages = '', encrypted = ''] = row.split('\t');
      if (!/\.pdf$/.test(file) || pages === '') continue;
      const collected = await read(pdfProperties, file, 'application/pdf');
      agreement.compare('pageCount', file, collected.artefacts[0]?.fields.pageCount, Number(pages));
      agreement.compare('encrypted', file, collected.artefacts[0]?.fields.encrypted, encrypted.startsWith('yes'));
    }
    judge(agreement, 'document/pdf-properties against pdfinfo');
  });

  test('OLE properties agree with exiftool', async () => {
    const agreement = new Agreement(oleExplanations);
    for (const peer of peers().filter((each) => ['DOC', 'XLS', 'PPT', 'FPX'].includes(String(typeOf(each))))) {
      const collected = await read(officeProperties, peer.SourceFile, 'application/x-cfb');
      compareFields(agreement, peer, collected, olePairs);
      for (const [ours, theirs] of oleTimes) {
        // exiftool leaves out that FILETIMEs are UTC.
        const said = peerText(peer[theirs] === 0 ? undefined : peer[theirs]);
        const value = asPrinted(collected, ours);
        if (value !== null || said !== null) agreement.compare(ours, peer.SourceFile, value, said === null ? null : `${said}Z`);
      }
    }
    judge(agreement, 'document/office-properties (OLE) against exiftool');
  });

  test('RTF properties agree with exiftool', async () => {
    const agreement = new Agreement(rtfExplanations);
    for (const peer of peers().filter((each) => typeOf(each) === 'RTF')) {
      compareFields(agreement, peer, await read(officeProperties, peer.SourceFile, 'application/rtf'), rtfPairs);
    }
    judge(agreement, 'document/office-properties (RTF) against exiftool');
  });
});

/** Finds a part by unzip and an element in it by its name: as little as possible in common with the extractor. */
function unzipped(file: string, part: string): string | null {
  try {
    return execFileSync('unzip', ['-p', path.join(corpora, file), part], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 24,
    });
  } catch {
    return null;
  }
}

function elementText(xml: string | null, element: string): string | null {
  const match = new RegExp(`<${element}(?:\\s[^>]*)?>([^<]*)</${element}>`).exec(xml ?? '');
  const text = match?.[1]?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&') ?? '';
  return text.trim() === '' ? null : text;
}

const packageFields = {
  openXml: [
    ['title', 'docProps/core.xml', 'dc:title'],
    ['author', 'docProps/core.xml', 'dc:creator'],
    ['lastModifiedBy', 'docProps/core.xml', 'cp:lastModifiedBy'],
    ['subject', 'docProps/core.xml', 'dc:subject'],
    ['keywords', 'docProps/core.xml', 'cp:keywords'],
    ['revision', 'docProps/core.xml', 'cp:revision'],
    ['createdAt', 'docProps/core.xml', 'dcterms:created'],
    ['modifiedAt', 'docProps/core.xml', 'dcterms:modified'],
    ['application', 'docProps/app.xml', 'Application'],
    ['applicationVersion', 'docProps/app.xml', 'AppVersion'],
    ['company', 'docProps/app.xml', 'Company'],
    ['template', 'docProps/app.xml', 'Template'],
    ['pages', 'docProps/app.xml', 'Pages'],
    ['words', 'docProps/app.xml', 'Words'],
    ['slides', 'docProps/app.xml', 'Slides'],
  ],
  openDocument: [
    ['title', 'meta.xml', 'dc:title'],
    ['author', 'meta.xml', 'meta:initial-creator'],
    ['lastModifiedBy', 'meta.xml', 'dc:creator'],
    ['application', 'meta.xml', 'meta:generator'],
    ['createdAt', 'meta.xml', 'meta:creation-date'],
    ['modifiedAt', 'meta.xml', 'dc:date'],
    ['revision', 'meta.xml', 'meta:editing-cycles'],
  ],
} as const;

const hasUnzip = spawnable('unzip', '-v');

function spawnable(program: string, argument: string): boolean {
  try {
    execFileSync(program, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!present || !hasUnzip)(`packages of the corpus${absentNote || (hasUnzip ? '' : ' (skipped: unzip is absent)')}`, () => {
  test('OOXML and OpenDocument properties agree with the unzipped parts', async () => {
    const agreement = new Agreement();
    const folder = path.join(corpora, 'documents/tika');
    for (const name of fs.readdirSync(folder).sort()) {
      const kind = /\.(?:docx|docm|xlsx|xlsb|pptx|pptm)$/.test(name) ? 'openXml' : /\.od[tsp]$/.test(name) ? 'openDocument' : null;
      if (kind === null || fs.readFileSync(path.join(folder, name)).readUInt16BE(0) !== 0x504b) continue;
      const file = `documents/tika/${name}`;
      const collected = await read(
        officeProperties,
        file,
        kind === 'openXml'
          ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
          : 'application/vnd.oasis.opendocument.text',
      );
      const parts = new Map<string, string | null>();
      for (const [field, part, element] of packageFields[kind]) {
        if (!parts.has(part)) parts.set(part, unzipped(file, part));
        const said = elementText(parts.get(part) ?? null, element);
        const value = collected.artefacts[0]?.fields[field];
        const ours = value === undefined ? null : isTimestamp(value) ? value.raw : String(value);
        if (ours !== null || said !== null) agreement.compare(`${kind}.${field}`, file, ours, said);
      }
    }
    judge(agreement, 'document/office-properties (packages) against unzip');
  });
});

describe.skipIf(!present)(`hostile documents${absentNote}`, () => {
  /** HARDENING.md gives 60 s + 2 s a megabyte; nothing of this size may come near it. */
  const deadlineMilliseconds = 10_000;

  test('each ends in time with a result or a recorded fault', { timeout: 300_000 }, async () => {
    const folders = [
      'hostile/made-here/documents',
      'hostile/made-here/artefacts',
      'hostile/format-corpus',
      'hostile/tika',
      'hostile/me-fuzzing',
    ];
    const files = folders
      .filter((folder) => fs.existsSync(path.join(corpora, folder)))
      .flatMap((folder) =>
        fs.readdirSync(path.join(corpora, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
      );
    const slow: string[] = [];
    let answered = 0;
    for (const file of files.filter((each) => fs.statSync(path.join(corpora, each)).isFile()).sort()) {
      for (const [extractor, mediaType] of [
        [pdfProperties, 'application/pdf'],
        [officeProperties, 'application/x-cfb'],
        [officeProperties, 'application/vnd.oasis.opendocument.text'],
      ] as const) {
        const start = performance.now();
        const collected = await read(extractor, file, mediaType);
        if (collected.artefacts.length + collected.observations.length > 0) answered += 1;
        if (performance.now() - start > deadlineMilliseconds) slow.push(file);
      }
    }
    expect(files.length).toBeGreaterThan(50);
    expect(answered).toBeGreaterThan(50);
    expect(slow).toEqual([]);
  });
});
