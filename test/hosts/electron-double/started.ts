/** One start of the built workstation in the double, with a page that is connected to its engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineConnection, HostApi } from '../../../src/contract/host-api.ts';
import { createElectronHost } from '../../../src/transport/electron-client.ts';
import { mainBundle } from './bundles.ts';
import { type DoubleOptions, ElectronDouble, type WindowDouble } from './double.ts';

export interface Started {
  double: ElectronDouble;
  window: WindowDouble;
  /** The host as the page that is loaded now sees it. */
  host(): HostApi;
  /** Connects the page; the same host for each load of the page. */
  connect(): Promise<EngineConnection>;
}

/** A folder for `userData` and the key store, removed by `remove`. */
export async function userFolder(): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sabut-desktop-'));
  process.env['SABUT_KEY_STORE'] = path.join(directory, 'keys');
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Starts the built main process and waits for its window. */
export async function startWorkstation(userPath: string, options: Omit<DoubleOptions, 'userPath'> = {}): Promise<Started> {
  const double = new ElectronDouble({ userPath, ...options });
  await double.start(mainBundle);
  const [window] = double.windows;
  if (window === undefined) throw new Error(`no window: ${double.errors.join(' ')}`);
  const hosts = new WeakMap<object, HostApi>();
  const host = (): HostApi => {
    const page = window.webContents.page as object;
    const known = hosts.get(page) ?? createElectronHost(page as never);
    hosts.set(page, known);
    return known;
  };
  return { double, window, host, connect: () => host().connect() };
}
