/** The built interface: made anew where it is missing or older than its sources, and how large its start is. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const built = join(root, 'out/renderer');
const page = join(built, 'index.html');
/** What the build is made of. */
const sources = ['src', 'resources/translations', 'package.json', 'package-lock.json', 'electron.vite.config.ts'];

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds the interface where that is needed, as `npm run build` does. */
export function ensureBuilt(say: (text: string) => void): void {
  if (existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources.map((path) => newest(join(root, path))))) return;
  say('building the interface');
  const { status, stderr } = spawnSync('npm', ['run', 'build'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`the interface could not be built: ${stderr.slice(-1000)}`);
}

/** Bytes of the scripts that the page asks for before anything is done in it, each compressed by itself; and their number. */
export function initialScript(): { bytes: number; files: number } {
  const html = readFileSync(page, 'utf8');
  const names = new Set([...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((match) => match[1] as string));
  // What these import in turn without asking is loaded with them, whether or not the page names it.
  for (const name of names) {
    const text = readFileSync(join(built, name), 'utf8');
    for (const match of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+?\s*from\s*)?["']\.\/([^"']+\.js)["']/g))
      names.add(`assets/${match[1]}`);
  }
  let bytes = 0;
  for (const name of names) bytes += gzipSync(readFileSync(join(built, name))).length;
  return { bytes, files: names.size };
}
