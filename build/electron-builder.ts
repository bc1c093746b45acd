/** Packages for Windows, Linux and macOS out of what `npm run build` left in out/: `npm run package`. */
import type { Configuration } from 'electron-builder';
import { fuses } from './fuses.ts';

export default {
  appId: 'pk.sabut.workstation',
  productName: 'Sabut',
  copyright: 'Sabut',
  directories: { output: 'dist', buildResources: 'build' },
  icon: 'resources/icons/icon.png',
  files: ['out/**', 'resources/**', 'package.json', '!**/*.map', '!**/{test,tests,docs,example,examples}/**'],
  asar: true,
  // Native code cannot be loaded out of the archive; resources/ holds what a third party reads and runs without Sabut.
  asarUnpack: ['**/*.node', '**/node_modules/@img/**', 'resources/**'],
  // One better-sqlite3 (Node-API) serves Node.js and Electron alike, so nothing is compiled here.
  npmRebuild: false,
  nodeGypRebuild: false,
  afterPack: async (context) => {
    await context.packager.addElectronFuses(context, fuses);
  },
  fileAssociations: [
    {
      ext: 'sabut',
      name: 'Sabut case',
      description: 'Sabut case',
      mimeType: 'application/x-sabut-case',
      role: 'Editor',
      // A case is a directory; on macOS it then opens as one document. On Windows and Linux, where that cannot be, each case holds a
      // file `Open in Sabut.sabut` that does.
      isPackage: true,
    },
  ],
  win: {
    target: [
      { target: 'nsis', arch: ['x64'] },
      { target: 'portable', arch: ['x64'] },
    ],
    requestedExecutionLevel: 'asInvoker',
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false },
  portable: { requestExecutionLevel: 'user' },
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64'] },
      { target: 'deb', arch: ['x64'] },
    ],
    category: 'Utility',
    synopsis: 'Triage of seized digital media',
    maintainer: 'Sabut',
    executableName: 'sabut-workstation',
  },
  mac: {
    target: [{ target: 'dmg', arch: ['arm64', 'x64'] }],
    category: 'public.app-category.utilities',
    hardenedRuntime: true,
    darkModeSupport: true,
  },
  // Offline machines are the rule: there is no update channel.
  publish: null,
} satisfies Configuration;
