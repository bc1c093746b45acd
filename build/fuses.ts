/** Electron's fuses: what can never be switched on in an installed Sabut, whoever starts it. */
import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses';

export const fuses: FuseConfig = {
  version: FuseVersion.V1,
  // A fuse that a later Electron adds must be decided on here before a build passes.
  strictlyRequireAllFuses: true,
  // Apple's arm64 refuses a binary whose signature does not match; builds without a certificate are signed ad hoc again.
  resetAdHocDarwinSignature: true,
  // No `ELECTRON_RUN_AS_NODE`, `NODE_OPTIONS` or `--inspect`: the program is not a Node.js for other people's scripts.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // file:// has no privileges: the interface comes from its own scheme.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Only the archive that was packaged runs, and only unaltered.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.EnableCookieEncryption]: true,
  // The WebAssembly decoders keep their bounds checks by hardware traps, as in Chromium.
  [FuseV1Options.WasmTrapHandlers]: true,
};
