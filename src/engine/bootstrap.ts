/** Makes an engine out of this machine: its clock, its chance, its key store. What every host does alike, in one place. */
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { dirname } from 'node:path';
import { systemClock } from '../model/clock.ts';
import type { SpawnWorker } from '../model/processing.ts';
import type { SpawnViewer } from '../model/viewing.ts';
import { keyStoreDirectory } from './audit/keys.ts';
import { createEngine, type Engine } from './engine.ts';
import { expectedIsolation, spawnNodeViewer, spawnNodeWorker } from './processes/node-worker.ts';
import { standardDeadline } from './processing/start-run.ts';
import { productVersion } from './tools.ts';

export interface MachineSetting {
  /** How workers are started, and how that confines them; absent: as processes of Node.js. */
  workers?: { spawn: SpawnWorker; spawnViewer: SpawnViewer; isolation: string } | undefined;
  /** Where settings and the list of recent cases are kept; absent: beside the key store. */
  settingsDirectory?: string | undefined;
  /** Where the examiners' private keys are kept; absent: this user's own store. */
  keyStore?: string | undefined;
  /** Roots below which `folders.list` may look; absent: everything this user can see. */
  folderRoots?: readonly string[] | undefined;
  /** Whether what waits in the open case is started by itself once a run is through. */
  followsQueue?: boolean | undefined;
  /** Of the examiner's private key. */
  passphrase?: string | undefined;
}

/** An engine of this machine and user. */
export function bootstrapEngine({
  workers,
  settingsDirectory,
  folderRoots,
  keyStore = keyStoreDirectory(),
  passphrase,
  followsQueue,
}: MachineSetting = {}): Engine {
  return createEngine({
    clock: systemClock,
    randomId: () => randomBytes(16).toString('hex'),
    process: process.pid,
    host: os.hostname(),
    productVersion,
    keyStore,
    passphrase,
    settingsDirectory: settingsDirectory ?? dirname(keyStore),
    folderRoots,
    followsQueue,
    spawnWorker: workers?.spawn ?? spawnNodeWorker,
    spawnViewer: workers?.spawnViewer ?? spawnNodeViewer,
    isolation: workers?.isolation ?? expectedIsolation(),
    deadline: standardDeadline,
  });
}
