/** Sabut never talks to a network. Several locks, each of which alone would do: switches, a dead proxy, and a refusal of every request. */
import type { App, Session } from 'electron';
import { evidenceScheme } from '../transport/bridge.ts';
import { interfaceScheme } from './schemes.ts';

/** Nothing listens on the discard port of this machine. */
const deadProxy = 'socks5://127.0.0.1:9';

/** Schemes of what a page may ask for; `blob:` is what it made itself. */
const allowedSchemes = new Set([`${interfaceScheme}:`, `${evidenceScheme}:`, 'blob:']);

/** Sets Chromium's switches; before the app is ready. */
export function applyOfflineSwitches(app: App): void {
  const { commandLine } = app;
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('proxy-server', deadProxy);
  // Without this Chromium would reach this machine's own servers past the proxy.
  commandLine.appendSwitch('proxy-bypass-list', '<-loopback>');
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('disable-sync');
  commandLine.appendSwitch('no-pings');
  commandLine.appendSwitch('dns-prefetch-disable');
}

/** Locks a session; before its first window. */
export async function guardSession(session: Session): Promise<void> {
  // The spell checker would fetch its dictionaries.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !allowedSchemes.has(URL.parse(details.url)?.protocol ?? '') });
  });
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.on('will-download', (event) => event.preventDefault());
  await session.setProxy({ mode: 'fixed_servers', proxyRules: deadProxy, proxyBypassRules: '<-loopback>' });
  await session.clearCache();
}
