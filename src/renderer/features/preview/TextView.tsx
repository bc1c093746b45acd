/** The text of an item, window by window, in a charset of choice. */
import { Button, NativeSelect, Switch } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { failureOf, useEngine } from '../../app/engine.ts';
import { formatSize } from '../../ui/format.ts';
import { EmptyState, ErrorParts, Waiting } from '../../ui/Parts.tsx';
import styles from './Preview.module.css';

const windowLength = 64 * 1024;

/** Charsets that turn up on media here, by the names that decoders know. */
const charsets = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1256',
  'iso-8859-6',
  'windows-1252',
  'iso-8859-1',
  'windows-1251',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
] as const;

const judgedLength = 4096;

/** How much of a text is Arabic script, as Urdu is written: most of its letters, some, or none. */
function arabicPart(text: string): 'most' | 'some' | undefined {
  const sample = text.slice(0, judgedLength);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const arabic = sample.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  return arabic === 0 ? undefined : arabic * 2 > letters ? 'most' : 'some';
}

export function TextView({ row }: { row: ItemRow }): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const [charset, setCharset] = useState<string | null>(null);
  const [wrap, setWrap] = useState(true);
  const answer = useInfiniteQuery({
    queryKey: ['items.text', row.id, charset],
    queryFn: ({ pageParam, signal }) =>
      link.call('items.text', { id: row.id, charset, offset: pageParam, length: windowLength }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    gcTime: 0,
  });
  const failure = failureOf(answer);
  const first = answer.data?.pages[0];
  return (
    <div className={styles.textView}>
      <div className={styles.tools} role="toolbar" aria-label={t('preview.textTools')}>
        <NativeSelect
          aria-label={t('preview.charset')}
          value={charset ?? ''}
          data={[
            {
              value: '',
              label:
                first === undefined || charset !== null ? t('preview.charsetFound') : t('preview.charsetFoundAs', { name: first.charset }),
            },
            ...charsets.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(event) => setCharset(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
        <Switch label={t('preview.wrap')} checked={wrap} onChange={(event) => setWrap(event.currentTarget.checked)} />
        {first !== undefined && <span className={styles.toolText}>{formatSize(first.size)}</span>}
      </div>
      {failure !== null && <ErrorParts error={failure} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Waiting label={t('general.loading')} />}
      {first !== undefined && first.text === '' && <EmptyState icon={FileX} title={t('preview.noText')} text={t('preview.noTextText')} />}
      {first !== undefined && first.text !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
        <section className={styles.text} data-wrap={wrap || undefined} tabIndex={0} aria-label={t('preview.tabs.text')}>
          <pre dir="auto" data-arabic={arabicPart(first.text)}>
            {answer.data?.pages.map((page) => page.text).join('')}
          </pre>
          {answer.hasNextPage && (
            <Button loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              {t('preview.moreText')}
            </Button>
          )}
        </section>
      )}
    </div>
  );
}
