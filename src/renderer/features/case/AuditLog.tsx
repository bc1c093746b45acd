/** The audit log: everything that was done in the case, newest first, by kind and by text. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import english from '../../../../resources/translations/interface.en.json';
import { failureOf, useEngine } from '../../app/engine.ts';
import { formatCount } from '../../ui/format.ts';
import { EmptyState, ErrorParts, Waiting } from '../../ui/Parts.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { AuditEntries } from './AuditEntries.tsx';
import styles from './Case.module.css';

const pageSize = 200;

const actions = Object.keys(english.auditActions) as (keyof typeof english.auditActions)[];

export function AuditLog(): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const [action, setAction] = useState('');
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), 200);
  const answer = useInfiniteQuery({
    queryKey: ['audit.page', action, settled],
    queryFn: ({ pageParam, signal }) =>
      link.call(
        'audit.page',
        { action: action === '' ? null : action, text: settled === '' ? null : settled, offset: pageParam, limit: pageSize },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, page) => sum + page.entries.length, 0);
      return shown < last.total && last.entries.length > 0 ? shown : null;
    },
  });
  const failure = failureOf(answer);
  const first = answer.data?.pages[0];
  return (
    <>
      <div className={styles.filterBar}>
        <NativeSelect
          aria-label={t('audit.action')}
          value={action}
          data={[{ value: '', label: t('audit.all') }, ...actions.map((name) => ({ value: name, label: t(`auditActions.${name}`) }))]}
          onChange={(event) => setAction(event.currentTarget.value)}
        />
        <TextInput
          type="search"
          className={styles.filterText}
          aria-label={t('audit.text')}
          placeholder={t('audit.text')}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <span className={styles.quiet} role="status">
          {first !== undefined && t('audit.entries', { count: first.total, shown: formatCount(first.total) })}
        </span>
      </div>
      {failure !== null && <ErrorParts error={failure} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Waiting label={t('general.loading')} />}
      {first?.total === 0 && <EmptyState icon={ScrollText} title={t('audit.none')} text={t('audit.noneText')} />}
      <AuditEntries entries={answer.data?.pages.flatMap((page) => page.entries) ?? []} />
      {answer.hasNextPage && (
        <Button loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
          {t('audit.more')}
        </Button>
      )}
    </>
  );
}
