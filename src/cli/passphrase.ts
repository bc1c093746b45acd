/** The passphrase of the examiner's signing key: from the environment, or asked for on the terminal without showing it. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { loadOrCreateSigningKey, signingKeyState } from '../engine/audit/keys.ts';
import { EngineError } from '../model/error.ts';
import { writeError } from './standard-streams.ts';

const attempts = 3;

export interface PassphraseRequest {
  store: string;
  examiner: string;
  /** `--ask-passphrase`: a key that is made now is to be protected. */
  ask: boolean;
}

/**
 * The passphrase to work with; undefined for a key without one. A key that is there is opened once, so that a wrong
 * passphrase is refused before anything is done rather than when the work is to be signed.
 * @throws EngineError `invalid-request`, `unsupported` where there is nobody to ask, `cancelled`.
 */
export async function passphraseFor({ store, examiner, ask }: PassphraseRequest): Promise<string | undefined> {
  const state = signingKeyState(store, examiner);
  const given = process.env['SABUT_PASSPHRASE'];
  if (given !== undefined) {
    if (given === '') throw new EngineError('unsupported', 'SABUT_PASSPHRASE is empty. Set it to the passphrase, or unset it.');
    if (state !== 'absent') loadOrCreateSigningKey({ store, examinerName: examiner, passphrase: given });
    return given;
  }
  if (state === 'open') {
    if (ask)
      throw new EngineError(
        'conflict',
        `The signing key of ${examiner} has no passphrase. Leave out --ask-passphrase, or protect the key first: openssl pkcs8 -topk8 -v2 aes-256-cbc`,
      );
    return undefined;
  }
  if (state === 'absent') return ask ? askForNew(examiner) : undefined;
  return askForKnown(store, examiner);
}

async function askForNew(examiner: string): Promise<string> {
  refuseWithoutTerminal('--ask-passphrase needs a terminal to ask on');
  const passphrase = await prompt(`New passphrase for the signing key of ${examiner}: `);
  if (passphrase === '') throw new EngineError('cancelled', 'No passphrase was given; nothing was made.');
  if ((await prompt('The same again: ')) !== passphrase)
    throw new EngineError('cancelled', 'The two passphrases differ; nothing was made. Try again.');
  return passphrase;
}

async function askForKnown(store: string, examiner: string): Promise<string> {
  refuseWithoutTerminal(`The signing key of ${examiner} is protected by a passphrase, and there is no terminal to ask for it`);
  for (let attempt = 1; ; attempt += 1) {
    const passphrase = await prompt(`Passphrase of the signing key of ${examiner}: `);
    try {
      if (passphrase !== '') loadOrCreateSigningKey({ store, examinerName: examiner, passphrase });
      else throw new EngineError('cancelled', 'No passphrase was given; nothing was changed.');
      return passphrase;
    } catch (thrown) {
      if (attempt === attempts || (thrown as EngineError).code === 'cancelled') throw thrown;
      writeError('That is not the passphrase. Try again.\n');
    }
  }
}

function refuseWithoutTerminal(why: string): void {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new EngineError('unsupported', `${why}. Set SABUT_PASSPHRASE instead; nothing was changed.`);
}

/** Asks on the terminal; what is typed is not shown. */
function prompt(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  let answered = false;
  writeError(question);
  terminal.on('SIGINT', () => terminal.close());
  terminal.on('line', (line) => {
    answered = true;
    resolve(line);
    terminal.close();
  });
  terminal.on('close', () => {
    writeError('\n');
    if (!answered) reject(new EngineError('cancelled', 'No passphrase was given; nothing was changed.'));
  });
  return promise;
}
