/** What joins Electron's main process, its preload script and the page. Nothing is imported here: the preload script carries it all. */

/** What the preload script puts on `window`: the hand-over of ports, and the one thing that only a preload script can ask. */
export interface SabutBridge {
  /** Asks the main process for a pair of ports; they arrive as a message event of this window whose data is `portsMessage`. */
  requestPorts(): void;
  /** The path of a file that was dropped on the page, or an empty string. */
  pathOfFile(file: File): string;
}

/** The only message that a page sends to the main process outside of its port: it asks for ports. */
export const requestPortsChannel = 'sabut:request-ports';
/** Brings two ports to the page's preload script: the engine's, then the main process's. */
export const portsChannel = 'sabut:ports';
/** The data of the event by which the preload script passes the ports on to its page. */
export const portsMessage = 'sabut-ports';

/** Addresses of evidence bytes: `evidence://item/<id>?type=<media type>`. */
export const evidenceScheme = 'evidence';
