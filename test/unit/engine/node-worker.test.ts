import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { spawnNodeWorker } from '../../../src/engine/processes/node-worker.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const isLinux = process.platform === 'linux';

test.skipIf(!isLinux)(
  `a worker gets nothing of the environment that could change a parser${isLinux ? '' : ' (skipped: needs /proc)'}`,
  () => {
    for (const name of ['LD_PRELOAD', 'NODE_OPTIONS', 'HTTPS_PROXY', 'LD_LIBRARY_PATH']) vi.stubEnv(name, '/nonexistent/of-a-test');
    const worker = spawnNodeWorker({ confined: false });
    try {
      const environment = readFileSync(`/proc/${worker.pid}/environ`, 'latin1').split('\0');
      expect(environment).toContain('TZ=UTC');
      expect(environment.filter((entry) => entry.includes('of-a-test'))).toEqual([]);
    } finally {
      worker.kill();
    }
  },
);

/** Starts a worker and tells how it ended; ends itself once nothing keeps it. */
const host = `
  const { spawnNodeWorker } = await import(process.argv[1]);
  spawnNodeWorker({ confined: true }).onExit((description) => console.log(description));
`;

test.skipIf(!isLinux)(
  `what a worker leaves behind ends with it, and holds nobody up${isLinux ? '' : ' (skipped: needs /proc)'}`,
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sabut-left-behind-'));
    try {
      // As bubblewrap that is killed while it starts: gone, with a child that has its pipes and minds nothing.
      writeFileSync(join(directory, 'bwrap'), '#!/bin/sh\n(trap "" HUP TERM; exec sleep 600) &\necho $! > "$0.child"\nkill -9 $$\n', {
        mode: 0o755,
      });
      const module = new URL('../../../src/engine/processes/node-worker.ts', import.meta.url).href;
      const child = spawn(process.execPath, ['--input-type=module', '-e', host, module], {
        env: { ...process.env, PATH: `${directory}:${process.env['PATH']}` },
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 20_000,
      });
      let told = '';
      child.stdout.on('data', (bytes: Buffer) => {
        told += bytes.toString();
      });
      expect(await once(child, 'close')).toEqual([0, null]);
      expect(told).toBe('SIGKILL\n');
      const left = Number(readFileSync(join(directory, 'bwrap.child'), 'latin1'));
      expect(left).toBeGreaterThan(1);
      const isAlive = () => existsSync(`/proc/${left}/status`) && /^State:\s+[^Z]/m.test(readFileSync(`/proc/${left}/status`, 'latin1'));
      await vi.waitFor(() => expect(isAlive()).toBe(false), 5000);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
