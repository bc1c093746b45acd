/** The HTML report: complete, self-contained, honest about gaps, safe whatever the names, alike in both languages. */
import { describe, expect, it } from 'vitest';
import english from '../../../resources/translations/report.en.json' with { type: 'json' };
import urdu from '../../../resources/translations/report.ur.json' with { type: 'json' };
import terms from '../../../resources/translations/terms.ur.json' with { type: 'json' };
import type { Item } from '../../../src/model/item.ts';
import { auditAnchor } from '../../../src/reports/html/closing.ts';
import { writeHtmlReport } from '../../../src/reports/html/write-html-report.ts';
import { notableCodes } from '../../../src/reports/notable.ts';
import type { ReportSnapshot } from '../../../src/reports/snapshot.ts';
import { exhibitOf, makeItem, sampleInfo, sampleItems, sampleSnapshot } from './sample-snapshot.ts';

function filesOf(snapshot: ReportSnapshot): Map<string, string> {
  const files = new Map<string, string>();
  for (const { path, chunks } of writeHtmlReport(snapshot)) files.set(path, [...chunks].join(''));
  return files;
}

const frontOf = (overrides: Partial<ReportSnapshot> = {}, items?: readonly Item[], finished?: boolean) =>
  filesOf(sampleSnapshot(overrides, items, finished)).get('index.html')!;
/** The page without tags, entities resolved. */
const plain = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const manyItems = (count: number) =>
  Array.from({ length: count }, (_, index) => makeItem({ path: `folder/${String(index).padStart(5, '0')}.txt` }));

describe('texts of the report', () => {
  it('has the same keys and placeholders in both languages, none empty', () => {
    expect(Object.keys(urdu)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(english)) {
      const other = urdu[key as keyof typeof urdu];
      expect(text.trim() !== '' && other.trim() !== '', key).toBe(true);
      const placeholders = (value: string) =>
        [...value.matchAll(/\{(\w+)\}/g)]
          .map(([whole]) => whole)
          .filter((whole) => whole !== '{202e}')
          .sort();
      expect(placeholders(other), key).toEqual(placeholders(text));
      expect(/[\u0600-\u06ff]/.test(other), `${key} is in Urdu`).toBe(true);
    }
  });

  it('gives each notable group a label and a reason', () => {
    for (const code of notableCodes) {
      expect(english).toHaveProperty([`notable.${code}`]);
      expect(english).toHaveProperty([`notable.${code}.reason`]);
    }
  });

  it('leaves no placeholder and no untranslated key behind', () => {
    for (const language of ['en', 'ur'] as const) {
      for (const [path, page] of filesOf(sampleSnapshot({ language }, sampleItems(), false))) {
        expect(plain(page).replaceAll('\\u{202e}', ''), path).not.toMatch(/\{[a-z]\w*\}/i);
        expect(page, path).not.toMatch(/undefined|\[object|NaN/);
      }
    }
  });
});

describe('pages', () => {
  it('come a thousand items each, linked to each other, with the front page last', () => {
    const items = manyItems(2001);
    const files = filesOf(sampleSnapshot({}, items));
    expect([...files.keys()]).toEqual(['items/0001.html', 'items/0002.html', 'items/0003.html', 'items/index.html', 'index.html']);
    const links = (path: string) => [
      ...new Set(
        [...files.get(path)!.matchAll(/<nav class="pager">.*?<\/nav>/gs)].flatMap(([nav]) =>
          [...nav.matchAll(/href="([^"]*)"/g)].map(([, target]) => target),
        ),
      ),
    ];
    expect(links('items/0001.html')).toEqual(['0002.html', '0003.html', 'index.html', '../index.html']);
    expect(links('items/0002.html')).toEqual(['0001.html', '0003.html', 'index.html', '../index.html']);
    expect(links('items/0003.html')).toEqual(['0001.html', '0002.html', 'index.html', '../index.html']);
    expect([...files.values()].join('').match(/<tr id="i[0-9a-f]{32}">/g)).toHaveLength(2001);
    expect(plain(files.get('items/index.html')!)).toContain('S1folder/01000.txt');
    expect(plain(files.get('items/0003.html')!)).toContain('Items 2,001 to 2,001 of 2,001');
  });

  it('are written for a case without items too', () => {
    const files = filesOf(sampleSnapshot({}, []));
    expect([...files.keys()]).toEqual(['items/index.html', 'index.html']);
  });

  it('are refused when the counts do not fit the items', () => {
    for (const items of [manyItems(3), manyItems(5)])
      expect(() => filesOf(sampleSnapshot({ items: () => items }, manyItems(4)))).toThrow(RangeError);
  });

  it('can be consumed in any order', () => {
    const files = [...writeHtmlReport(sampleSnapshot({}, manyItems(1500)))].reverse();
    expect([...files.at(-1)!.chunks].join('')).toContain('folder/00999.txt');
  });

  it('link notable items to the row that they stand in', () => {
    const items = [...manyItems(1200), makeItem({ path: 'zz.zip', mediaType: 'application/zip' })];
    const files = filesOf(sampleSnapshot({}, items));
    const target = /href="items\/(\d+\.html)#(i[0-9a-f]{32})"/.exec(files.get('index.html')!)!;
    expect(target[1]).toBe('0002.html');
    expect(files.get(`items/${target[1]}`)).toContain(`<tr id="${target[2]}">`);
  });

  it('are the same bytes each time', () => {
    expect([...filesOf(sampleSnapshot())]).toEqual([...filesOf(sampleSnapshot())]);
  });
});

describe('safety', () => {
  it('loads and runs nothing: no script, no address, a policy that forbids both', () => {
    for (const [path, page] of filesOf(sampleSnapshot())) {
      expect(page, path).toContain(
        'content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"',
      );
      expect(page, path).not.toMatch(/<(?:script|link|iframe|img|object|embed|form|base)\b|\son\w+=|url\(|@import|javascript:/i);
      for (const [, target] of page.matchAll(/(?:href|src)="([^"]*)"/g))
        expect(target, path).toMatch(/^(?:#[\w-]+|(?:\.\.\/)?(?:items\/)?(?:index|\d{4})\.html(?:#i[0-9a-f]{32})?)$/);
    }
  });

  it('escapes markup and shows hidden characters wherever evidence speaks', () => {
    const nasty = '<img src=x onerror=alert(1)>"\'&\u202e\u0007';
    const items = [
      makeItem({
        path: nasty,
        extension: nasty,
        extensionMismatch: true,
        mediaType: nasty,
        kind: 'file',
        linkTarget: '<b>',
        outcomes: { [nasty]: 'failed', read: `skipped(${nasty})` },
        artefacts: [
          { extractor: nasty, version: nasty, fields: { [nasty]: nasty, list: [nasty, nasty], latitude: 1, longitude: 2 }, sources: {} },
        ],
        observations: [{ severity: 'warning', code: 'encrypted', message: nasty, step: nasty, place: nasty }],
      }),
    ];
    const snapshot = sampleSnapshot({ limitations: [nasty] }, items);
    const { header, sources } = snapshot.info;
    for (const key of ['name', 'caseNumber', 'examiner', 'agency', 'circle', 'authority', 'sections'] as const) header[key] = nasty;
    sources[0]!.label = nasty;
    snapshot.info.coverage.observations[nasty] = 1;
    for (const [path, page] of filesOf(snapshot)) expect(page, path).not.toContain('<img');
    const row = filesOf(snapshot).get('items/0001.html')!;
    expect(row).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;<b class="esc">\\u{202e}</b><b class="esc">\\x07</b>');
  });

  it('isolates each folder of a path in another script, so that none trade places', () => {
    expect(filesOf(sampleSnapshot()).get('items/0001.html')).toContain(
      '<bdi class="path" dir="ltr">Documents/<bdi dir="ltr">رپورٹ</bdi>/<bdi dir="ltr">حساب کتاب.pdf</bdi></bdi>',
    );
  });

  it('stays bounded when one item brings forth a great deal', () => {
    const artefact = {
      extractor: 'a/b',
      version: '1',
      fields: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 'x'.repeat(10_000)])),
      sources: {},
    };
    const observation = { severity: 'note' as const, code: 'c', message: 'm'.repeat(10_000), step: 'read' };
    const item = makeItem({ path: 'a', artefacts: Array(200).fill(artefact), observations: Array(500).fill(observation) });
    const page = filesOf(sampleSnapshot({}, [item])).get('items/0001.html')!;
    expect(page.length).toBeLessThan(600_000);
    expect(plain(page)).toContain('180 more in items.jsonl');
  });
});

describe('honesty', () => {
  it('says at the top that an examination is incomplete, and why', () => {
    const page = plain(frontOf({}, sampleItems(), false));
    expect(page).toContain('Incomplete: the examination has not been finished');
    expect(page).toContain('2 of 20 items have not been examined yet.');
    expect(page).toContain('The list of files of S1 has not been completed.');
    expect(page).toContain('A run keeps the state in which it ended.');
    expect(page).toContain('none yet: no run over this source has been completed');
    expect(page.indexOf('Incomplete')).toBeLessThan(page.indexOf('Case number'));
  });

  it.each(['paused', 'cancelled', 'interrupted'] as const)(
    'does not call a case incomplete for a run that is %s when nothing is left',
    (state) => {
      const info = sampleInfo(sampleItems(), true);
      info.runs[0]!.state = state;
      const page = frontOf({ info, intake: [{ run: 1, listed: 12, processed: 1234 }] });
      expect(plain(page)).not.toContain('Incomplete:');
      expect(plain(page)).toContain('12 listed, 1,234 read');
    },
  );

  it('calls a case incomplete while evidence is left, whatever the runs are called', () => {
    const info = sampleInfo(sampleItems(), true);
    expect(plain(frontOf({ info: { ...info, unfinished: true } }))).toContain('Something of the evidence is still to be listed or read.');
    info.sources[0]!.manifestSha256 = null;
    expect(plain(frontOf({ info: { ...info, unfinished: true } }))).toContain('The list of files of S1 has not been completed.');
    expect(plain(frontOf({ info: { ...info, runs: [] } }))).toContain('No processing run has covered S1.');
  });

  it('warns of gaps in a finished run and of nothing in a clean one', () => {
    const warned = plain(frontOf());
    expect(warned).toContain('Not everything could be examined in full');
    expect(warned).not.toContain('Incomplete:');
    const info = sampleInfo(sampleItems(), true);
    info.coverage = { ...info.coverage, byStatus: { done: 18, skipped: 2 }, observations: {} };
    const clean = plain(frontOf({ info, notable: [] }));
    expect(clean).toContain('Every item has an outcome for every step');
    expect(clean).not.toContain('Not everything could be examined');
  });

  it('lists each step with every outcome, and each reason for passing over', () => {
    const page = frontOf({}, sampleItems(), false);
    const rows = [...page.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => plain(row.replaceAll('</td>', '|')));
    expect(rows).toContain('Reading and hashing|14|0|3|1|0|1|1|');
    expect(rows).toContain('EXIF metadata of pictures|1|13|4|1|0|0|1|');
    expect(rows).toContain(
      'symbolic link, recorded but not followed|1|Reading and hashing · Identification of the type · EXIF metadata of pictures|',
    );
  });

  it('states versions, isolation, unverified read-only mounts and the standing limits', () => {
    const info = sampleInfo(sampleItems(), true);
    info.runs[0]!.isolation = 'process';
    info.sources[0]!.mountedReadOnly = null;
    info.sources[0]!.volumes = [{ device: '2049', fileSystem: 'exfat', options: null, localClock: false, accessTimesNotKept: 387 }];
    const page = plain(frontOf({ info }));
    for (const text of [
      'separate process only; it could have reached network and files',
      'did not say whether the medium was mounted read-only',
      'exFAT keeps wall-clock time, with an offset that may be marked as not valid',
      'Listing the folders may have updated their times of last access',
      'For 387 files the system did not permit this user',
      'Deleted files, unallocated space',
      '24.21.0',
      'CIPA DC-008-2023',
      'exFAT',
    ]) {
      expect(page).toContain(text);
    }
  });

  it('carries the audit head in text, in the foot of every printed page and in a QR code, and says what it is good for', () => {
    const head = sampleInfo([], true).audit.head;
    for (const [path, page] of filesOf(sampleSnapshot())) expect(page, path).toContain(`@bottom-left{content:"Sabut 0.1.0 · 42 · ${head}"`);
    const page = frontOf();
    expect(plain(page)).toContain('Without it, some changes are invisible');
    expect(page).toMatch(/<svg class="qr" viewBox="0 0 (\d+) \1"/);
    expect(auditAnchor({ snapshot: sampleSnapshot() }).split('\n')).toEqual([
      'sabut-audit-head 1',
      'case 0123456789abcdef0123456789abcdef',
      'entries 42',
      `head ${head}`,
      'root n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
      'key 1a2b 3c4d 5e6f 7788',
    ]);
    expect(plain(page)).toContain(`sh verify-case.sh CASE.sabut --head ${head}`);
  });

  it('audits all sources in one command, for they share one list', () => {
    const info = sampleInfo(sampleItems(), true);
    info.sources.push({ ...info.sources[0]!, id: 'S2' });
    const page = plain(frontOf({ info }));
    expect(page).toContain('hashdeep -r -o f -a -k manifest.hashdeep EVIDENCE_S1 EVIDENCE_S2');
    expect(page).toContain('sha256sum manifest-S1.txt manifest-S2.txt');
  });

  it('shows what was not done for an item as plainly as what was', () => {
    const page = filesOf(sampleSnapshot({}, sampleItems(), false)).get('items/0001.html')!;
    const row = (path: string) => plain(page.split('<tr id=').find((part) => part.includes(path))!);
    expect(row('private/locked.txt')).toContain(
      'Not done Reading and hashing: failed · Identification of the type: passed over (its content could not be read)',
    );
    expect(row('unread.txt')).toContain('Not examined yet');
    expect(row('IMG_0001.jpg')).not.toContain('Not done');
    expect(row('IMG_0002.jpg')).toContain('zone not known');
  });
});

describe('the Urdu report', () => {
  it('is written from right to left, with hashes and paths from left to right', () => {
    const page = frontOf({ language: 'ur' });
    expect(page).toContain('<html lang="ur" dir="rtl">');
    expect(page).toContain('"Noto Nastaliq Urdu","Jameel Noori Nastaleeq"');
    expect(page).toContain(`<code dir="ltr">${'ab'.repeat(32)}</code>`);
    expect(plain(page)).toContain('شہادت کے ماخذ');
  });

  it('says in Urdu which steps make an item notable, and which limits the case has', () => {
    const page = plain(frontOf({ language: 'ur', limitations: ['quick-only'] }));
    expect(page).toContain('پڑھنا اور ہیش نکالنا: ناکام');
    expect(page).toContain('صرف ہیش اور اقسام معلوم کی گئیں');
    expect(page).not.toContain('read: failed');
  });

  it('has the same figures as the English one', () => {
    const figures = (language: 'en' | 'ur') =>
      [...frontOf({ language }).matchAll(/<td class="num[^"]*">([^<]*)</g)].map(([, figure]) => figure);
    expect(figures('ur')).toEqual(figures('en'));
  });
});

describe('an exhibit', () => {
  const pageOf = (language: 'en' | 'ur') => frontOf({ language, exhibits: [exhibitOf(sampleItems()[2]!)] });
  const rowsOf = (page: string) =>
    [
      ...page
        .slice(page.indexOf('<article class="exhibit"'))
        .matchAll(/<tr><th scope="row">(.*?)<\/th><td>(.*?)<\/td><td class="basis">(.*?)<\/td><\/tr>/gs),
    ].map(([, label, value, basis]) => [plain(label!), plain(value!).trim(), plain(basis!).trim()]);

  it('has one row for each fact: label, value and basis', () => {
    const rows = rowsOf(pageOf('en'));
    expect(rows).toContainEqual(['Latitude (°)', '-33.8688', 'GPS 0x0002']);
    expect(rows).toContainEqual([
      'Captured',
      '06/03/2024 09:00:00 zone not known',
      'Exif 0x9003 DateTimeOriginalzone unknownas stored: 2024:03:06 09:00:00',
    ]);
    expect(rows).toContainEqual(['Model', '<script>alert(1)</script>', 'IFD0 0x0110 Model']);
    expect(rows).toContainEqual(['Not done', 'EXIF metadata of pictures: in part', 'image/exif']);
    expect(rows).toContainEqual(['Warning', 'The directory ends beyond the end of the file.', 'truncatedimage/exif, IFD1']);
    expect(rows.find(([label]) => label === 'SHA-256')![1]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says why it is not shown or not whole: in the report’s language where there are words for it, else in the engine’s', () => {
    const shown = exhibitOf(sampleItems()[2]!);
    const shortfall = { reason: 'content-partly-decoded', message: 'The content is damaged; what could be decoded is shown.' };
    const partly = (language: 'en' | 'ur') => frontOf({ language, exhibits: [{ ...shown, shortfall }] });
    expect(partly('en')).toMatch(
      /<img [^>]*><p class="soft"><bdi lang="en">The content is damaged; what could be decoded is shown\.<\/bdi>/,
    );
    expect(partly('ur')).toContain(`<p class="soft">${terms['unshown.content-partly-decoded']}</p>`);
    const unshown = (reason: string) =>
      plain(
        frontOf({ language: 'ur', exhibits: [{ ...shown, picture: null, shortfall: { reason, message: 'No picture is made of x/y.' } }] }),
      );
    expect(unshown('no-picture-of-type')).toContain(`${urdu['exhibits.no-picture']} ${terms['unshown.no-picture-of-type']}`);
    expect(unshown('no-picture-of-type')).not.toContain('No picture is made');
    expect(unshown('of-a-later-engine')).toContain(`${urdu['exhibits.no-picture']} No picture is made of x/y.`);
  });

  it('has the same rows in Urdu, each label in Urdu and each part isolated', () => {
    const page = pageOf('ur');
    const rows = rowsOf(page);
    expect(rows.length).toBe(rowsOf(pageOf('en')).length);
    expect(rows).toContainEqual(['عرض بلد (°)', '-33.8688', 'GPS 0x0002']);
    for (const [label] of rows) if (!/^(?:MD5|SHA-1|SHA-256)$/.test(label!)) expect(label).toMatch(/[\u0600-\u06ff]/);
    for (const [, label] of page.matchAll(/<th scope="row">(.*?)<\/th>/gs)) expect(label).toMatch(/^<bdi dir="rtl">.*<\/bdi>$/s);
    expect(rows.find(([label]) => label === 'انتباہ')![1]).toBe(
      'مواد اپنی ساخت مکمل ہونے سے پہلے ختم ہو جاتا ہے۔ The directory ends beyond the end of the file.',
    );
  });

  it('keeps its heading and its picture on one printed page', () => {
    const page = pageOf('en');
    expect(page).toMatch(/<div class="likeness"><h3><bdi>EX-1<\/bdi><\/h3>.*?<img src="data:image\/png;base64,/s);
    expect(page).toMatch(/@media print\{.*\.likeness,\.exhibit img\{break-inside:avoid\}/s);
  });
});
