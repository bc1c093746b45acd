// What `import … from 'electron'` gives the built main process under Node: the parts of the double that the test set up.
const double = globalThis[Symbol.for('sabut.electron-double')];

export const { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, screen, session, utilityProcess } = double;
