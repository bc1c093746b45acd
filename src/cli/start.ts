/** `npm start`: the workstation in Electron where its binary is installed, else in the system's browser. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const given = process.argv.slice(2);

if (!existsSync(path.join(root, 'out/renderer/index.html'))) {
  console.error('Building the interface, once.');
  const built = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (built.status !== 0) process.exit(1);
}

const electron = electronBinary();
if (electron === null) console.error("Electron's binary is not installed here: opening the workstation in the system's browser instead.");
const [program, ...rest] =
  electron === null ? [process.execPath, path.join(root, 'src/cli/sabut.mjs'), 'serve', '--open'] : [electron, root];
const child = spawn(program as string, [...rest, ...given], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));

/**
 * Path of Electron's binary, or null. Electron's own module is not asked, because it would download what is absent:
 * its package names the binary in `path.txt` below `dist`, or below what ELECTRON_OVERRIDE_DIST_PATH names.
 */
function electronBinary(): string | null {
  const folder = path.join(root, 'node_modules/electron');
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const named = path.join(folder, 'path.txt');
  const usual =
    process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : usual;
  const binary = path.join(override ?? path.join(folder, 'dist'), name);
  return existsSync(binary) ? binary : null;
}
