/** Small parts that every screen is made of. */
import { ActionIcon, Button, Kbd, Loader, Tooltip } from '@mantine/core';
import { CheckCircle2, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorRecord } from '../../model/error.ts';
import { errorWords } from './error-words.ts';
import { notify } from './notices-store.ts';
import styles from './Parts.module.css';

/** A button that shows its icon alone; its label is the tooltip and the accessible name. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  onClick,
  pressed,
  disabled,
  turns,
  size = 26,
}: {
  icon: LucideIcon;
  label: string;
  keys?: string;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
  /** The icon points along the reading direction. */
  turns?: boolean;
  size?: number;
}): ReactNode {
  return (
    <Tooltip label={<TooltipText label={label} keys={keys} />}>
      <ActionIcon
        size={size}
        aria-label={label}
        aria-pressed={pressed}
        data-pressed={pressed || undefined}
        className={styles.iconButton}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={size > 24 ? 16 : 14} strokeWidth={1.75} className={turns ? 'turns-with-direction' : undefined} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function TooltipText({ label, keys }: { label: string; keys?: string | undefined }): ReactNode {
  return (
    <span className={styles.tooltip}>
      {label}
      {keys !== undefined && <Keys chord={keys} />}
    </span>
  );
}

/** A chord such as `Ctrl+Shift+Z`, each key in its box, in the order in which they are pressed. */
export function Keys({ chord }: { chord: string }): ReactNode {
  return (
    <span className={styles.keys} dir="ltr">
      {chord.split('+').map((key) => (
        <Kbd key={key} className={styles.key}>
          {key}
        </Kbd>
      ))}
    </span>
  );
}

/** What is there when nothing is: why, and what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  text,
  children,
}: {
  icon: LucideIcon;
  title: string;
  text: string;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className={styles.empty}>
      <Icon size={28} strokeWidth={1.25} aria-hidden />
      <h2>{title}</h2>
      <p>{text}</p>
      {children !== undefined && <div className={styles.emptyActions}>{children}</div>}
    </div>
  );
}

/** An error in its three parts: what happened, what is safe, what to do. */
export function ErrorParts({ error, onRetry }: { error: ErrorRecord; onRetry?: (() => void) | undefined }): ReactNode {
  const { t } = useTranslation();
  const { happened, safe, todo } = errorWords(error);
  return (
    <div className={styles.error} role="alert">
      <OctagonAlert size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <p className={styles.errorTitle}>{happened}</p>
        <dl className={styles.errorParts}>
          <dt>{t('errors.safe')}</dt>
          <dd>{safe}</dd>
          <dt>{t('errors.todo')}</dt>
          <dd>{todo}</dd>
        </dl>
        <p className={styles.errorMessage}>
          <bdi dir="ltr">{error.message}</bdi>
        </p>
        {onRetry !== undefined && <Button onClick={onRetry}>{t('errors.retry')}</Button>}
      </div>
    </div>
  );
}

/** Says that an answer is on its way, once it takes long enough to be noticed. */
export function Waiting({ label }: { label: string }): ReactNode {
  return (
    <div className={styles.waiting} role="status">
      <Loader size={16} aria-hidden />
      {label}
    </div>
  );
}

export type Tone = 'good' | 'caution' | 'bad' | 'plain' | 'accent';

/** A word with a colour; the colour is never all that tells it. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode {
  const Icon = tone === 'good' ? CheckCircle2 : tone === 'caution' ? TriangleAlert : tone === 'bad' ? OctagonAlert : null;
  return (
    <span className={styles.badge} data-tone={tone}>
      {Icon !== null && <Icon size={12} strokeWidth={2} aria-hidden />}
      {children}
    </span>
  );
}

/** A name out of the evidence: escaped already, and kept from turning the text around it. */
export function EvidenceName({ text, className }: { text: string; className?: string | undefined }): ReactNode {
  return (
    <bdi className={className} title={text}>
      {text}
    </bdi>
  );
}

/** A path out of the evidence; paths run from left to right in every language. */
export function EvidencePath({ path, className }: { path: string; className?: string | undefined }): ReactNode {
  return (
    <bdi dir="ltr" data-address className={className} title={path}>
      {path}
    </bdi>
  );
}

/** A digest, whole, that one click copies. */
export function Digest({ label, value }: { label: string; value: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles.digest}
      title={t('general.copy')}
      onClick={() => {
        void navigator.clipboard.writeText(value).then(
          () => notify(t('general.copied', { what: label }), 'good'),
          () => notify(t('general.notCopied'), 'bad'),
        );
      }}
    >
      <bdi dir="ltr">{value}</bdi>
    </button>
  );
}

/** A head with a title, a line of explanation and what can be done there. */
export function ScreenHead({ title, text, children }: { title: string; text?: string; children?: ReactNode }): ReactNode {
  return (
    <div className={styles.screenHead}>
      <div>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {text !== undefined && <p>{text}</p>}
      </div>
      {children !== undefined && <div className={styles.screenActions}>{children}</div>}
    </div>
  );
}

/** A titled part of a screen. */
export function Section({
  title,
  text,
  actions,
  children,
}: {
  title: string;
  text?: string | undefined;
  actions?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <div>
          <h2>{title}</h2>
          {text !== undefined && <p>{text}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Terms and what they are, in two columns. */
export function Facts({ rows }: { rows: { term: string; value: ReactNode }[] }): ReactNode {
  return (
    <dl className={styles.facts}>
      {rows.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
