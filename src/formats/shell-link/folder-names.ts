/** Names of well-known folders: KNOWNFOLDERID and CSIDL constants of the Windows SDK. */

const knownFolders: Record<string, string> = {
  'b4bfcc3a-db2c-424c-b029-7fe99a87c641': 'Desktop',
  'c4aa340d-f20f-4863-afef-f87ef2e6ba25': 'Public desktop',
  'fdd39ad0-238f-46af-adb4-6c85480369c7': 'Documents',
  'ed4824af-dce4-45a8-81e2-fc7965083634': 'Public documents',
  '374de290-123f-4565-9164-39c4925e467b': 'Downloads',
  '33e28130-4e1e-4676-835a-98395c3bc3bb': 'Pictures',
  '4bd8d571-6d19-48d3-be97-422220080e43': 'Music',
  '18989b1d-99b5-455b-841c-ab7c74e4ddfc': 'Videos',
  '1777f761-68ad-4d8a-87bd-30b759fa33dd': 'Favorites',
  'bfb9d5e0-c6a9-404c-b2b2-ae6db6af4968': 'Links',
  'ae50c081-ebd2-438a-8655-8a092e34987a': 'Recent items',
  '8983036c-27c0-404b-8f08-102d10dcfd74': 'SendTo',
  '625b53c3-ab48-4ec1-ba1f-a1ef4146fc19': 'Start menu',
  'a77f5d77-2e2b-44c3-a6a2-aba601054a51': 'Programs',
  'b97d20bb-f46a-4c97-ba10-5e3608430854': 'Startup',
  'a4115719-d62e-491d-aa7c-e74b8be3b067': 'Common start menu',
  '0139d44e-6afe-49f2-8690-3dafcae6ffb8': 'Common programs',
  '82a5ea35-d9cd-47c5-9629-e15d2f714e6e': 'Common startup',
  '5e6c858f-0e22-4760-9afe-ea3317b67173': 'Profile',
  '0762d272-c50a-4bb0-a382-697dcd729b80': 'User profiles',
  'dfdf76a2-c82a-4d63-906a-5644ac457385': 'Public',
  'f1b32785-6fba-4fcf-9d55-7b8e7f157091': 'Local application data',
  'a520a1a4-1780-4ff6-bd18-167343c5af16': 'Local application data (low)',
  '3eb685db-65f9-4cf6-a03a-e3ef65729f3d': 'Roaming application data',
  '62ab5d82-fdc1-4dc3-a9dd-070d1d495d97': 'Program data',
  'f38bf404-1d43-42f2-9305-67de0b28fc23': 'Windows',
  '1ac14e77-02e7-4e5d-b744-2eb1ae5198b7': 'System',
  'd65231b0-b2f1-4857-a4ce-a8e7c6ea7d27': 'System (x86)',
  '905e63b6-c1bf-494e-b29c-65b732d3d21a': 'Program Files',
  '6d809377-6af0-444b-8957-a3773f02200e': 'Program Files (x64)',
  '7c5a40ef-a0fb-4bfc-874a-c0f2e0b9fa8e': 'Program Files (x86)',
  'fd228cb7-ae11-4ae3-864c-16f3910ab8fe': 'Fonts',
  '724ef170-a42d-4fef-9f26-b60e846fba4f': 'Administrative tools',
  'd0384e7d-bac3-4797-8f14-cba229b392b5': 'Common administrative tools',
  '52528a6b-b9e3-4add-b60d-588c2dba842d': 'Home group',
  '82a74aeb-aeb4-465c-a014-d097ee346d63': 'Control panel',
  '0ac0837c-bbf8-452a-850d-79d08e667ca7': 'Computer',
  'd20beec4-5ca8-4905-ae3b-bf251ea09b53': 'Network',
  'b7534046-3ecb-4c18-be4e-64cd4cb7d6ac': 'Recycle bin',
};

const specialFolders: Record<number, string> = {
  0: 'Desktop',
  2: 'Programs',
  3: 'Control panel',
  5: 'Documents',
  6: 'Favorites',
  7: 'Startup',
  8: 'Recent items',
  9: 'SendTo',
  10: 'Recycle bin',
  11: 'Start menu',
  13: 'Music',
  14: 'Videos',
  16: 'Desktop directory',
  17: 'Computer',
  18: 'Network',
  20: 'Fonts',
  22: 'Common start menu',
  23: 'Common programs',
  24: 'Common startup',
  25: 'Public desktop',
  26: 'Roaming application data',
  28: 'Local application data',
  35: 'Program data',
  36: 'Windows',
  37: 'System',
  38: 'Program Files',
  39: 'Pictures',
  40: 'Profile',
  41: 'System (x86)',
  42: 'Program Files (x86)',
  46: 'Public documents',
  47: 'Common administrative tools',
  48: 'Administrative tools',
};

/** English name of a KNOWNFOLDERID, or the identifier itself. */
export function knownFolderName(id: string): string {
  return knownFolders[id] ?? id;
}

/** English name of a CSIDL number, or `CSIDL n`. */
export function specialFolderName(id: number): string {
  return specialFolders[id] ?? `CSIDL ${id}`;
}
