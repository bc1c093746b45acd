/** Opens an address in the system's browser. */
import { spawn } from 'node:child_process';

/** Asks the system; whether it could be asked at all. The address goes as one argument, past every shell. */
export function openBrowser(address: string): Promise<boolean> {
  const [program, ...rest] = commandFor(process.platform);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, [...rest, address], { stdio: 'ignore', detached: true });
  child.once('error', () => resolve(false));
  child.once('spawn', () => {
    child.unref();
    resolve(true);
  });
  return promise;
}

function commandFor(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  // `start` is the shell's and would take `&` in an address for its own.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
