/** What an item is, as a small picture. */
import {
  File,
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileLock,
  FileText,
  FileVideo,
  Folder,
  Link2,
  type LucideIcon,
  Plug,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemRow } from '../../../contract/schemas.ts';
import styles from './Items.module.css';

function iconOf({ kind, mediaType }: Pick<ItemRow, 'kind' | 'mediaType'>): LucideIcon {
  if (kind === 'directory') return Folder;
  if (kind === 'symlink') return Link2;
  if (kind === 'special') return Plug;
  if (mediaType === null) return File;
  if (mediaType.startsWith('image/')) return FileImage;
  if (mediaType.startsWith('video/')) return FileVideo;
  if (mediaType.startsWith('audio/')) return FileAudio;
  if (/zip|compressed|tar|rar|7z|gzip/.test(mediaType) && !/openxml|opendocument/.test(mediaType)) return FileArchive;
  if (/executable|elf|mach|dosexec|portable|script|java/.test(mediaType)) return FileCode;
  if (/encrypted|pgp|x-sqlite/.test(mediaType)) return FileLock;
  if (mediaType.startsWith('text/') || /pdf|word|document|sheet|presentation|rtf|message/.test(mediaType)) return FileText;
  return File;
}

export function KindIcon({ row, size = 15 }: { row: Pick<ItemRow, 'kind' | 'mediaType'>; size?: number }): ReactNode {
  const Icon = iconOf(row);
  return <Icon size={size} strokeWidth={1.5} className={styles.kindIcon} aria-hidden />;
}
