/** Shows the notices; screen readers are told of each. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Notices.module.css';
import { dismissNotice, holdNotice, releaseNotice, useNotices } from './notices-store.ts';
import { ErrorParts, IconButton } from './Parts.tsx';

export function Notices(): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices((state) => state.notices);
  return (
    <div className={styles.list} role="log" aria-live="polite" aria-label={t('general.notices')}>
      {notices.map((notice) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing, but stays while it is looked at
        <div
          key={notice.id}
          className={styles.notice}
          data-tone={notice.tone}
          data-error={notice.error !== null || undefined}
          onPointerEnter={() => holdNotice(notice.id)}
          onPointerLeave={() => releaseNotice(notice)}
          onFocus={() => holdNotice(notice.id)}
          onBlur={() => releaseNotice(notice)}
        >
          {notice.error === null ? <p>{notice.text}</p> : <ErrorParts error={notice.error} />}
          <IconButton icon={X} size={22} label={t('general.dismiss')} onClick={() => dismissNotice(notice.id)} />
        </div>
      ))}
    </div>
  );
}
