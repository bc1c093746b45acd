/** A folder that looks like a build of the interface. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BuiltInterface {
  directory: string;
  remove(): Promise<void>;
}

/** Makes the folder, with a secret file beside it that must never be delivered. */
export async function builtInterface(): Promise<BuiltInterface> {
  const parent = await mkdtemp(join(tmpdir(), 'sabut-interface-'));
  const directory = join(parent, 'renderer');
  await mkdir(join(directory, 'assets'), { recursive: true });
  await writeFile(join(parent, 'secret.js'), 'secret');
  await writeFile(
    join(directory, 'index.html'),
    '<!doctype html><meta property="csp-nonce" nonce="__SABUT_NONCE__"><script type="module" src="/assets/index.js"></script>',
  );
  await writeFile(join(directory, 'assets', 'index.js'), 'export {};');
  await writeFile(join(directory, 'assets', 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(directory, 'assets', 'index.js.map'), '{}');
  return { directory, remove: () => rm(parent, { recursive: true, force: true }) };
}
