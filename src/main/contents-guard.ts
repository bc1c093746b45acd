/** What no page may do, whichever window it is in: go elsewhere, open windows, embed others. */
import type { WebContents, WebFrameMain } from 'electron';
import { evidenceScheme } from '../transport/bridge.ts';
import { reportOf } from './report-window.ts';
import { interfaceAddress, interfaceOrigin } from './schemes.ts';

/** Guards the contents of a new window, before it loads anything. */
export function guardContents(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  /** Loading the page again is no navigation elsewhere; and a report's pages lead to each other. */
  const staysHere = (url: string): boolean => {
    const report = reportOf(contents.getURL());
    return report === null ? url === interfaceAddress : reportOf(url) === report;
  };
  contents.on('will-navigate', (event) => {
    if (!staysHere(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    const allowed = event.isMainFrame ? staysHere(event.url) : URL.parse(event.url)?.protocol === `${evidenceScheme}:`;
    if (!allowed) event.preventDefault();
  });
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.on('login', refuse);
  contents.on('select-client-certificate', refuse);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Whether a message comes from the interface itself: the top frame of a page of our own origin that is still there. */
export function isInterfaceFrame(frame: WebFrameMain | null): frame is WebFrameMain {
  return (
    frame !== null && !frame.detached && frame.parent === null && frame.origin === interfaceOrigin && URL.parse(frame.url)?.host === 'sabut'
  );
}
