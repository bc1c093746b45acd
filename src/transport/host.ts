/** Finds the host that shows the interface. Browser code. */
import type { HostApi } from '../contract/host-api.ts';
import { createElectronHost, type ElectronPage } from './electron-client.ts';
import { createLoopbackHost, type LoopbackPage } from './loopback-client.ts';

/** The host of this page. Call it once, with `window`. */
export function findHost(page: ElectronPage | LoopbackPage): HostApi {
  return hasBridge(page) ? createElectronHost(page) : createLoopbackHost(page);
}

/** An element whose id is `sabut` would appear on `window` too, hence the second look. */
function hasBridge(page: ElectronPage | LoopbackPage): page is ElectronPage {
  return 'sabut' in page && typeof page.sabut?.requestPorts === 'function';
}
