/** Windows shell links (.lnk). */
import { fileTimeOf, hardwareAddressOf, nilGuid } from '../../../formats/guid.ts';
import { knownFolderName, specialFolderName } from '../../../formats/shell-link/folder-names.ts';
import { decodeShellLink, isShellLink, type ShellLink } from '../../../formats/shell-link/index.ts';
import { pathOfItems } from '../../../formats/shell-link/shell-items.ts';
import { readWhole } from '../../../model/reader.ts';
import { fromFileTime } from '../../../model/timestamp.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor, type Emission } from '../../define-extractor.ts';
import { fields } from './fields.ts';

type Draft = ArtefactDraft<typeof fields>;

const maximumSize = 16 * 1024 * 1024;

export const systemLink = defineExtractor({
  id: 'system/link',
  version: '1',
  accepts: ['application/x-ms-shortcut', 'application/x-ms-lnk'],
  produces: fields,
  description: 'Reads Windows shell links: the target with its times, size, volume and machine, and what the link starts.',
  references: [
    '[MS-SHLLINK] Shell Link (.LNK) Binary File Format, sections 2.1 to 2.5',
    '[MS-PROPSTORE] sections 2.2 to 2.4',
    '[MS-DLTW] 2.2 (droids)',
  ],
  limits: { maximumSize },
  async *run({ reader }) {
    const bytes = await readWhole(reader, maximumSize);
    if (!isShellLink(bytes)) {
      yield {
        kind: 'observation',
        severity: 'warning',
        code: 'no-link-header',
        message: 'The item does not begin with a whole shell link header.',
      };
      yield { kind: 'incomplete' };
      return;
    }
    const link = decodeShellLink(bytes);
    const draft: Draft = new ArtefactDraft();
    setTarget(link, draft);
    setHeader(link, draft);
    setLocation(link, draft);
    setTracker(link, draft);
    yield* draft.emissions();
    yield* observations(link);
  },
});

function setTarget(link: ShellLink, draft: Draft): void {
  const byItems = pathOfItems(link.items);
  draft.set('targetPath', link.location?.localPath, 'LinkInfo LocalBasePath and CommonPathSuffix');
  draft.set('targetPath', link.location?.networkPath, 'LinkInfo CommonNetworkRelativeLink and CommonPathSuffix');
  draft.set('targetPath', byItems, 'LinkTargetIDList');
  draft.set('targetPath', link.extra.environmentPath, 'EnvironmentVariableDataBlock');
  draft.set('targetPath', link.relativePath, 'RELATIVE_PATH');
  draft.set('identifierPath', byItems, 'LinkTargetIDList');
  draft.set('environmentPath', link.extra.environmentPath, 'EnvironmentVariableDataBlock');
  draft.set('relativePath', link.relativePath, 'RELATIVE_PATH');
  draft.set('arguments', link.arguments, 'COMMAND_LINE_ARGUMENTS');
  draft.set('workingDirectory', link.workingDirectory, 'WORKING_DIR');
  draft.set('description', link.description, 'NAME_STRING');
  draft.set('iconLocation', link.iconLocation, 'ICON_LOCATION');
  draft.set('iconEnvironmentPath', link.extra.iconEnvironmentPath, 'IconEnvironmentDataBlock');
  const last = link.items.findLast((item) => item.kind === 'file')?.fileReference;
  draft.set('targetFileReference', last ? `${last.record}-${last.sequence}` : null, 'file entry extension block 0xbeef0004');
}

function setHeader(link: ShellLink, draft: Draft): void {
  const time = (value: bigint) => (value === 0n ? null : fromFileTime(value));
  draft.set('targetCreatedAt', time(link.createdAt), 'ShellLinkHeader CreationTime');
  draft.set('targetAccessedAt', time(link.accessedAt), 'ShellLinkHeader AccessTime');
  draft.set('targetModifiedAt', time(link.writtenAt), 'ShellLinkHeader WriteTime');
  draft.set('targetSize', link.targetSize, 'ShellLinkHeader FileSize');
  const attributes = attributeNames.filter((_, bit) => ((link.targetAttributes >>> bit) & 1) === 1);
  draft.set('targetAttributes', attributes, 'ShellLinkHeader FileAttributes');
}

/** FileAttributesFlags, bit by bit ([MS-SHLLINK] 2.1.2). */
const attributeNames = [
  'read-only',
  'hidden',
  'system',
  'reserved 3',
  'directory',
  'archive',
  'reserved 6',
  'normal',
  'temporary',
  'sparse',
  'reparse point',
  'compressed',
  'offline',
  'not content indexed',
  'encrypted',
];

/** GetDriveType numbers ([MS-SHLLINK] 2.3.1). */
const driveTypes = ['unknown', 'no root directory', 'removable', 'fixed', 'network', 'optical', 'memory disk'];

function setLocation(link: ShellLink, draft: Draft): void {
  const location = link.location;
  if (location === null) return;
  const serial = location.driveSerialNumber;
  draft.set(
    'driveType',
    location.driveType === null ? null : (driveTypes[location.driveType] ?? `type ${location.driveType}`),
    'VolumeID DriveType',
  );
  draft.set('driveSerialNumber', serial === null ? null : `0x${serial.toString(16).padStart(8, '0')}`, 'VolumeID DriveSerialNumber');
  draft.set('volumeLabel', location.volumeLabel, 'VolumeID VolumeLabel');
  draft.set('networkShare', location.networkShare, 'CommonNetworkRelativeLink NetName');
  draft.set('networkDevice', location.networkDevice, 'CommonNetworkRelativeLink DeviceName');
}

function setTracker(link: ShellLink, draft: Draft): void {
  const { tracker, knownFolder, specialFolder, properties, darwinId } = link.extra;
  if (tracker !== undefined) {
    const usable = (guid: string) => (guid === nilGuid ? null : guid);
    draft.set('machineId', tracker.machineId, 'TrackerDataBlock MachineID');
    draft.set('droidVolumeId', usable(tracker.droidVolume), 'TrackerDataBlock Droid');
    draft.set('droidFileId', usable(tracker.droidFile), 'TrackerDataBlock Droid');
    draft.set('birthDroidVolumeId', usable(tracker.birthDroidVolume), 'TrackerDataBlock DroidBirth');
    draft.set('birthDroidFileId', usable(tracker.birthDroidFile), 'TrackerDataBlock DroidBirth');
    const created = fileTimeOf(tracker.droidFile);
    draft.set('hardwareAddress', hardwareAddressOf(tracker.droidFile), 'TrackerDataBlock Droid, node');
    draft.set('hardwareAddress', hardwareAddressOf(tracker.birthDroidFile), 'TrackerDataBlock DroidBirth, node');
    draft.set('droidFileCreatedAt', created === null ? null : fromFileTime(created), 'TrackerDataBlock Droid, time');
  }
  draft.set('knownFolder', knownFolder === undefined ? null : knownFolderName(knownFolder), 'KnownFolderDataBlock');
  draft.set('knownFolder', specialFolder === undefined ? null : specialFolderName(specialFolder), 'SpecialFolderDataBlock');
  draft.set('installerId', darwinId, 'DarwinDataBlock');
  const property = (set: string, id: number) => properties?.find((each) => each.set === set && each.id === id)?.value;
  draft.set('applicationId', property('9f4c2855-9f79-4b39-a8d0-e1d42de1d5f3', 5), 'PropertyStoreDataBlock System.AppUserModel.ID');
  draft.set(
    'ownerSid',
    property('46588ae2-4cbc-4338-bbfc-139326986dce', 4),
    'PropertyStoreDataBlock 46588ae2-4cbc-4338-bbfc-139326986dce, 4',
  );
}

function* observations(link: ShellLink): Generator<Emission<typeof fields>> {
  // The shell's property sheet shows 260 characters: what is pushed behind them is meant not to be seen.
  if (link.arguments !== null && (link.arguments.length > 260 || /\s{32}/.test(link.arguments))) {
    yield {
      kind: 'observation',
      severity: 'warning',
      code: 'hidden-arguments',
      message: `The arguments are ${link.arguments.length} characters long or padded with white space, which hides them from the property sheet of Windows.`,
      place: 'COMMAND_LINE_ARGUMENTS',
    };
  }
  for (const fault of link.faults) yield { kind: 'observation', severity: 'warning', ...fault };
  if (link.faults.length > 0) yield { kind: 'incomplete' };
}
