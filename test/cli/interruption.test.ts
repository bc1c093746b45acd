/** Ctrl+C, kill and a closed terminal; terminals narrow and wide; passphrases typed on them; and Node.js 20 in between. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSampleDrive } from '../../src/sample/generate.ts';
import { jsonLines, ownPlace, Place, type Running } from './command.ts';

const timeout = 180_000;
const hasTerminal = spawnSync('script', ['--version']).status === 0;
/** An older Node.js, under which the program must start itself again. */
const olderNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((file) => existsSync(file) && /^v(?:20|22)\./.test(spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout));

let place: Place;

beforeAll(async () => {
  place = new Place('interruption');
  await generateSampleDrive({ directory: place.path('drive'), items: 600, sparseSize: 0 });
}, timeout);
afterAll(() => place.remove());

/** Waits until items are under way, so that there is something to interrupt. */
const underWay = (running: Running) => running.until(/"phase":"processing"[^\n]*"items":[1-9]|\d\/\d+ items/);
const childrenOf = (pid: number | undefined) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

async function expectResumable(name: string): Promise<void> {
  const resumed = await place.run(['ingest', name, '--resume', '--json']);
  expect([0, 3], resumed.errors).toContain(resumed.status);
  expect(jsonLines(resumed).at(-1)).toMatchObject({ event: 'done', run: { id: 1, state: 'complete' } });
  expect(await place.run(['verify', name, '--evidence', '--quiet'])).toEqual({ status: 0, output: '', errors: '' });
}

describe('a run that is told to stop', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s is cancelled, and its case goes on', { timeout }, async (signal) => {
    const running = place.start(['triage', 'drive', '--case', signal, '--json', '--workers', '1']);
    await underWay(running);
    running.child.kill(signal);
    const answer = await running.answer;
    expect(answer.status).toBe(1);
    expect(jsonLines(answer).at(-1)).toMatchObject({ event: 'done', run: { state: 'cancelled' } });
    expect(answer.errors).toMatch(
      /^Stopping; what is done stays done\..*\nThe run is cancelled; what is done is safe\. Go on with: sabut ingest .* --resume\n$/,
    );
    if (signal === 'SIGINT') await expectResumable(signal);
  });

  test('before it has begun leaves nothing', { timeout }, async () => {
    const own = ownPlace('early');
    own.write({ 'evidence/a.txt': 'a' });
    const running = own.start(['triage', 'evidence', '--case', 'c', '--json']);
    // Handlers are there once the key store is: it is made with the case.
    while (!existsSync(own.path('c.sabut')) && running.child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
    running.child.kill('SIGINT');
    const answer = await running.answer;
    const last = jsonLines(answer).at(-1);
    // Whichever was first, the start of the run or the signal: never half of it.
    if (last?.['event'] === 'error') expect(own.list()).not.toContain('c.sabut');
    else expect(last).toMatchObject({ event: 'done' });
  });

  test('twice, ends at once; the case goes on all the same', { timeout }, async () => {
    const running = place.start(['triage', 'drive', '--case', 'twice', '--json', '--workers', '1']);
    await underWay(running);
    process.kill(running.child.pid as number, 'SIGSTOP');
    running.child.kill('SIGINT');
    process.kill(running.child.pid as number, 'SIGCONT');
    await running.until(/Stopping/);
    await new Promise((resolve) => setTimeout(resolve, 600));
    running.child.kill('SIGINT');
    expect((await running.answer).status).toBe(1);
    await expectResumable('twice');
  });
});

describe('the sample drive', () => {
  test('is made, triaged and used again; what is interrupted leaves nothing', { timeout }, async () => {
    const own = ownPlace('sample');
    const first = await own.run(['triage', '--profile', 'quick', '--quiet']);
    expect([0, 3]).toContain(first.status);
    expect(own.list()).toEqual(
      expect.arrayContaining(['sample-drive', 'sample-drive-report', 'sample-drive.sabut', 'sample-drive.truth.jsonl']),
    );
    const interrupted = ownPlace('sample-interrupted');
    const running = interrupted.start(['triage', '--json']);
    while (running.child.exitCode === null && !readdirSync(interrupted.directory).some((name) => name.endsWith('.partial')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGINT');
    const answer = await running.answer;
    expect(answer.status).toBe(1);
    expect(interrupted.list().filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe.skipIf(!hasTerminal)('on a terminal (needs script of util-linux)', () => {
  test('the bar fits 30 columns; Ctrl+C stops the engine and not its workers', { timeout }, async () => {
    const running = place.terminal(['triage', 'drive', '--case', 'narrow', '--workers', '1'], 30);
    await underWay(running);
    running.child.stdin?.write('\u0003');
    const answer = await running.answer;
    expect(answer.output).toMatch(/The run is cancelled; what is done is safe\./);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own commands are taken out
    const drawn = answer.output.split(/\u001b\[1G|\r?\n/).map((line) => line.replace(/\u001b(?:\[[?0-9;]*[A-Za-z]|[78])/g, ''));
    for (const line of drawn.filter((text) => text.includes(' items') && text.includes('['))) expect(line.length).toBeLessThan(30);
    // Line wrapping is on again at the end.
    expect(answer.output.lastIndexOf('\u001b[?7h')).toBeGreaterThan(answer.output.lastIndexOf('\u001b[?7l'));
    await expectResumable('narrow');
  });

  test('a passphrase is asked for, not shown, and asked again when it is wrong', { timeout }, async () => {
    const own = ownPlace('passphrase');
    own.write({ 'evidence/a.txt': 'a' });
    const made = own.terminal(['case', 'create', 'c', '--examiner', 'Ayesha Khan', '--ask-passphrase'], 80);
    await made.until(/New passphrase for the signing key of Ayesha Khan: /);
    made.child.stdin?.write('open sesame\r');
    await made.until(/The same again: /);
    made.child.stdin?.write('open sesame\r');
    const madeAnswer = await made.answer;
    expect(madeAnswer.output).toMatch(/Made .*c\.sabut/);
    expect(madeAnswer.output).not.toContain('sesame');
    expect(readFileSync(own.path('keys', own.list('keys')[0] as string), 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    const words = ['ingest', 'c', 'evidence', '--examiner', 'Ayesha Khan', '--profile', 'quick'];
    const asked = own.terminal(words, 80);
    await asked.until(/Passphrase of the signing key of Ayesha Khan: /);
    asked.child.stdin?.write('wrong\r');
    await asked.until(/That is not the passphrase\. Try again\.[\s\S]*: /);
    asked.child.stdin?.write('open sesame\r');
    expect((await asked.answer).output).toMatch(/Run {7}1 complete/);
    const refused = await own.run(['verify', 'c', '--examiner', 'Ayesha Khan']);
    expect(refused).toMatchObject({
      status: 1,
      errors: expect.stringMatching(
        /^sabut: The signing key of Ayesha Khan is protected .* Set SABUT_PASSPHRASE instead; nothing was changed\.\n$/,
      ),
    });
    const wrong = await own.run(['verify', 'c', '--examiner', 'Ayesha Khan'], { environment: { SABUT_PASSPHRASE: 'wrong' } });
    expect(wrong).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^sabut: .* cannot be opened with this passphrase\. Give the right one\.\n$/),
    });
    const right = await own.run(['verify', 'c', '--examiner', 'Ayesha Khan', '--quiet'], {
      environment: { SABUT_PASSPHRASE: 'open sesame' },
    });
    expect(right).toEqual({ status: 0, output: '', errors: '' });
    const early = await own.run(['case', 'create', 'd', '--ask-passphrase']);
    expect(early).toMatchObject({ status: 1, errors: expect.stringMatching(/^sabut: --ask-passphrase needs a terminal/) });
    expect(own.list()).not.toContain('d.sabut');
  });
});

describe.skipIf(olderNode === undefined)('under an older Node.js (needs Node.js 20 or 22 on the path)', () => {
  test('exit codes, output and signals come through', { timeout }, async () => {
    const options = { node: olderNode as string };
    expect(await place.run(['triage', '--nonsense'], options)).toMatchObject({ status: 2, output: '' });
    expect(await place.run(['triage', 'gone'], options)).toMatchObject({ status: 1, output: '' });
    const running = place.start(['triage', 'drive', '--case', 'older', '--json', '--workers', '1'], options);
    await underWay(running);
    // As a terminal does: to both, and the outer one passes it on as well.
    for (const pid of [running.child.pid as number, ...childrenOf(running.child.pid)]) process.kill(pid, 'SIGINT');
    const answer = await running.answer;
    expect(answer.status).toBe(1);
    expect(jsonLines(answer).at(-1)).toMatchObject({ event: 'done', run: { state: 'cancelled' } });
  });
});

describe('an account without a home folder', () => {
  test('is told where to keep its key', { timeout }, async () => {
    const own = ownPlace('homeless');
    const answer = await own.run(['case', 'create', 'c'], { environment: { HOME: '', SABUT_KEY_STORE: undefined } });
    expect(answer).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^sabut: This account has no home folder.* Set SABUT_KEY_STORE .*\.\n$/),
    });
    expect(await own.run(['case', 'create', 'c'], { environment: { HOME: undefined, LANG: undefined } })).toMatchObject({ status: 0 });
  });
});

describe('the self-test', () => {
  test('prints a certificate and leaves neither case nor key', { timeout }, async () => {
    const own = ownPlace('self-test');
    const answer = await own.run(['self-test'], { environment: { TMPDIR: own.directory } });
    expect(answer.output).toMatch(/^SABUT SELF-TEST\nResult {8}(PASS|FAIL)\nVersion {7}Sabut \d/);
    expect(answer.status).toBe(/^Result {8}PASS$/m.test(answer.output) ? 0 : 1);
    for (const label of ['Date', 'Material', 'Compared', 'Verification', 'Isolation', 'Tools'])
      expect(answer.output).toMatch(new RegExp(`^${label} +\\S`, 'm'));
    expect(answer, answer.output).toMatchObject({ status: 0, errors: '' });
    expect(own.list()).toEqual([]);
  });
});
