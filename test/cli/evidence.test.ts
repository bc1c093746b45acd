/** Evidence as it is named on a command line, rightly and wrongly; and that none of it is ever written to. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, jsonLines, ownPlace, type Place } from './command.ts';

const timeout = 180_000;
const isRoot = process.getuid?.() === 0;
/** The superuser may read and write everything, so what is forbidden is tried by somebody else. */
const somebody = isRoot ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
const canBeSomebody = !isRoot || spawnSync('setpriv', ['--version']).status === 0;

function evidence(name: string): Place {
  const place = ownPlace(name);
  place.write({ 'evidence/a.txt': 'one', 'evidence/sub/b.txt': 'two', 'other/c.txt': 'three' });
  return place;
}

/** Everything below a folder with its times: what must be the same before and after. */
function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .concat('')
    .sort()
    .map((name) => {
      const { mtimeNs, ctimeNs, size, mode } = lstatSync(join(folder, name), { bigint: true });
      return `${name} ${mtimeNs} ${ctimeNs} ${size} ${mode}`;
    });
}

function refused(answer: Answer, message: RegExp): void {
  expect(answer).toMatchObject({ status: 1, output: '', errors: expect.stringMatching(/^sabut: [^\n]+\.\n$/) });
  expect(answer.errors).toMatch(message);
}

describe('is refused before anything is made', () => {
  test.each<[string, string[], RegExp]>([
    ['what is not there', ['gone'], /The evidence gone is not there\. Check the path/],
    ['one of several that is not there', ['evidence', 'gone'], /gone is not there/],
    ['a file', ['evidence/a.txt'], /evidence\/a\.txt is not a folder\. Give the folder/],
    ['what is below a file', ['evidence/a.txt/x'], /The evidence evidence\/a\.txt\/x /],
    ['the same twice', ['evidence', 'evidence/'], /evidence was named twice\. Name it once/],
    ['the same by a link', ['evidence', 'link'], /evidence was named twice/],
    [
      'a folder and one inside it',
      ['evidence', 'evidence/sub'],
      /evidence\/sub lies inside .*evidence, and a file must not be in a case twice/,
    ],
    ['a folder and one around it', ['evidence/sub', 'evidence'], /evidence contains .*evidence\/sub, and a file must not/],
    [
      'with the case inside it',
      ['evidence', '--case', 'evidence/case'],
      /The case directory .*evidence\/case\.sabut lies inside the evidence .*evidence, which must not be changed/,
    ],
    ['with the case inside it by a link', ['evidence', '--case', 'into/deep/er/case'], /The case directory .* lies inside the evidence/],
    ['with the report inside it', ['evidence', '--report', 'evidence/sub/report'], /The report directory .* lies inside the evidence/],
    ['with the report inside it by a link', ['link', '--report', 'into/report'], /The report directory .* lies inside the evidence/],
    ['around everything: the case would lie in it', ['.'], /The case directory .* lies inside the evidence/],
    ['with a report where something is', ['evidence', '--report', 'other'], /other exists and is not empty/],
    ['with a report that is a file', ['evidence', '--report', 'other/c.txt'], /c\.txt exists and is not a folder/],
    [
      'with a report around the case',
      ['evidence', '--case', 'new/case', '--report', 'new'],
      /The report directory .*new would hold the case as well/,
    ],
    ['with a case that is there', ['evidence', '--case', 'taken'], /taken\.sabut exists already\. Open it, or choose another name/],
    ['with a case below a file', ['evidence', '--case', 'other/c.txt/case'], /case\.sabut/],
    ['with a longer name than there are', ['evidence', '--case', 'x'.repeat(300)], /x\.sabut/],
  ])('%s', { timeout }, async (_name, words, message) => {
    const place = evidence('refused');
    symlinkSync('evidence', place.path('link'));
    symlinkSync('evidence/sub', place.path('into'));
    place.write({ 'taken.sabut/note.txt': 'mine', 'keys/': '' });
    chmodSync(place.path('keys'), 0o700);
    const before = snapshot(place.directory);
    refused(await place.run(['triage', ...words]), message);
    expect(snapshot(place.directory)).toEqual(before);
  });

  test('with the signing keys inside it, as on a live home folder', { timeout }, async () => {
    const place = evidence('keys');
    place.write({ 'evidence/.config/': '' });
    const before = snapshot(place.path('evidence'));
    const environment = { HOME: place.path('evidence'), SABUT_KEY_STORE: undefined };
    refused(
      await place.run(['triage', 'evidence'], { environment }),
      /The key store .*evidence\/\.config\/sabut\/keys lies inside the evidence .* Set SABUT_KEY_STORE to a folder outside of it/,
    );
    expect(snapshot(place.path('evidence'))).toEqual(before);
    expect(place.list()).toEqual(['evidence', 'other']);
  });

  test('a name that a command line cannot carry; a link to it works', { timeout }, async () => {
    const place = ownPlace('bytes');
    mkdirSync(Buffer.concat([Buffer.from(`${place.directory}/`), Buffer.from('caf\xe9', 'latin1')]));
    writeFileSync(Buffer.concat([Buffer.from(`${place.directory}/`), Buffer.from('caf\xe9/m\xfcll', 'latin1')]), 'x');
    refused(await place.shell(`sabut triage $'caf\\xe9'`), /has a name that is not UTF-8, which cannot be passed .* symbolic link to it/);
    const answer = await place.shell(`ln -s $'caf\\xe9' plain && sabut triage plain && sabut show plain.sabut 'm\\xfcll'`);
    expect(answer).toMatchObject({ status: 0, output: expect.stringContaining('caf\\xe9  1 items') });
    expect(answer.output).toMatch(/^Path {19}S1\/m\\xfcll\nRaw path {15}6dfc6c6c\n/m);
  });

  test.skipIf(!canBeSomebody)(
    'what this user may not read, and places where this user may not write (needs setpriv where run as root)',
    { timeout },
    async () => {
      const place = evidence('forbidden');
      chmodSync(place.directory, 0o755);
      place.write({ 'free/': '', 'locked/': '' });
      chmodSync(place.path('free'), 0o777);
      chmodSync(place.path('other'), 0o700);
      chmodSync(place.path('locked'), isRoot ? 0o755 : 0o555);
      if (!isRoot) chmodSync(place.path('other'), 0o000);
      const options = { prefix: somebody, environment: { SABUT_KEY_STORE: place.path('free/keys'), HOME: place.path('locked') } };
      const [closed, caseThere, reportThere, homeThere] = await Promise.all([
        place.run(['triage', 'other', '--case', 'free/a'], options),
        place.run(['triage', 'evidence', '--case', 'locked/b'], options),
        place.run(['triage', 'evidence', '--case', 'free/c', '--report', 'locked/report'], options),
        place.run(['triage', 'evidence', '--case', 'free/d'], {
          ...options,
          environment: { HOME: place.path('locked'), SABUT_KEY_STORE: undefined },
        }),
      ]);
      refused(closed, /The evidence other may not be read by this user/);
      refused(caseThere, /locked\/b\.sabut cannot be written\. Choose a place where you may write/);
      refused(reportThere, /The report cannot be written to .*locked\/report\. Choose a place/);
      refused(homeThere, /not allowed to write the key store .*locked\/\.config\/sabut\/keys/);
      expect(place.list('free').filter((name) => name !== 'keys' && name !== 'recent-cases.json')).toEqual([]);
      expect(place.list('locked')).toEqual([]);
      chmodSync(place.path('other'), 0o700);
    },
  );
});

describe('is taken', () => {
  test('by a relative path, with a slash behind it, by a link, with spaces and in Urdu, and several at once', { timeout }, async () => {
    const place = ownPlace('taken');
    const urdu = 'ثبوت کی فائل';
    place.write({ 'a b/x.txt': '1', [`${urdu}/تصویر.txt`]: '2', 'c/y.txt': '3', 'd/': '' });
    symlinkSync('c', place.path('link'));
    const before = snapshot(place.path('c'));
    const answer = await place.run([
      'triage',
      './a b/',
      urdu,
      'link',
      `${place.path()}/d/../d`,
      '--case',
      'all',
      '--json',
      '--workers',
      '1',
      '--profile',
      'quick',
    ]);
    expect(answer).toMatchObject({ status: 0, errors: '' });
    const done = jsonLines(answer).at(-1) as { event: string; case: string; run: object; unread: unknown[] };
    expect(done).toMatchObject({
      event: 'done',
      case: place.path('all.sabut'),
      run: { state: 'complete', profile: 'quick', workers: 1 },
      unread: [],
    });
    const info = jsonLines(await place.run(['case', 'info', 'all', '--json']))[0] as { sources: { path: string; items: number }[] };
    expect(info.sources.map(({ path, items }) => [path, items])).toEqual([
      [place.path('a b'), 1],
      [place.path(urdu), 1],
      [place.path('c'), 1],
      [place.path('d'), 0],
    ]);
    expect(snapshot(place.path('c'))).toEqual(before);
  });

  test('empty, with a case named after it where the user stands, and a report beside it', { timeout }, async () => {
    const place = ownPlace('empty');
    place.write({ 'an empty one/': '', 'an-empty-one.sabut': 'taken' });
    const answer = await place.run(['triage', 'an empty one', '--report', 'made/on/the/way']);
    expect(answer).toMatchObject({ status: 0, errors: '' });
    expect(answer.output).toMatch(/^Case {6}.*an-empty-one-2\.sabut$/m);
    expect(answer.output).toMatch(/^Examined {2}nothing: the evidence is empty$/m);
    expect(answer.output).toContain(`Report    ${place.path('made/on/the/way')}/index.html`);
    expect(existsSync(place.path('made/on/the/way/index.html'))).toBe(true);
  });

  test('a case of Sabut as the files that it is made of, with a remark', { timeout }, async () => {
    const place = evidence('case-as-evidence');
    expect(await place.run(['triage', 'evidence', '--case', 'first', '--quiet'])).toEqual({ status: 0, output: '', errors: '' });
    const before = snapshot(place.path('first.sabut'));
    const answer = await place.run(['triage', 'first.sabut', '--case', 'second', '--profile', 'quick']);
    expect(answer).toMatchObject({ status: 0, errors: expect.stringMatching(/^first\.sabut is a case of Sabut itself\. .*\n$/) });
    expect(snapshot(place.path('first.sabut'))).toEqual(before);
  });

  test.skipIf(!canBeSomebody)(
    'with what cannot be read: exit code 3, and a list of it (needs setpriv where run as root)',
    { timeout },
    async () => {
      const place = evidence('unreadable');
      chmodSync(place.directory, 0o755);
      place.write({ 'free/': '', 'evidence/secret.txt': 'closed', 'evidence/closed/c.txt': 'closed' });
      chmodSync(place.path('free'), 0o777);
      chmodSync(place.path('evidence/secret.txt'), 0o000);
      chmodSync(place.path('evidence/closed'), 0o000);
      const options = { prefix: somebody, environment: { SABUT_KEY_STORE: place.path('free/keys') } };
      const answer = await place.run(['triage', 'evidence', '--case', 'free/case'], options);
      expect(answer).toMatchObject({ status: 3 });
      expect(answer.errors).toMatch(/^2 items could not be read in full:\n/);
      expect(answer.errors).toMatch(/^ {2}S1\/closed: failed \(.*EACCES\)$/m);
      expect(answer.errors).toMatch(/^ {2}S1\/secret\.txt: failed \(.*EACCES.*\)$/m);
      const json = jsonLines(await place.run(['triage', 'evidence', '--case', 'free/again', '--json'], options)).at(-1) as {
        unread: { path: string }[];
      };
      expect(json.unread.map(({ path }) => path).sort()).toEqual(['closed', 'secret.txt']);
      expect(await place.run(['triage', 'evidence', '--case', 'free/silent', '--quiet'], options)).toEqual({
        status: 3,
        output: '',
        errors: '',
      });
      chmodSync(place.path('evidence/closed'), 0o700);
    },
  );
});

describe('is added to a case', () => {
  test('unless it overlaps with what the case has, holds the case or lies in it', { timeout }, async () => {
    const place = ownPlace('ingest');
    place.write({ 'evidence/a.txt': 'one', 'evidence/sub/b.txt': 'two', 'around/c.txt': 'three' });
    expect(
      await place.run(['case', 'create', 'around/case', '--case-number', 'FIR 1', '--agency', 'NCCIA', '--examiner', 'Ayesha Khan']),
    ).toMatchObject({
      status: 0,
      output: `Made ${place.path('around/case.sabut')}. Add evidence with: sabut ingest ${place.path('around/case.sabut')} EVIDENCE\n`,
    });
    symlinkSync('around', place.path('link'));
    expect(await place.run(['ingest', 'around/case', 'evidence/sub', '--quiet'])).toEqual({ status: 0, output: '', errors: '' });
    for (const [words, message] of [
      [['evidence/sub'], /The case has .*evidence\/sub already, as S1\. To go on with it, use ingest --resume/],
      [['evidence'], /evidence contains .*evidence\/sub, which the case has as S1/],
      [['around'], /The case directory .* lies inside the evidence .*around/],
      [['link'], /The case directory .* lies inside the evidence .*around/],
      [['around/case.sabut/exports'], /exports lies inside the case directory .*, so it is no evidence/],
      [['gone'], /The evidence gone is not there/],
      [['--resume'], /Every run of the case is complete; there is nothing to resume/],
    ] as const)
      refused(await place.run(['ingest', 'around/case', ...words]), message);
    const info = jsonLines(await place.run(['case', 'info', 'around/case', '--json']))[0];
    expect(info).toMatchObject({ sources: [{ id: 'S1' }], header: { caseNumber: 'FIR 1', agency: 'NCCIA', examiner: 'Ayesha Khan' } });
    const report = await place.run(['report', 'around/case', '--output', 'evidence/sub/report']);
    refused(report, /The report directory .* lies inside the evidence/);
    expect(place.list('evidence/sub')).toEqual(['b.txt']);
    expect(await place.run(['report', 'around/case', '--output', 'r', '--language', 'ur', '--json'])).toMatchObject({ status: 0 });
    refused(await place.run(['report', 'around/case', '--output', 'r']), /r exists and is not empty/);
    refused(await place.run(['case', 'create', 'around/case']), /case\.sabut exists already/);
    refused(await place.run(['case', 'info', 'evidence']), /is not a case directory: it has no case\.db/);
    refused(await place.run(['ingest', 'gone', 'evidence']), /gone\.sabut is not a case directory/);
  });

  test('from another place where the same folder is mounted', { timeout }, async (context) => {
    const place = evidence('bind');
    place.write({ 'mounted/': '' });
    if (spawnSync('mount', ['--bind', place.path('evidence'), place.path('mounted')]).status !== 0)
      return context.skip('mounting is not permitted here');
    try {
      refused(await place.run(['triage', 'evidence', 'mounted', '--case', 'c']), /was named twice/);
      refused(await place.run(['triage', 'evidence', '--case', 'mounted/c']), /The case directory .* lies inside the evidence/);
    } finally {
      spawnSync('umount', [place.path('mounted')]);
    }
  });
});

describe('without evidence', () => {
  test('a folder that only has the name of the sample drive is left alone', { timeout }, async () => {
    const place = ownPlace('sample');
    place.write({ 'sample-drive/mine.txt': 'mine' });
    refused(await place.run(['triage']), /sample-drive is not a sample drive of Sabut/);
    cpSync(place.path('sample-drive'), place.path('kept'), { recursive: true });
    expect(place.list('sample-drive')).toEqual(['mine.txt']);
  });
});
