import { readFileSync } from 'node:fs';
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
