/** Settings of this machine. */
import { Button, Checkbox, NativeSelect, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenCase } from '../../app/case-state.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useAsk } from '../../app/engine.ts';
import { type Language, languages, type Preferences, prefer, usePreferences } from '../../app/preferences.ts';
import { notify } from '../../ui/notices-store.ts';
import { ScreenHead, Section } from '../../ui/Parts.tsx';
import { TagMark } from '../tags/TagMark.tsx';
import { emblemAddress, readEmblem } from './emblem.ts';
import styles from './Settings.module.css';

function Row({ label, text, children }: { label: string; text?: string; children: ReactNode }): ReactNode {
  return (
    <div className={styles.row}>
      <div>
        <p className={styles.label}>{label}</p>
        {text !== undefined && <p className={styles.text}>{text}</p>}
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  );
}

function Choice<Name extends 'theme' | 'density' | 'zone' | 'blur'>({
  name,
  values,
}: {
  name: Name;
  values: readonly Preferences[Name][];
}): ReactNode {
  const { t } = useTranslation();
  const value = usePreferences((preferences) => preferences[name]) as string;
  const label = t as unknown as (key: string) => string;
  return (
    <SegmentedControl
      aria-label={label(`settings.${name}`)}
      value={value}
      data={values.map((one) => ({ value: one as string, label: label(`settings.choices.${name}.${one}`) }))}
      onChange={(chosen) => prefer({ [name]: chosen } as Partial<Preferences>)}
    />
  );
}

function SensitiveTags(): ReactNode {
  const { t } = useTranslation();
  const hasCase = Boolean(useOpenCase());
  const tags = useAsk('tags.list', {}, { enabled: hasCase }).data?.tags ?? [];
  const chosen = usePreferences((preferences) => preferences.sensitiveTags);
  if (tags.length === 0) return <p className={styles.text}>{t('settings.noTags')}</p>;
  return (
    <div className={styles.tags}>
      {tags.map((tag) => {
        const name = tag.name.toLowerCase();
        return (
          <Checkbox
            key={tag.id}
            label={<TagMark tag={tag} />}
            checked={chosen.includes(name)}
            onChange={(event) =>
              prefer({ sensitiveTags: event.currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name) })
            }
          />
        );
      })}
    </div>
  );
}

function Emblem(): ReactNode {
  const { t } = useTranslation();
  const emblem = usePreferences((preferences) => preferences.emblem);
  const address = useMemo(() => emblemAddress(emblem), [emblem]);
  useEffect(() => () => void (address === null || URL.revokeObjectURL(address)), [address]);

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const read = await readEmblem(file);
    if (read === null) notify(t('settings.emblemRefused'), 'bad');
    else prefer({ emblem: read });
  }

  return (
    <div className={styles.emblem}>
      {address !== null && <img src={address} alt={t('settings.emblem')} />}
      <label className={styles.file}>
        <input
          type="file"
          accept="image/png,image/jpeg"
          className="for-reader-only"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
        {t('settings.emblemChoose')}
      </label>
      {address !== null && <Button onClick={() => prefer({ emblem: '' })}>{t('settings.emblemRemove')}</Button>}
    </div>
  );
}

export function SettingsScreen(): ReactNode {
  const { t } = useTranslation();
  const hasCase = Boolean(useOpenCase());
  const language = usePreferences((preferences) => preferences.language);
  const blur = usePreferences((preferences) => preferences.blur);
  const greyScale = usePreferences((preferences) => preferences.greyScale);
  const advance = usePreferences((preferences) => preferences.advanceAfterTag);
  const held = usePreferences((preferences) => preferences.agencyName);
  const [agencyName, setAgencyName] = useState(held);
  useEffect(() => setAgencyName(held), [held]);
  return (
    <div className={styles.screen}>
      <ScreenHead title={t('screens.settings')} text={t('settings.intro')} />
      <Section title={t('settings.looks')}>
        <Row label={t('settings.language')}>
          <NativeSelect
            aria-label={t('settings.language')}
            value={language}
            data={languages.map((name) => ({ value: name, label: t(`languages.${name}`) }))}
            onChange={(event) => prefer({ language: event.currentTarget.value as Language })}
          />
        </Row>
        <Row label={t('settings.theme')}>
          <Choice name="theme" values={['system', 'dark', 'light']} />
        </Row>
        <Row label={t('settings.density')}>
          <Choice name="density" values={['dense', 'roomy']} />
        </Row>
        <Row label={t('settings.zone')} text={t('settings.zoneText')}>
          <Choice name="zone" values={['case', 'utc']} />
        </Row>
      </Section>
      <Section title={t('settings.care')} text={t('settings.careText')}>
        <Row label={t('settings.blur')} text={t('settings.blurText')}>
          <Choice name="blur" values={['all', 'tagged', 'none']} />
        </Row>
        {blur === 'tagged' && (
          <Row label={t('settings.sensitiveTags')}>
            <SensitiveTags />
          </Row>
        )}
        <Row label={t('settings.greyScale')} text={t('settings.greyScaleText')}>
          <Switch
            aria-label={t('settings.greyScale')}
            checked={greyScale}
            onChange={(event) => prefer({ greyScale: event.currentTarget.checked })}
          />
        </Row>
      </Section>
      <Section title={t('settings.review')}>
        <Row label={t('settings.advance')} text={t('settings.advanceText')}>
          <Switch
            aria-label={t('settings.advance')}
            checked={advance}
            onChange={(event) => prefer({ advanceAfterTag: event.currentTarget.checked })}
          />
        </Row>
        {hasCase && (
          <Row label={t('actions.editTags')} text={t('settings.tagsText')}>
            <Button onClick={() => openDialog('tags')}>{t('general.change')}</Button>
          </Row>
        )}
      </Section>
      <Section title={t('settings.reports')} text={t('settings.reportsText')}>
        <Row label={t('settings.agencyName')}>
          <TextInput
            aria-label={t('settings.agencyName')}
            maxLength={200}
            value={agencyName}
            onChange={(event) => setAgencyName(event.currentTarget.value)}
            onBlur={() => {
              if (agencyName !== held) prefer({ agencyName: agencyName.trim() });
            }}
          />
        </Row>
        <Row label={t('settings.emblem')} text={t('settings.emblemText')}>
          <Emblem />
        </Row>
      </Section>
    </div>
  );
}
