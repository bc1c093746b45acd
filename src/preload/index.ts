/**
 * What the page gets of Electron: it may ask for its ports, and for the path of a file that was dropped on it. The ports cannot pass
 * the context bridge; they reach the page as a message of its own window.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { portsChannel, portsMessage, requestPortsChannel, type SabutBridge } from '../transport/bridge.ts';

ipcRenderer.on(portsChannel, (event) => window.postMessage(portsMessage, window.location.origin, event.ports));

const bridge: SabutBridge = {
  requestPorts: () => ipcRenderer.send(requestPortsChannel),
  pathOfFile: (file) => webUtils.getPathForFile(file),
};
contextBridge.exposeInMainWorld('sabut', bridge);
