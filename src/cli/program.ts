/**
 * The commands with their options and their help. What a command does is loaded when it is called, so that help and a
 * mistyped option answer at once.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ProfileName, profileNames } from '../model/profile.ts';
import { exitCodes } from './exit-codes.ts';
import type { Output, OutputOptions } from './output.ts';

/** What the commands are given by the process that they run in. */
export interface ProgramSetting {
  version: string;
  makeOutput: (options: OutputOptions) => Promise<Output>;
  /** Is told the exit code of the command that ran. */
  onEnd: (code: number) => void;
  /** The fields of items, for the help of `sabut items`; empty where that was not asked for. */
  itemFields: string;
  writeError: (text: string) => void;
  writeOutput: (text: string) => void;
}

function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= from && value <= to)) throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
    return value;
  };
}

function condition(text: string, earlier: string[] = []): string[] {
  if (!/^[^=!~<>]+(?:=|!=|~=|>=|<=)/.test(text)) throw new InvalidArgumentError('It must have the form FIELD=VALUE.');
  return [...earlier, text];
}

function filled(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

function printedHead(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text.replace(/\s+/g, ''))) throw new InvalidArgumentError('It must be 64 hexadecimal digits.');
  return text.trim();
}

const jsonOption = () => new Option('--json', 'one JSON object a line on standard output, errors too');
const quietOption = () => new Option('--quiet', 'say nothing but errors');
const profileOption = (standard?: ProfileName) => {
  const option = new Option('--profile <name>', 'quick: digests and type; standard: also metadata; full: also SHA-512 and BLAKE3').choices(
    profileNames,
  );
  return standard === undefined ? option : option.default(standard);
};
const workersOption = () =>
  new Option('--workers <n>', 'worker processes, 1 to 64 (default: one a core, at most 8)').argParser(wholeNumber(1, 64));
const crossOption = () => new Option('--cross-file-systems', 'descend into other file systems that are mounted below the evidence');
const examinerOption = (what: string) => new Option('--examiner <name>', `${what} (default: the account)`).argParser(filled);
const passphraseOption = () => new Option('--ask-passphrase', "protect the examiner's signing key, which is made now, with a passphrase");

const exitCodeHelp = `
Exit codes:
  0  done
  1  failed, or a verification found a fault
  2  wrong usage
  3  done, but some evidence could not be read; what, is listed

Examples:
  sabut triage /media/card --examiner "Ayesha Khan" --report card-report
  sabut items card.sabut --where mediaClass=image
  sabut verify card.sabut --evidence

SABUT_KEY_STORE   folder of the signing keys (default: ~/.config/sabut/keys)
SABUT_PASSPHRASE  passphrase of the signing key, where it has one and nobody can be asked
`;

/** The program; `parseAsync` runs one of its commands. */
export function makeProgram({ version, makeOutput, onEnd, itemFields, writeError, writeOutput }: ProgramSetting): Command {
  const program = new Command('sabut')
    .description('Triage of seized digital media: evidence in, a verifiable case out. Evidence is only ever read.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({ writeOut: writeOutput, writeErr: (text) => writeError(text.replace(/^error: /, 'sabut: ')) })
    .addHelpText('after', exitCodeHelp);

  program
    .command('triage')
    .description('makes a case of evidence and processes it; without evidence, makes and triages a sample drive')
    .argument('[evidence...]', 'folders, or points where volumes are mounted (read-only, please)', collectFilled)
    .option('--case <directory>', 'case directory to make (default: named after the evidence, in the current directory)', filled)
    .option('--case-number <text>', 'case or FIR number')
    .addOption(examinerOption('who answers for the examination'))
    .addOption(passphraseOption())
    .addOption(profileOption('standard'))
    .option('--report <directory>', 'write the report there too; it must be new or empty', filled)
    .addOption(workersOption())
    .addOption(crossOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText(
      'after',
      `
Ctrl+C stops the run after what is under way; sabut ingest CASE --resume goes on with it.

Examples:
  sabut triage /media/card
  sabut triage /media/card /media/phone --case FIR-112 --case-number "FIR 112/2026" --examiner "Ayesha Khan" --report FIR-112-report
`,
    )
    .action(async (evidence: string[], options) => {
      const { triage } = await import('./commands/triage.ts');
      onEnd(await triage(await makeOutput(options), evidence, options));
    });

  const caseCommand = program.command('case').description('makes and describes cases');
  caseCommand
    .command('create')
    .description('makes an empty case directory')
    .argument('<directory>', 'case directory to make', filled)
    .option('--case-number <text>', 'case or FIR number')
    .addOption(examinerOption('who answers for the examination'))
    .option('--agency <text>', 'agency, for the report')
    .option('--time-zone <zone>', 'zone in which local times are shown, such as UTC (default: Asia/Karachi)')
    .addOption(passphraseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  sabut case create FIR-112 --case-number "FIR 112/2026" --agency NCCIA\n')
    .action(async (directory: string, options) => {
      const { createCase } = await import('./commands/case.ts');
      onEnd(await createCase(await makeOutput(options), directory, options));
    });
  caseCommand
    .command('info')
    .description('describes a case: header, sources, runs, coverage, audit log')
    .argument('<directory>', 'case directory', filled)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  sabut case info FIR-112.sabut\n')
    .action(async (directory: string, options) => {
      const { showCase } = await import('./commands/case.ts');
      onEnd(await showCase(await makeOutput(options), directory));
    });

  program
    .command('ingest')
    .description('adds evidence to a case and processes it, or goes on with a run that was stopped')
    .argument('<directory>', 'case directory', filled)
    .argument('[evidence...]', 'folders, or points where volumes are mounted', collectFilled)
    .option('--resume', 'go on with the last run')
    .addOption(crossOption())
    .addOption(examinerOption('who answers for it'))
    .addOption(passphraseOption())
    .addOption(profileOption())
    .addOption(workersOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', '\nExamples:\n  sabut ingest FIR-112.sabut /media/phone\n  sabut ingest FIR-112.sabut --resume\n')
    .action(async (directory: string, evidence: string[], options, command: Command) => {
      if ((options.resume === true) === evidence.length > 0)
        command.error('error: name evidence to add, or use --resume to go on with the last run: one of the two.', {
          code: 'sabut.evidence-or-resume',
        });
      const { ingest } = await import('./commands/triage.ts');
      onEnd(await ingest(await makeOutput(options), directory, evidence, options));
    });

  program
    .command('items')
    .description('lists items of a case')
    .argument('<directory>', 'case directory', filled)
    .option(
      '--where <condition>',
      'only items for which FIELD=VALUE holds; also FIELD!=VALUE, ~= (contains), >= and <=; may be repeated',
      condition,
    )
    .addOption(new Option('--format <format>', 'form of the list').choices(['table', 'csv', 'jsonl', 'hashdeep', 'dfxml']).default('table'))
    .option('--output <file>', 'write to a new file instead of standard output', filled)
    .addHelpText('after', () => itemFields)
    .action(async (directory: string, options) => {
      const { listItems } = await import('./commands/items.ts');
      onEnd(await listItems(await makeOutput({}), directory, options));
    });

  program
    .command('show')
    .description('shows all that a case holds about one item')
    .argument('<directory>', 'case directory', filled)
    .argument('<item>', 'id of the item, or its path as sabut items prints it', filled)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  sabut show FIR-112.sabut S1/DCIM/100MEDIA/IMG_0001.JPG\n')
    .action(async (directory: string, item: string, options) => {
      const { showItem } = await import('./commands/show.ts');
      onEnd(await showItem(await makeOutput(options), directory, item));
    });

  program
    .command('report')
    .description('writes the report and the item lists')
    .argument('<directory>', 'case directory', filled)
    .addOption(new Option('--output <directory>', 'new or empty directory').argParser(filled).makeOptionMandatory())
    .addOption(new Option('--language <language>', 'language of the report').choices(['en', 'ur']).default('en'))
    .addOption(examinerOption('who answers for it'))
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', '\nExample:\n  sabut report FIR-112.sabut --output FIR-112-report\n')
    .action(async (directory: string, options) => {
      const { writeReport } = await import('./commands/report.ts');
      onEnd(await writeReport(await makeOutput(options), directory, options));
    });

  program
    .command('verify')
    .description('checks the database, the audit log and its checkpoints, and with --evidence hashes the evidence again')
    .argument('<directory>', 'case directory', filled)
    .option('--evidence', 'read and hash the evidence again')
    .option('--head <sha256>', 'head of the audit log as it stands on a printed report', printedHead)
    .addOption(examinerOption('who answers for it'))
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText(
      'after',
      '\nExample:\n  sabut verify FIR-112.sabut --evidence --head 623381aac0b91a6f…\n\nHow to do the same without Sabut: docs/verify.md\n',
    )
    .action(async (directory: string, options) => {
      const { verify } = await import('./commands/verify.ts');
      onEnd(await verify(await makeOutput(options), directory, options));
    });

  program
    .command('self-test')
    .description('triages known material and prints a certificate: whether every answer was right, and the versions that gave it')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  sabut self-test > certificate.txt\n')
    .action(async (options) => {
      const { selfTest } = await import('./commands/self-test.ts');
      onEnd(await selfTest(await makeOutput(options)));
    });

  program
    .command('serve')
    .description('shows the interface in a browser, on this machine only')
    .argument('[case]', 'case directory to open', filled)
    .addOption(new Option('--port <n>', 'port on 127.0.0.1 (default: any free one)').argParser(wholeNumber(0, 65_535)))
    .option('--open', "open the system's browser")
    .addHelpText('after', '\nExample:\n  sabut serve FIR-112.sabut --open\n')
    .action(async (directory: string | undefined, options) => {
      const { serve } = await import('./commands/serve.ts');
      onEnd(await serve(await makeOutput({}), directory, options));
    });

  hint(program, 'sabut');
  return program;
}

function collectFilled(text: string, earlier: string[] = []): string[] {
  return [...earlier, filled(text)];
}

/** Below every refusal of the command line stands where to read on. */
function hint(command: Command, name: string): void {
  command.showHelpAfterError(`How it is used: ${name} --help`);
  for (const child of command.commands) hint(child, `${name} ${child.name()}`);
}

/** The exit code for what commander throws: help that was asked for is no fault. */
export function exitCodeOfUsage(exitCode: number): number {
  return exitCode === 0 ? exitCodes.done : exitCodes.usage;
}
