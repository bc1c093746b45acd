/** What no page may do, whichever window it is in: go elsewhere, open windows, embed others. */
import type { WebContents, WebFrameMain } from 'electron';
import { evidenceScheme } from '../transport/bridge.ts';
import { interfaceAddress, interfaceOrigin } from './schemes.ts';

/** Guards the contents of a new window, before it loads anything. */
export function guardContents(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', (event) => {
    // Loading the page again is no navigation elsewhere.
    if (event.url !== interfaceAddress) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    const allowed = event.isMainFrame ? event.url === interfaceAddress : URL.parse(event.url)?.protocol === `${evidenceScheme}:`;
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
