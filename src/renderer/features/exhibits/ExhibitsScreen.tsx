/** The exhibits: numbered, put in order and described; the report and the copies start here. */
import { Button, Menu, Textarea, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Copy, EllipsisVertical, FileText, SquareStack } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { openDialog } from '../../app/dialogs.ts';
import { failureOf, useAsk, useCommand } from '../../app/engine.ts';
import { goTo } from '../../app/places.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatSize } from '../../ui/format.ts';
import { Digest, EmptyState, ErrorParts, EvidenceName, EvidencePath, IconButton, ScreenHead, Waiting } from '../../ui/Parts.tsx';
import { usePicture } from '../../ui/pictures.ts';
import { useBlur } from '../../ui/reveal.ts';
import { formatTimestamp } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { hasPicture } from '../gallery/Tile.tsx';
import { KindIcon } from '../items/KindIcon.tsx';
import styles from './Exhibits.module.css';

type Exhibit = CallOutput<'exhibits.list'>['exhibits'][number];

const thumbnailEdge = 320;

function Thumbnail({ exhibit }: { exhibit: Exhibit }): ReactNode {
  const greyScale = usePreferences((preferences) => preferences.greyScale);
  const picture = usePicture(exhibit.item.id, thumbnailEdge, 0, greyScale);
  const blurred = useBlur()(exhibit.item);
  if (picture?.address == null) return <KindIcon row={exhibit.item} size={26} />;
  return <img src={picture.address} alt="" data-blurred={blurred || undefined} />;
}

function ExhibitRow({ exhibit, last }: { exhibit: Exhibit; last: boolean }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand();
  const zone = useZone();
  const [number, setNumber] = useState(exhibit.number);
  const [description, setDescription] = useState(exhibit.description);
  useEffect(() => setNumber(exhibit.number), [exhibit.number]);
  useEffect(() => setDescription(exhibit.description), [exhibit.description]);
  const { item } = exhibit;
  return (
    <li className={styles.exhibit}>
      <div className={styles.order}>
        <IconButton
          icon={ArrowUp}
          label={t('exhibits.up', { number: exhibit.number })}
          disabled={exhibit.position === 1}
          onClick={() => void command('exhibits.save', { id: exhibit.id, position: exhibit.position - 1 })}
        />
        <span>{exhibit.position}</span>
        <IconButton
          icon={ArrowDown}
          label={t('exhibits.down', { number: exhibit.number })}
          disabled={last}
          onClick={() => void command('exhibits.save', { id: exhibit.id, position: exhibit.position + 1 })}
        />
      </div>
      <button
        type="button"
        className={styles.picture}
        aria-label={t('exhibits.show', { number: exhibit.number })}
        onClick={() => goTo({ screen: 'review', filters: [], focus: item.id })}
      >
        {hasPicture(item) ? <Thumbnail exhibit={exhibit} /> : <KindIcon row={item} size={26} />}
      </button>
      <div className={styles.body}>
        <div className={styles.line}>
          <TextInput
            className={styles.number}
            aria-label={t('exhibits.number')}
            maxLength={40}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
            onBlur={() => {
              if (number.trim() === '') setNumber(exhibit.number);
              else if (number.trim() !== exhibit.number) void command('exhibits.save', { id: exhibit.id, number: number.trim() });
            }}
          />
          <EvidenceName text={item.name} className={styles.name} />
          <span className={styles.facts}>
            <bdi dir="ltr">{[item.mediaType, item.size === null ? null : formatSize(item.size)].filter(Boolean).join(' · ')}</bdi>
          </span>
          <Menu position="bottom-end">
            <Menu.Target>
              <button type="button" className={styles.more} aria-label={t('exhibits.more', { number: exhibit.number })}>
                <EllipsisVertical size={15} aria-hidden />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => goTo({ screen: 'review', filters: [], focus: item.id })}>{t('exhibits.showItem')}</Menu.Item>
              <Menu.Item color="red" onClick={() => void command('exhibits.remove', { id: exhibit.id })}>
                {t('exhibits.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
        <EvidencePath path={`${item.source}/${item.path}`} className={styles.path} />
        <Textarea
          aria-label={t('exhibits.description')}
          placeholder={t('exhibits.descriptionHint')}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={10_000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          onBlur={() => {
            if (description !== exhibit.description) void command('exhibits.save', { id: exhibit.id, description });
          }}
        />
        <p className={styles.digests}>
          {item.captured !== null && (
            <span>
              {t('fields.captured')}: <bdi dir="ltr">{formatTimestamp(item.captured, zone)}</bdi> ({t(`time.basis.${item.captured.basis}`)})
            </span>
          )}
          {item.sha256 !== null && (
            <span>
              {t('fields.sha256')}: <Digest label={t('fields.sha256')} value={item.sha256} />
            </span>
          )}
        </p>
      </div>
    </li>
  );
}

export function ExhibitsScreen(): ReactNode {
  const { t } = useTranslation();
  const answer = useAsk('exhibits.list', {});
  const failure = failureOf(answer);
  const exhibits = answer.data?.exhibits;
  return (
    <div className={styles.screen}>
      <ScreenHead title={t('screens.exhibits')} text={t('exhibits.text')}>
        <Button leftSection={<Copy size={14} aria-hidden />} disabled={!exhibits?.length} onClick={() => openDialog('export')}>
          {t('actions.exportExhibits')}
        </Button>
        <Button variant="filled" leftSection={<FileText size={14} aria-hidden />} onClick={() => openDialog('report')}>
          {t('actions.writeReport')}
        </Button>
      </ScreenHead>
      {failure !== null && <ErrorParts error={failure} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Waiting label={t('general.loading')} />}
      {exhibits?.length === 0 && (
        <EmptyState icon={SquareStack} title={t('exhibits.none')} text={t('exhibits.noneText')}>
          <Button onClick={() => goTo({ screen: 'review' })}>{t('actions.goReview')}</Button>
        </EmptyState>
      )}
      <ol>
        {exhibits?.map((exhibit) => (
          <ExhibitRow key={exhibit.id} exhibit={exhibit} last={exhibit.position === exhibits.length} />
        ))}
      </ol>
    </div>
  );
}
