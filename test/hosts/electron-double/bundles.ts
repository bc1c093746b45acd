/** Where the built main process and preload script are, and whether they are there. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** `out`, or another build that SABUT_BUILD names. */
const build = process.env['SABUT_BUILD'] ?? path.join(import.meta.dirname, '../../../out');

export const mainBundle = path.join(build, 'main/index.js');
const interfaceBuild = path.join(build, 'renderer/index.html');

/** Why these tests cannot run, or an empty string; it stands in their titles. */
export const missingBuild = [
  mainBundle,
  path.join(build, 'main/engine-process.js'),
  path.join(build, 'preload/index.cjs'),
  interfaceBuild,
].every((file) => existsSync(file))
  ? ''
  : ' (skipped: run `npm run build` first)';
