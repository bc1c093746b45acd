/** A tag as it is shown on items: its colour, its name and its key. */
import type { ReactNode } from 'react';
import type { Tag } from '../review/tagging.ts';
import styles from './Tags.module.css';

export function TagMark({ tag, short = false }: { tag: Pick<Tag, 'name' | 'colour' | 'key'>; short?: boolean }): ReactNode {
  return (
    <span className={styles.mark} title={tag.name}>
      <span className={styles.dot} style={{ backgroundColor: tag.colour }} />
      {!short && <bdi>{tag.name}</bdi>}
    </span>
  );
}
