/** What the command line says of itself, and to whoever uses it wrongly. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { jsonLines, ownPlace, program } from './command.ts';

const timeout = 120_000;

describe('help', () => {
  test('is printed for each command, with what it does and an example', { timeout }, async () => {
    const place = ownPlace('help');
    const commands = ['triage', 'case create', 'case info', 'ingest', 'items', 'show', 'report', 'verify', 'self-test', 'serve'];
    const answers = await Promise.all(commands.map((command) => place.run([...command.split(' '), '--help'])));
    for (const [index, answer] of answers.entries()) {
      expect(answer, commands[index]).toMatchObject({ status: 0, errors: '' });
      expect(answer.output).toContain(`Usage: sabut ${commands[index]}`);
      expect(answer.output).toMatch(/Examples?:\n {2}sabut /);
    }
    const items = answers[commands.indexOf('items')]?.output ?? '';
    for (const field of ['mediaClass', 'extensionMismatch', 'image/exif.make', 'document/pdf-properties.title'])
      expect(items).toContain(field);
  });

  test('names the exit codes; the version is that of the package', { timeout }, async () => {
    const place = ownPlace('help');
    const [help, version] = await Promise.all([place.run(['--help']), place.run(['--version'])]);
    expect(help).toMatchObject({ status: 0 });
    expect(help.output).toMatch(/Exit codes:\n {2}0 {2}done\n {2}1 {2}failed.*\n {2}2 {2}wrong usage\n {2}3 {2}done, but/);
    const { version: expected } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(version).toEqual({ status: 0, output: `${expected}\n`, errors: '' });
  });

  test('comes without any argument too, which is wrong usage', { timeout }, async () => {
    const place = ownPlace('help');
    expect(await place.run([])).toMatchObject({ status: 2, output: '', errors: expect.stringContaining('Usage: sabut') });
    expect(await place.run(['case'])).toMatchObject({ status: 2, output: '', errors: expect.stringContaining('Usage: sabut case') });
  });
});

describe('wrong usage', () => {
  test.each<[string, string[], RegExp]>([
    ['an unknown command, with what may have been meant', ['triag'], /^sabut: unknown command 'triag'\n\(Did you mean triage\?\)\n/],
    ['an unknown option', ['triage', '--caze', 'x'], /^sabut: unknown option '--caze'\n.*\nHow it is used: sabut triage --help\n$/s],
    ['a missing argument', ['show', 'x'], /^sabut: missing required argument 'item'\nHow it is used: sabut show --help\n$/],
    ['an argument too many', ['show', 'a', 'b', 'c'], /^sabut: too many arguments for 'show'/],
    ['no place for the report', ['report', 'x'], /^sabut: required option '--output <directory>' not specified/],
    ['no worker', ['triage', 'x', '--workers', '0'], /It must be a whole number from 1 to 64\.\n/],
    ['half a worker', ['triage', 'x', '--workers', '1.5'], /It must be a whole number from 1 to 64\.\n/],
    ['an unknown profile', ['ingest', 'x', 'y', '--profile', 'slow'], /Allowed choices are quick, standard, full\./],
    ['an unknown format', ['items', 'x', '--format', 'xml'], /Allowed choices are table, csv, jsonl, hashdeep, dfxml\./],
    ['a condition that is none', ['items', 'x', '--where', 'name'], /It must have the form FIELD=VALUE\.\n/],
    ['a head that is none', ['verify', 'x', '--head', 'abc'], /It must be 64 hexadecimal digits\.\n/],
    ['empty evidence', ['triage', ''], /It must not be empty\.\n/],
    ['an empty name of the examiner', ['triage', 'x', '--examiner', ' '], /It must not be empty\.\n/],
    ['evidence and --resume', ['ingest', 'x', 'y', '--resume'], /^sabut: name evidence to add, or use --resume .*\n/],
    ['neither evidence nor --resume', ['ingest', 'x'], /^sabut: name evidence to add, or use --resume .*\n/],
    ['a port beyond all ports', ['serve', '--port', '70000'], /It must be a whole number from 0 to 65535\.\n/],
  ])('%s', { timeout }, async (_name, words, expected) => {
    const place = ownPlace('usage');
    const [plain, json] = await Promise.all([place.run(words), place.run([...words, '--json'])]);
    expect(plain).toMatchObject({ status: 2, output: '', errors: expect.stringMatching(expected) });
    expect(json.status).toBe(2);
    // What is no option of a command either, such as --json of items, is refused in JSON all the same.
    expect(jsonLines(json)).toEqual([{ event: 'error', code: 'invalid-request', message: expect.any(String) }]);
    expect(place.list()).toEqual([]);
  });

  test('an unknown time zone, and a number too long for a report', { timeout }, async () => {
    const place = ownPlace('usage');
    const zone = await place.run(['case', 'create', 'c', '--time-zone', 'Lahore']);
    expect(zone).toMatchObject({
      status: 2,
      errors: expect.stringMatching(/^sabut: "Lahore" is not a time zone .* Asia\/Karachi or UTC\.\n$/),
    });
    const number = await place.run(['case', 'create', 'c', '--case-number', 'x'.repeat(201)]);
    expect(number).toMatchObject({ status: 2, errors: expect.stringMatching(/^sabut: .*caseNumber.*\n$/) });
    expect(place.list()).toEqual([]);
  });
});

describe('the ways to start it', () => {
  const root = new URL('../..', import.meta.url);
  const environment = { ...process.env, npm_config_offline: 'true', npm_config_update_notifier: 'false' };

  test('npx sabut, and npm run triage -- with arguments', { timeout }, () => {
    const npx = spawnSync('npx', ['sabut', 'show', '--help'], { cwd: root, env: environment, encoding: 'utf8' });
    expect(npx).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: sabut show') });
    const npm = spawnSync('npm', ['run', '--silent', 'triage', '--', '--nonsense'], { cwd: root, env: environment, encoding: 'utf8' });
    expect(npm).toMatchObject({ status: 2, stderr: expect.stringContaining("sabut: unknown option '--nonsense'") });
  });

  test('the file itself, as it may be executed', { timeout }, () => {
    expect(spawnSync(program, ['--version'], { encoding: 'utf8' })).toMatchObject({ status: 0 });
  });
});
