/** The columns of the item table: what each shows and how wide it starts. */
import { Paperclip } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemRow } from '../../../contract/schemas.ts';
import { translateOr } from '../../app/language.ts';
import { folderOf, formatSize } from '../../ui/format.ts';
import { Badge, EvidenceName, EvidencePath, type Tone } from '../../ui/Parts.tsx';
import { formatInstant, formatTimestamp, hasZone } from '../../ui/time.ts';
import type { Tag } from '../review/tagging.ts';
import styles from './Items.module.css';
import { KindIcon } from './KindIcon.tsx';

export interface CellContext {
  zone: string;
  tags: ReadonlyMap<number, Tag>;
  /** Translated texts that cells need. */
  mismatch: string;
  zoneUnknown: string;
  exhibit: string;
}

export interface Column {
  id: string;
  width: number;
  /** The field that names it, where that is another than its id. */
  named?: string;
  /** The engine can order by it. */
  sortable: boolean;
  align?: 'end';
  render(row: ItemRow, context: CellContext): ReactNode;
}

const tones: Record<ItemRow['status'], Tone> = {
  done: 'plain',
  'not-applicable': 'plain',
  skipped: 'plain',
  pending: 'accent',
  partial: 'caution',
  'timed-out': 'bad',
  failed: 'bad',
};

/** Marks a time whose zone is not known. */
function UnknownZone({ title }: { title: string }): ReactNode {
  return (
    <span className={styles.unknownZone} title={title}>
      ?
    </span>
  );
}

function instant(value: string | null, { zone, zoneUnknown }: CellContext): ReactNode {
  if (value === null) return null;
  const shown = <bdi dir="ltr">{formatInstant(value, zone)}</bdi>;
  if (hasZone(value)) return shown;
  return (
    <span className={styles.nameCell}>
      {shown}
      <UnknownZone title={zoneUnknown} />
    </span>
  );
}

function digest(value: string | null): ReactNode {
  return value === null ? null : (
    <bdi dir="ltr" data-address title={value}>
      {value}
    </bdi>
  );
}

export const columns: readonly Column[] = [
  {
    id: 'tag',
    width: 74,
    sortable: false,
    render: (row, { tags, exhibit }) => (
      <span className={styles.tags}>
        {row.exhibit !== null && <Paperclip size={12} aria-label={exhibit} />}
        {row.tags.map((id) => {
          const tag = tags.get(id);
          return (
            tag !== undefined && (
              <span key={id} className={styles.tagKey} style={{ backgroundColor: tag.colour }} title={tag.name}>
                {tag.key ?? tag.name.slice(0, 1)}
              </span>
            )
          );
        })}
      </span>
    ),
  },
  {
    id: 'name',
    width: 230,
    sortable: true,
    render: (row) => (
      <span className={styles.nameCell}>
        <KindIcon row={row} />
        <EvidenceName text={row.name} className={styles.ellipsis} />
      </span>
    ),
  },
  {
    id: 'path',
    named: 'folder',
    width: 260,
    sortable: true,
    render: (row) => <EvidencePath path={folderOf(row.path)} className={styles.ellipsis} />,
  },
  {
    id: 'size',
    width: 84,
    sortable: true,
    align: 'end',
    render: (row) =>
      row.size !== null && (
        <bdi dir="ltr" title={String(row.size)}>
          {formatSize(row.size)}
        </bdi>
      ),
  },
  {
    id: 'mediaType',
    width: 150,
    sortable: true,
    render: (row, { mismatch }) => (
      <span className={styles.nameCell}>
        <bdi dir="ltr" className={styles.ellipsis}>
          {row.mediaType}
        </bdi>
        {row.extensionMismatch && <Badge tone="caution">{mismatch}</Badge>}
      </span>
    ),
  },
  { id: 'modified', width: 146, sortable: true, render: (row, context) => instant(row.modified, context) },
  {
    id: 'captured',
    width: 158,
    sortable: true,
    render: (row, { zone, zoneUnknown }) =>
      row.captured !== null && (
        <span className={styles.nameCell}>
          <bdi dir="ltr">{formatTimestamp(row.captured, zone)}</bdi>
          {row.captured.basis === 'local-unknown' && <UnknownZone title={zoneUnknown} />}
        </span>
      ),
  },
  {
    id: 'device',
    width: 130,
    sortable: true,
    render: (row) => row.device !== null && <EvidenceName text={row.device} className={styles.ellipsis} />,
  },
  {
    id: 'status',
    width: 100,
    sortable: true,
    render: (row) => <Badge tone={tones[row.status]}>{translateOr(`values.status.${row.status}`, row.status)}</Badge>,
  },
  { id: 'sha256', width: 150, sortable: true, render: (row) => digest(row.sha256) },
  {
    id: 'comment',
    width: 150,
    sortable: false,
    render: (row) =>
      row.comment !== null && (
        <bdi className={styles.ellipsis} title={row.comment}>
          {row.comment}
        </bdi>
      ),
  },
  { id: 'accessed', width: 146, sortable: true, render: (row, context) => instant(row.accessed, context) },
  { id: 'changed', width: 146, sortable: true, render: (row, context) => instant(row.changed, context) },
  { id: 'created', width: 146, sortable: true, render: (row, context) => instant(row.created, context) },
  { id: 'extension', width: 76, sortable: true, render: (row) => row.extension !== null && <bdi dir="ltr">{row.extension}</bdi> },
  { id: 'kind', width: 96, sortable: true, render: (row) => translateOr(`values.kind.${row.kind}`, row.kind) },
  { id: 'entropy', width: 76, sortable: true, align: 'end', render: (row) => row.entropy?.toFixed(2) },
  { id: 'source', width: 70, sortable: true, render: (row) => row.source },
  { id: 'md5', width: 150, sortable: true, render: (row) => digest(row.md5) },
  { id: 'sha1', width: 150, sortable: true, render: (row) => digest(row.sha1) },
];
