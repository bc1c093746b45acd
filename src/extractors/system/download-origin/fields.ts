/** The fields of `system/download-origin`. */
export const fields = {
  zoneId: { type: 'integer', label: 'Security zone (3 internet, 4 untrusted)', source: 'ZoneTransfer ZoneId' },
  hostUrl: { type: 'text', label: 'Downloaded from', source: 'ZoneTransfer HostUrl' },
  referrerUrl: { type: 'text', label: 'Linked from', source: 'ZoneTransfer ReferrerUrl' },
  hostIpAddress: { type: 'text', label: 'Address of the server', source: 'ZoneTransfer HostIpAddress' },
  writingPackage: { type: 'text', label: 'Written by package', source: 'ZoneTransfer LastWriterPackageFamilyName' },
} as const;
