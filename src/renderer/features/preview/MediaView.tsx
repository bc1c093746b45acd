/** Video and sound, played from the host's other origin; and a frame as picture where the browser cannot play it. */
import { FileWarning } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useEvidenceAddress } from '../../ui/evidence-address.ts';
import { EmptyState, ErrorParts, Waiting } from '../../ui/Parts.tsx';
import { usePicture } from '../../ui/pictures.ts';
import { useBlur } from '../../ui/reveal.ts';
import styles from './Preview.module.css';

const frameEdge = 1024;

function VideoFrame({ row }: { row: ItemRow }): ReactNode {
  const { t } = useTranslation();
  const greyScale = usePreferences((preferences) => preferences.greyScale);
  const picture = usePicture(row.id, frameEdge, 0, greyScale);
  const blurred = useBlur()(row);
  if (picture?.address == null)
    return <EmptyState icon={FileWarning} title={t('preview.cannotPlay')} text={picture?.reason ?? t('preview.cannotPlayText')} />;
  return (
    <figure className={styles.frame}>
      <img src={picture.address} alt={row.name} data-blurred={blurred || undefined} />
      <figcaption>{t('preview.frameOnly')}</figcaption>
    </figure>
  );
}

export function MediaView({ row }: { row: ItemRow }): ReactNode {
  const { t } = useTranslation();
  const { address, error } = useEvidenceAddress(row);
  const [unplayable, setUnplayable] = useState(false);
  const [held, setHeld] = useState(false);
  const blurred = useBlur()(row) && !held;
  const greyScale = usePreferences((preferences) => preferences.greyScale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item is tried afresh
  useEffect(() => setUnplayable(false), [row.id]);
  if (error !== null) return <ErrorParts error={error} />;
  if (address === null) return <Waiting label={t('general.loading')} />;
  const isVideo = row.mediaType?.startsWith('video/') ?? false;
  if (unplayable)
    return isVideo ? (
      <VideoFrame row={row} />
    ) : (
      <EmptyState icon={FileWarning} title={t('preview.cannotPlay')} text={t('preview.cannotPlayText')} />
    );
  return (
    <div
      className={styles.media}
      onPointerDown={() => setHeld(true)}
      onPointerUp={() => setHeld(false)}
      onPointerLeave={() => setHeld(false)}
    >
      {isVideo ? (
        // biome-ignore lint/a11y/useMediaCaption: evidence has no captions
        <video
          key={address}
          src={address}
          controls
          preload="metadata"
          aria-label={row.name}
          data-blurred={blurred || undefined}
          data-grey={greyScale || undefined}
          onError={() => setUnplayable(true)}
        />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: evidence has no captions
        <audio key={address} src={address} controls preload="metadata" aria-label={row.name} onError={() => setUnplayable(true)} />
      )}
      {isVideo && blurred && <span className={styles.hold}>{t('preview.hold')}</span>}
    </div>
  );
}
