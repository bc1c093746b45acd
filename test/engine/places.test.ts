/** The volumes that are offered for choosing folders, out of a table as Linux writes it. */
import { expect, test } from 'vitest';
import { readMounts, volumesAmong } from '../../src/engine/folders/places.ts';

/** Lines as on a field laptop with Ubuntu: its own mounts, a stick, a seized disk that is mounted read-only, and a share. */
const table = `22 29 0:21 / /proc rw,nosuid shared:14 - proc proc rw
25 29 0:24 / /run rw,nosuid - tmpfs tmpfs rw,size=1628200k
29 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
40 29 7:1 / /snap/core22/1380 ro,nodev - squashfs /dev/loop1 ro
45 29 259:1 / /boot/efi rw,relatime - vfat /dev/nvme0n1p1 rw
51 29 0:45 / /run/user/1000/doc rw - fuse.portal portal rw
60 29 259:3 / /home rw,relatime - ext4 /dev/nvme0n1p3 rw
61 29 259:3 /var /srv/elsewhere rw,relatime - ext4 /dev/nvme0n1p3 rw
70 29 8:17 / /media/sana/KINGSTON\\0402 rw,nosuid - vfat /dev/sdb1 rw
71 29 8:33 / /mnt/seized\\040\\330\\253 ro,relatime - ntfs3 /dev/sdc1 ro
72 29 0:60 / /srv/lab rw - nfs4 server:/lab rw
`;

test('volumes are told from the mounts of the system, media first', () => {
  const volumes = volumesAmong(readMounts(table));
  expect(volumes.map(({ point }) => point)).toEqual(['/media/sana/KINGSTON 2', '/mnt/seized ث', '/home', '/srv/lab']);
  expect(volumes[1]).toEqual({ device: '8:33', point: '/mnt/seized ث', fileSystem: 'ntfs3', source: '/dev/sdc1', readOnly: true });
  expect(volumes[0]?.readOnly).toBe(false);
});

test('of two mounts on one point, the one that is seen counts; a damaged line is passed over', () => {
  const twice = `${table}80 70 8:49 / /media/sana/KINGSTON\\0402 ro - exfat /dev/sdd1 ro\nnonsense\n`;
  expect(volumesAmong(readMounts(twice))[0]).toMatchObject({ device: '8:49', fileSystem: 'exfat', readOnly: true });
});
