/** A frame of a film in the gallery, which the browser decodes from the host's other origin; nothing is played. */

import { FileWarning, Play } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { errorSentence } from '../../ui/error-words.ts';
import { useEvidenceAddress } from '../../ui/evidence-address.ts';
import { useFrameTurn } from '../../ui/frame-turns.ts';
import styles from './Gallery.module.css';

/** Containers that Chromium takes though it does not say so, as it knows their streams. */
const alsoTried = new Set(['video/quicktime', 'video/x-matroska', 'video/matroska', 'video/x-m4v', 'video/3gpp', 'video/3gpp2']);

/** The first frame is black in many films. */
const shownSecond = 1;

function mayPlay(mediaType: string): boolean {
  return alsoTried.has(mediaType) || document.createElement('video').canPlayType(mediaType) !== '';
}

/** Whether an element is in sight, or nearly. */
function useInSight() {
  const element = useRef<HTMLSpanElement | null>(null);
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting ?? false), { rootMargin: '120px' });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, inSight };
}

export function FilmFrame({ row, greyScale, blurred }: { row: ItemRow; greyScale: boolean; blurred: boolean }): ReactNode {
  const { t } = useTranslation();
  const mediaType = row.mediaType ?? '';
  const { element, inSight } = useInSight();
  const [fault, setFault] = useState<string | null>(() => (mayPlay(mediaType) ? null : t('gallery.notThisType', { type: mediaType })));
  const [held, setHeld] = useState(false);
  const { granted, loaded } = useFrameTurn(inSight && fault === null);
  const { address, error } = useEvidenceAddress(row, granted);
  useEffect(() => {
    if (error !== null) setFault(errorSentence(error));
  }, [error]);
  return (
    <span
      ref={element}
      className={styles.film}
      data-film={fault === null ? 'shown' : 'refused'}
      onPointerDown={() => setHeld(true)}
      onPointerUp={() => setHeld(false)}
      onPointerLeave={() => setHeld(false)}
      onPointerCancel={() => setHeld(false)}
    >
      {fault !== null && (
        <span className={styles.failed} title={fault}>
          <FileWarning size={22} strokeWidth={1.3} aria-hidden />
          {t('gallery.notPlayed')}
          <bdi>{fault}</bdi>
        </span>
      )}
      {fault === null && address !== null && (
        <video
          src={`${address}#t=${shownSecond}`}
          preload="metadata"
          muted
          playsInline
          disablePictureInPicture
          tabIndex={-1}
          aria-hidden="true"
          data-blurred={(blurred && !held) || undefined}
          data-grey={greyScale || undefined}
          onLoadedData={loaded}
          onError={(event) => {
            const { code } = event.currentTarget.error ?? {};
            setFault(t(code === MediaError.MEDIA_ERR_NETWORK ? 'gallery.notRead' : 'gallery.notDecoded', { type: mediaType }));
          }}
        />
      )}
      {fault === null && (
        <span className={styles.video}>
          <Play size={13} aria-hidden />
        </span>
      )}
    </span>
  );
}
