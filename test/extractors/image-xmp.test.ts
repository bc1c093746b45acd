import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { imageXmp } from '../../src/extractors/image/xmp/index.ts';
import {
  ascii,
  bytes,
  heif,
  jpeg,
  png,
  pngChunk,
  tiff,
  undefinedBytes,
  webp,
  xmpExtensionSegment,
  xmpPacket,
  xmpSegment,
} from './picture-builder.ts';
import { type Collected, collect } from './run-extractor.ts';

async function run(input: Uint8Array, mediaType = 'image/jpeg'): Promise<Collected> {
  return collect(imageXmp, input, { mediaType });
}

async function runPacket(packet: string): Promise<Collected> {
  return run(jpeg({ segments: [xmpSegment(packet)] }));
}

const attributes =
  'xmp:CreatorTool="Adobe Photoshop CS6 (Macintosh)" xmp:CreateDate="2013-07-04T17:23:10-03:00" xmp:ModifyDate="2013-07-04T17:24Z" xmp:Rating="-1" ' +
  'xmpMM:DocumentID="did:1" xmpMM:InstanceID="iid:2" xmpMM:OriginalDocumentID="oid:3" tiff:Make="Nokia &amp; Sons &#x627;" ' +
  'exif:GPSLatitude="24,51.65S" exif:GPSLongitude="67,0,36E" exif:GPSAltitude="25/2" exif:GPSAltitudeRef="1"';

const content = `
  <dc:title><rdf:Alt><rdf:li xml:lang="ur">عنوان</rdf:li><rdf:li xml:lang="x-default">Title</rdf:li></rdf:Alt></dc:title>
  <dc:description><rdf:Alt><rdf:li xml:lang="x-default">line 1&#xA;line 2 &lt;b&gt;</rdf:li></rdf:Alt></dc:description>
  <dc:creator><rdf:Seq><rdf:li>One</rdf:li><rdf:li>Two</rdf:li></rdf:Seq></dc:creator>
  <dc:subject><rdf:Bag><rdf:li>شہر</rdf:li><rdf:li>coast</rdf:li></rdf:Bag></dc:subject>
  <dc:rights>mine</dc:rights>
  <xmp:MetadataDate>2013-07</xmp:MetadataDate>
  <xmpMM:DerivedFrom stRef:documentID="did:0"/>
  <xmpMM:History><rdf:Seq>
    <rdf:li stEvt:action="created" stEvt:when="2013-07-04T17:23:10-03:00" stEvt:softwareAgent="Program A"/>
    <rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action><stEvt:softwareAgent>Program B</stEvt:softwareAgent></rdf:li>
    <rdf:li><rdf:Description stEvt:action="saved" stEvt:softwareAgent="Program A"/></rdf:li>
  </rdf:Seq></xmpMM:History>`;

const expected = {
  creatorTool: 'Adobe Photoshop CS6 (Macintosh)',
  createDate: { raw: '2013-07-04T17:23:10-03:00', iso: '2013-07-04T17:23:10-03:00', precision: 'second', basis: 'offset' },
  modifyDate: { raw: '2013-07-04T17:24Z', iso: '2013-07-04T17:24:00Z', precision: 'minute', basis: 'utc' },
  metadataDate: { raw: '2013-07', iso: null, precision: 'month', basis: 'local-unknown' },
  documentId: 'did:1',
  instanceId: 'iid:2',
  originalDocumentId: 'oid:3',
  derivedFromDocumentId: 'did:0',
  title: 'Title',
  description: 'line 1\nline 2 <b>',
  creator: ['One', 'Two'],
  keywords: ['شہر', 'coast'],
  rights: 'mine',
  rating: -1,
  make: 'Nokia & Sons ا',
  latitude: -24.8608333333,
  longitude: 67.01,
  altitude: -12.5,
  historySoftware: ['Program A', 'Program B'],
  history: ['2013-07-04T17:23:10-03:00 created Program A', 'saved Program B', 'saved Program A'],
};

describe('image/xmp', () => {
  test('reads properties as attributes, elements, arrays and structures', async () => {
    const collected = await runPacket(xmpPacket(attributes, content));
    expect(collected.artefacts[0]?.fields).toEqual(expected);
    expect(collected.artefacts[0]?.sources['title']).toBe('dc:title');
    expect(collected.observations.map(({ code }) => code)).toEqual(['invalid-time']);
    expect(collected.incomplete).toBe(false);
  });

  test('reads packets out of every container, in UTF-8 and UTF-16', async () => {
    const packet = xmpPacket('xmp:CreatorTool="Tool"');
    const utf8 = new TextEncoder().encode(packet);
    const international = (compressed: number, text: Uint8Array): Uint8Array =>
      pngChunk('iTXt', 'XML:com.adobe.xmp\0', [compressed, 0], '\0\0', text);
    const profile = `\nxmp\n${utf8.length}\n${Buffer.from(utf8).toString('hex')}\n`;
    const inputs: [Uint8Array, string][] = [
      [jpeg({ segments: [xmpSegment(packet)] }), 'image/jpeg'],
      [png(1, 1, international(0, utf8)), 'image/png'],
      [png(1, 1, international(1, deflateSync(utf8))), 'image/png'],
      [png(1, 1, pngChunk('tEXt', 'Raw profile type xmp\0', profile)), 'image/png'],
      [webp(1, 1, ['XMP ', utf8]), 'image/webp'],
      [heif({ width: 1, height: 1, xmp: packet }), 'image/heic'],
      [tiff({ main: [undefinedBytes(0x02bc, utf8, 1)] }), 'image/tiff'],
      [utf8, 'application/rdf+xml'],
      [new Uint8Array(Buffer.from(`\ufeff${packet}`, 'utf16le')), 'application/rdf+xml'],
    ];
    for (const [input, mediaType] of inputs) {
      const collected = await run(input, mediaType);
      expect(collected.artefacts[0]?.fields).toEqual({ creatorTool: 'Tool' });
      expect(collected.observations).toEqual([]);
    }
  });

  test('joins extended packets, in whatever order their parts come, and tells missing parts', async () => {
    const extension = new TextEncoder().encode(xmpPacket('', content));
    const half = extension.length >> 1;
    const digest = '0123456789ABCDEF0123456789ABCDEF';
    const main = xmpSegment(xmpPacket(attributes));
    const second = xmpExtensionSegment(digest, extension.length, half, extension.subarray(half));
    const whole = await run(
      jpeg({ segments: [main, second, xmpExtensionSegment(digest, extension.length, 0, extension.subarray(0, half))] }),
    );
    expect(whole.artefacts[0]?.fields).toEqual(expected);
    const torn = await run(jpeg({ segments: [main, second] }));
    expect(torn.artefacts[0]?.fields).toMatchObject({ creatorTool: expected.creatorTool });
    expect(torn.observations.map(({ code }) => code)).toEqual(['xmp-extension-incomplete']);
    expect(torn.incomplete).toBe(true);
  });

  test('goes by namespaces, not by prefixes', async () => {
    const packet =
      '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description xmlns:a="http://ns.adobe.com/xap/1.0/" xmlns:xmp="other:"' +
      ' a:CreatorTool="Tool" xmp:CreateDate="2020-01-01"/></r:RDF>';
    expect((await runPacket(packet)).artefacts[0]?.fields).toEqual({ creatorTool: 'Tool' });
  });

  test.each([
    ['a bomb of entities', `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${xmpPacket('xmp:CreatorTool="&b;"')}`, 'xmp-document-type'],
    ['an external entity', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${xmpPacket('xmp:CreatorTool="x"')}`, 'xmp-document-type'],
    ['text that is not XML', '<x:xmpmeta <<< ', 'xmp-malformed'],
    ['endless nesting', '<a>'.repeat(2000), 'xmp-malformed'],
  ])('refuses %s', async (_, packet, code) => {
    const collected = await runPacket(packet);
    expect(collected.artefacts).toEqual([]);
    expect(collected.observations.map((observation) => observation.code)).toEqual([code]);
    expect(collected.incomplete).toBe(true);
  });

  test('leaves undeclared entities as they are written', async () => {
    const collected = await runPacket(xmpPacket('xmp:CreatorTool="&bomb; &amp;lt; &#0;"'));
    expect(collected.artefacts[0]?.fields).toEqual({ creatorTool: '&bomb; &lt; &#0;' });
  });

  test('is bounded: a compressed packet that inflates without end, and one over the limit', async () => {
    const bomb = deflateSync(new Uint8Array(32 * 1024 * 1024));
    const collected = await run(png(1, 1, pngChunk('iTXt', 'XML:com.adobe.xmp\0', [1, 0], '\0\0', bomb)));
    expect(collected.observations.map(({ code }) => code)).toEqual(['inflation-failed']);
    const long = await run(bytes('<a>', new Uint8Array(5 * 1024 * 1024).fill(0x20)), 'application/rdf+xml');
    expect(long.observations.map(({ code }) => code)).toEqual(['over-size-limit']);
  });

  test('takes time in proportion to long runs of blanks', async () => {
    const blanks = ' '.repeat(1024 * 1024);
    const started = performance.now();
    await run(bytes(`<a${blanks}>${blanks}</a>${blanks}x`), 'application/rdf+xml');
    await run(bytes(xmpPacket(`xmp:CreateDate="2020${blanks}x" xmp:CreatorTool="a${blanks}x"`)), 'application/rdf+xml');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('says nothing of pictures without a packet, nor of empty ones', async () => {
    for (const input of [jpeg(), tiff({ main: [ascii(0x010f, 'x')] }), jpeg({ segments: [xmpSegment('   \0')] })]) {
      expect(await run(input)).toEqual({ artefacts: [], children: [], observations: [], incomplete: false });
    }
  });

  test('does not take positions that do not exist', async () => {
    const collected = await runPacket(xmpPacket('exif:GPSLatitude="95,0.0N" exif:GPSLongitude="10,0.0" exif:GPSAltitude="1/0"'));
    expect(collected.artefacts).toEqual([]);
    expect(collected.observations.map(({ code }) => code)).toEqual(['gps-invalid', 'gps-invalid']);
  });
});
