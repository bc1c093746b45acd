/** One item of the gallery: its picture, blurred where it is to be, its tags and its name. */

import { ImageOff, Paperclip } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import type { ItemRow } from '../../../contract/schemas.ts';
import { EvidenceName } from '../../ui/Parts.tsx';
import { usePicture } from '../../ui/pictures.ts';
import { KindIcon } from '../items/KindIcon.tsx';
import type { Tag } from '../review/tagging.ts';
import { FilmFrame } from './FilmFrame.tsx';
import styles from './Gallery.module.css';

/** Whether a picture can be made of an item at all. */
export function hasPicture(row: Pick<ItemRow, 'mediaType'>): boolean {
  return row.mediaType !== null && (row.mediaType.startsWith('image/') || row.mediaType === 'application/pdf');
}

interface ThumbnailProps {
  row: ItemRow;
  edge: number;
  greyScale: boolean;
  blurred: boolean;
  inView: boolean;
}

function Thumbnail({ row, edge, greyScale, blurred, inView }: ThumbnailProps): ReactNode {
  const picture = usePicture(row.id, edge, 0, greyScale, inView);
  const [held, setHeld] = useState(false);
  if (picture === null) return <span className={styles.pending} />;
  if (picture.address === null) {
    return (
      <span className={styles.failed} title={picture.reason ?? undefined}>
        <ImageOff size={22} strokeWidth={1.3} aria-hidden />
        <bdi>{picture.reason}</bdi>
      </span>
    );
  }
  return (
    <img
      src={picture.address}
      alt=""
      draggable={false}
      data-blurred={(blurred && !held) || undefined}
      onPointerDown={() => setHeld(true)}
      onPointerUp={() => setHeld(false)}
      onPointerLeave={() => setHeld(false)}
      onPointerCancel={() => setHeld(false)}
    />
  );
}

interface TileProps {
  row: ItemRow | undefined;
  index: number;
  edge: number;
  greyScale: boolean;
  blurred: boolean;
  /** False where it is drawn beyond the edge of the view. */
  inView: boolean;
  selected: boolean;
  focused: boolean;
  tags: ReadonlyMap<number, Tag>;
}

export const Tile = memo(function Tile({ row, index, edge, greyScale, blurred, inView, selected, focused, tags }: TileProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus and names the active option
    <div
      role="option"
      id={`tile-${index}`}
      aria-selected={selected}
      data-row={index}
      data-selected={selected || undefined}
      data-focused={focused || undefined}
      className={styles.tile}
    >
      {row !== undefined && (
        <>
          <span className={styles.picture}>
            {row.mediaType?.startsWith('video/') ? (
              <FilmFrame key={row.id} row={row} greyScale={greyScale} blurred={blurred} />
            ) : hasPicture(row) ? (
              <Thumbnail row={row} edge={edge} greyScale={greyScale} blurred={blurred} inView={inView} />
            ) : (
              <span className={styles.kind}>
                <KindIcon row={row} size={30} />
                {row.extension !== null && <bdi dir="ltr">{row.extension}</bdi>}
              </span>
            )}
          </span>
          <span className={styles.caption}>
            {row.exhibit !== null && <Paperclip size={11} aria-hidden />}
            {row.tags.map((id) => {
              const tag = tags.get(id);
              return tag !== undefined && <span key={id} className={styles.tag} style={{ backgroundColor: tag.colour }} title={tag.name} />;
            })}
            <EvidenceName text={row.name} className={styles.name} />
          </span>
        </>
      )}
    </div>
  );
});
