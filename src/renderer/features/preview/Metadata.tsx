/** Everything that is known of an item: its own properties, then each extractor's fields with value, raw value and origin. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArtefactRecord, TimestampRecord } from '../../../contract/engine-api.ts';
import { useAsk } from '../../app/engine.ts';
import { translateOr } from '../../app/language.ts';
import { termOr } from '../../app/terms.ts';
import { formatCount, formatSize } from '../../ui/format.ts';
import { Badge, Digest, EvidenceName, EvidencePath, Facts } from '../../ui/Parts.tsx';
import { formatTimestamp, offsetAt } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import type { HeldItem } from './held-item.ts';
import styles from './Preview.module.css';

const digests = ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const;
const times = ['modified', 'accessed', 'changed', 'created'] as const;

type FieldValue = ArtefactRecord['fields'][string];

function isTime(value: FieldValue): value is TimestampRecord {
  return typeof value === 'object' && !Array.isArray(value);
}

/** A time with its zone, the basis on which the zone is known, and the value as the evidence holds it. */
function TimeValue({ time }: { time: TimestampRecord }): ReactNode {
  const { t } = useTranslation();
  const zone = useZone();
  const zoned = time.iso !== null && time.basis !== 'local-unknown';
  return (
    <span className={styles.time}>
      <bdi dir="ltr">
        {formatTimestamp(time, zone)}
        {zoned && time.iso !== null && <small> {offsetAt(time.iso, zone)}</small>}
      </bdi>
      <Badge tone={time.basis === 'local-unknown' || time.basis === 'inferred' ? 'caution' : 'plain'}>
        {t(`time.basis.${time.basis}`)}
      </Badge>
      <small className={styles.raw}>
        {t('preview.raw')} <bdi dir="ltr">{time.raw}</bdi> · {t(`time.precision.${time.precision}`)}
      </small>
    </span>
  );
}

function Value({ value, unit }: { value: FieldValue; unit?: string | undefined }): ReactNode {
  const { t } = useTranslation();
  if (typeof value === 'boolean') return t(value ? 'general.true' : 'general.false');
  if (typeof value === 'number') return <bdi dir="ltr">{unit === undefined ? String(value) : `${value} ${unit}`}</bdi>;
  if (Array.isArray(value))
    return (
      <ul>
        {value.map((entry) => (
          <li key={entry}>
            <bdi>{entry}</bdi>
          </li>
        ))}
      </ul>
    );
  if (isTime(value)) return <TimeValue time={value} />;
  return <bdi className={styles.longText}>{value}</bdi>;
}

function Artefact({ artefact }: { artefact: ArtefactRecord }): ReactNode {
  const extractor = useAsk('application.describe', {}).data?.extractors.find((candidate) => candidate.id === artefact.extractor);
  return (
    <section className={styles.artefact}>
      <h3>
        {termOr('step', artefact.extractor, artefact.extractor)}{' '}
        <small dir="ltr">
          {artefact.extractor} {artefact.version}
        </small>
      </h3>
      <dl className={styles.fields}>
        {Object.entries(artefact.fields).map(([name, value]) => (
          <div key={name}>
            <dt>{termOr('field', `${artefact.extractor}.${name}`, extractor?.fields[name]?.label ?? name)}</dt>
            <dd>
              <Value value={value} unit={extractor?.fields[name]?.unit} />
              {artefact.sources[name] !== undefined && (
                <small className={styles.origin}>
                  <bdi dir="ltr">{artefact.sources[name]}</bdi>
                </small>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Metadata({ held }: { held: HeldItem }): ReactNode {
  const { t } = useTranslation();
  const { item } = held;
  const properties: { term: string; value: ReactNode }[] = [
    { term: t('fields.path'), value: <EvidencePath path={`${item.source}/${item.path}`} /> },
    ...(item.pathRaw === null
      ? []
      : [
          {
            term: t('preview.rawPath'),
            value: (
              <bdi dir="ltr" data-address>
                {item.pathRaw}
              </bdi>
            ),
          },
        ]),
    { term: t('fields.kind'), value: translateOr(`values.kind.${item.kind}`, item.kind) },
    ...(item.size === null
      ? []
      : [{ term: t('fields.size'), value: t('preview.bytes', { size: formatSize(item.size), shown: formatCount(item.size) }) }]),
    ...(item.mediaType === null
      ? []
      : [
          {
            term: t('fields.mediaType'),
            value: (
              <span className={styles.time}>
                <bdi dir="ltr">{item.mediaType}</bdi>
                {item.extensionMismatch && <Badge tone="caution">{t('items.mismatch')}</Badge>}
                {item.mediaTypeBasis !== null && (
                  <small className={styles.raw}>
                    {t('preview.decidedFrom', { basis: termOr('type-basis', item.mediaTypeBasis, item.mediaTypeBasis) })}
                  </small>
                )}
              </span>
            ),
          },
        ]),
    ...(item.charset === null ? [] : [{ term: t('preview.charset'), value: <bdi dir="ltr">{item.charset}</bdi> }]),
    ...(item.entropy === null
      ? []
      : [{ term: t('fields.entropy'), value: <bdi dir="ltr">{t('preview.entropy', { bits: item.entropy.toFixed(4) })}</bdi> }]),
    ...times.flatMap((name) => {
      const time = item.times[name];
      return time === null ? [] : [{ term: t(`fields.${name}`), value: <TimeValue time={time} /> }];
    }),
    ...digests.flatMap((name) => {
      const value = item[name];
      return value === undefined ? [] : [{ term: t(`fields.${name}`), value: <Digest label={t(`fields.${name}`)} value={value} /> }];
    }),
    ...(item.linkTarget === null ? [] : [{ term: t('preview.linkTarget'), value: <EvidenceName text={item.linkTarget} /> }]),
    ...(item.mode === null
      ? []
      : [{ term: t('preview.mode'), value: <bdi dir="ltr">{`${item.mode.toString(8)} · ${item.uid ?? '–'}:${item.gid ?? '–'}`}</bdi> }]),
    ...(item.inode === null ? [] : [{ term: t('preview.inode'), value: <bdi dir="ltr">{item.inode}</bdi> }]),
    {
      term: t('preview.address'),
      value: (
        <bdi dir="ltr" data-address>
          {item.address}
        </bdi>
      ),
    },
    { term: t('preview.id'), value: <Digest label={t('preview.id')} value={item.id} /> },
  ];
  return (
    <div className={styles.scroll}>
      <Facts rows={properties} />
      {item.artefacts.map((artefact) => (
        <Artefact key={`${artefact.extractor} ${artefact.version} ${JSON.stringify(artefact.sources)}`} artefact={artefact} />
      ))}
    </div>
  );
}
