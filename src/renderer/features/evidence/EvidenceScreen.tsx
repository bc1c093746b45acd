/** Evidence: what was added, what is being read, and what to add next. */
import { Button, Checkbox } from '@mantine/core';
import { FolderPlus, HardDrive, Lock, LockOpen, Play, X } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { toErrorRecord } from '../../../model/error.ts';
import { useOpenCase } from '../../app/case-state.ts';
import { useAsk, useCommand, useEngine, useHost } from '../../app/engine.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { FolderBrowser } from '../../ui/FolderBrowser.tsx';
import { formatCount, formatList, formatSize } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notices-store.ts';
import { Badge, Digest, EmptyState, EvidencePath, IconButton, ScreenHead, Section } from '../../ui/Parts.tsx';
import { formatInstant } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import styles from './Evidence.module.css';
import { RunPanel } from './RunPanel.tsx';

type Candidate = CallOutput<'evidence.check'>['sources'][number] & { given: string };
type ProfileName = 'quick' | 'standard' | 'full';

const profiles: readonly ProfileName[] = ['quick', 'standard', 'full'];

/** Whether a source is mounted so that nothing can write to it, as the operating system says. */
function MountState({ readOnly }: { readOnly: boolean | null }): ReactNode {
  const { t } = useTranslation();
  if (readOnly === null) return null;
  return <Badge tone={readOnly ? 'good' : 'caution'}>{readOnly ? t('evidence.readOnly') : t('evidence.writable')}</Badge>;
}

function AddEvidence(): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const command = useCommand();
  const host = useHost();
  const running = useAsk('run.state', {}).data != null;
  const [candidates, setCandidates] = useState<Candidate[]>([]);
  const [profile, setProfile] = useState<ProfileName>('standard');
  const [crossFileSystems, setCross] = useState(false);
  const [browsing, setBrowsing] = useState(false);
  const [over, setOver] = useState(false);

  async function add(paths: string[]): Promise<void> {
    for (const path of paths) {
      try {
        const { sources } = await link.call('evidence.check', { evidence: [path] });
        const [source] = sources;
        if (source !== undefined)
          setCandidates((before) => (before.some((one) => one.given === path) ? before : [...before, { ...source, given: path }]));
      } catch (thrown) {
        notifyError(toErrorRecord(thrown));
      }
    }
  }

  async function choose(): Promise<void> {
    if (host.chooseFolder === undefined) {
      setBrowsing(true);
      return;
    }
    const chosen = await host.chooseFolder();
    if (chosen !== null) await add([chosen]);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const paths = [...event.dataTransfer.files].flatMap((file) => host.droppedPath?.(file) ?? []);
    if (paths.length === 0) notify(t('evidence.noDroppedPath'), 'bad');
    else void add(paths);
  }

  async function start(): Promise<void> {
    const queue = await command('run.queue', { evidence: candidates.map((candidate) => candidate.given), profile, crossFileSystems });
    if (queue === undefined) return;
    if (running) notify(t('evidence.queued'));
    setCandidates([]);
  }

  return (
    <Section title={t('evidence.add')} text={t('evidence.addText')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way beside the button inside */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Button
          variant={candidates.length === 0 ? 'filled' : 'default'}
          leftSection={<FolderPlus size={15} aria-hidden />}
          onClick={() => void choose()}
        >
          {t('evidence.choose')}
        </Button>
        <span>{host.droppedPath === undefined ? t('evidence.chooseHint') : t('evidence.dropHint')}</span>
      </div>
      {candidates.length > 0 && (
        <>
          <ul className={styles.candidates}>
            {candidates.map((candidate) => (
              <li key={candidate.given}>
                <HardDrive size={16} strokeWidth={1.6} aria-hidden />
                <div>
                  <strong>
                    <bdi>{candidate.label}</bdi>
                  </strong>
                  <EvidencePath path={candidate.path} className={styles.path} />
                </div>
                {candidate.fileSystem !== null && <Badge tone="plain">{candidate.fileSystem}</Badge>}
                <MountState readOnly={candidate.mountedReadOnly} />
                <IconButton
                  icon={X}
                  label={t('evidence.drop', { name: candidate.label })}
                  onClick={() => setCandidates((before) => before.filter((one) => one !== candidate))}
                />
              </li>
            ))}
          </ul>
          {candidates.some((candidate) => candidate.mountedReadOnly === false) && (
            <p className={styles.warning}>{t('evidence.writableText')}</p>
          )}
          <fieldset className={styles.profiles}>
            <legend>{t('evidence.profile')}</legend>
            {profiles.map((name) => (
              <label key={name} data-chosen={profile === name || undefined}>
                <input type="radio" name="profile" checked={profile === name} onChange={() => setProfile(name)} />
                <strong>{t(`profiles.${name}.name`)}</strong>
                <span>{t(`profiles.${name}.text`)}</span>
              </label>
            ))}
          </fieldset>
          <div className={styles.start}>
            <Checkbox
              label={t('evidence.crossFileSystems')}
              checked={crossFileSystems}
              onChange={(event) => setCross(event.currentTarget.checked)}
            />
            <Button variant="filled" onClick={() => void start()}>
              {running ? t('evidence.queue') : t('evidence.start')}
            </Button>
          </div>
        </>
      )}
      {browsing && (
        <FolderBrowser
          title={t('evidence.choose')}
          choose={t('evidence.take')}
          onClose={() => setBrowsing(false)}
          onChoose={(path) => {
            setBrowsing(false);
            void add([path]);
          }}
        />
      )}
    </Section>
  );
}

function Queue(): ReactNode {
  const { t } = useTranslation();
  const command = useCommand();
  const waiting = useAsk('run.queued', {}).data?.waiting ?? [];
  const openCase = useOpenCase();
  const idle = useAsk('run.state', {}).data === null;
  if (waiting.length === 0) return null;
  const held = openCase?.unfinished === true;
  return (
    <Section
      title={t('evidence.waiting')}
      text={idle ? t(held ? 'evidence.waitingHeld' : 'evidence.waitingIdle') : undefined}
      actions={
        idle && !held ? (
          <Button leftSection={<Play size={14} aria-hidden />} onClick={() => void command('run.next', {})}>
            {t('evidence.startNext')}
          </Button>
        ) : undefined
      }
    >
      <ol className={styles.candidates}>
        {waiting.map((wish) => (
          <li key={wish.key}>
            <HardDrive size={16} strokeWidth={1.6} aria-hidden />
            <div>
              <EvidencePath path={formatList(wish.evidence)} className={styles.path} />
            </div>
            <Badge tone="plain">{t(`profiles.${wish.profile}.name`)}</Badge>
            <IconButton icon={X} label={t('evidence.unqueue')} onClick={() => void command('run.unqueue', { key: wish.key })} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** The evidence sources of the case, each with what is known of it. */
export function Sources(): ReactNode {
  const { t } = useTranslation();
  const openCase = useOpenCase();
  const zone = useZone();
  const sources = openCase?.sources ?? [];
  const here = usePlace((place) => place.screen === 'evidence');
  if (sources.length === 0)
    return here ? (
      <EmptyState icon={HardDrive} title={t('evidence.none')} text={t('evidence.noneText')} />
    ) : (
      <EmptyState icon={HardDrive} title={t('evidence.none')} text={t('evidence.noneElsewhere')}>
        <Button leftSection={<FolderPlus size={15} aria-hidden />} onClick={() => goTo({ screen: 'evidence' })}>
          {t('actions.addEvidence')}
        </Button>
      </EmptyState>
    );
  return (
    <ul className={styles.sources}>
      {sources.map((source) => (
        <li key={source.id}>
          <div className={styles.sourceHead}>
            {source.mountedReadOnly ? <Lock size={15} aria-hidden /> : <LockOpen size={15} aria-hidden />}
            <strong>
              <bdi dir="ltr">{source.id}</bdi> <bdi>{source.label}</bdi>
            </strong>
            {source.fileSystem !== null && <Badge tone="plain">{source.fileSystem}</Badge>}
            <MountState readOnly={source.mountedReadOnly} />
            <span className={styles.sourceCount}>
              {t('frame.items', { count: source.items, shown: formatCount(source.items) })} · {formatSize(source.bytes)}
            </span>
            <Button
              size="compact-xs"
              onClick={() => goTo({ screen: 'review', filters: [{ field: 'source', operator: 'is', values: [source.id] }] })}
            >
              {t('evidence.review')}
            </Button>
          </div>
          <EvidencePath path={source.path} className={styles.path} />
          <p className={styles.sourceFacts}>
            {t('evidence.addedAt')} <bdi dir="ltr">{formatInstant(source.addedAt, zone)}</bdi>
            {source.manifestSha256 !== null && (
              <>
                {' · '}
                {t('evidence.manifest')} <Digest label={t('evidence.manifest')} value={source.manifestSha256} />
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function EvidenceScreen(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.screen}>
      <ScreenHead title={t('screens.evidence')} text={t('evidence.text')} />
      <RunPanel />
      <Queue />
      <AddEvidence />
      <Section title={t('evidence.sources')}>
        <Sources />
      </Section>
    </div>
  );
}
