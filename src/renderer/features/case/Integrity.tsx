/** Whether the case is as it was left: verify now, and the head that a printed report is compared with. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { integrityOf, type OpenCase } from '../../app/case-state.ts';
import { useAsk, useEngine } from '../../app/engine.ts';
import { startJob, useJob } from '../../app/jobs.ts';
import { spokenTerm } from '../../app/terms.ts';
import { formatCount } from '../../ui/format.ts';
import { Badge, Digest, Facts, Section } from '../../ui/Parts.tsx';
import { JobProgress } from '../exhibits/JobProgress.tsx';
import styles from './Case.module.css';
import { HeadCode } from './HeadCode.tsx';

const headPattern = /^[0-9a-fA-F\s]{64,100}$/;

/** A finding by its code, where the language has it, and the sentence as it was made, which names the particulars. */
function FindingText({ code, message }: { code: string; message: string }): ReactNode {
  const text = spokenTerm('finding', code);
  const recorded = (
    <bdi lang="en" dir="ltr">
      {message}
    </bdi>
  );
  if (text === null) return recorded;
  return (
    <>
      {text}
      <br />
      <small className={styles.quiet}>{recorded}</small>
    </>
  );
}

export function Integrity({ openCase }: { openCase: OpenCase }): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const job = useJob('case.verify');
  const [evidence, setEvidence] = useState(false);
  const [printedHead, setPrintedHead] = useState('');
  const { audit } = openCase;
  const result = job?.state === 'done' ? job.result : null;
  const partly = result?.findings.some(({ code }) => code === 'source-not-connected') ?? false;
  const standing = useAsk('case.recent', {}).data?.cases.find(({ directory }) => directory === openCase.directory);
  const changedSince = standing !== undefined && integrityOf(standing) === 'changed';
  const headInvalid = printedHead.trim() !== '' && !headPattern.test(printedHead.trim());

  function verify(): void {
    const typed = printedHead.trim();
    void startJob(link, 'case.verify', { evidence, ...(typed === '' ? {} : { printedHead: typed }) });
  }

  return (
    <>
      <Section title={t('integrity.verify')} text={t('integrity.text')}>
        <div className={styles.verify}>
          <TextInput
            label={t('integrity.printedHead')}
            description={t('integrity.printedHeadHint')}
            dir="ltr"
            classNames={{ label: styles.label, description: styles.label }}
            value={printedHead}
            error={headInvalid ? t('integrity.notAHead') : undefined}
            onChange={(event) => setPrintedHead(event.currentTarget.value)}
          />
          <Checkbox label={t('integrity.evidence')} checked={evidence} onChange={(event) => setEvidence(event.currentTarget.checked)} />
          <div>
            <Button
              variant="filled"
              leftSection={<ShieldCheck size={14} aria-hidden />}
              loading={job?.state === 'running'}
              disabled={headInvalid}
              onClick={verify}
            >
              {t('actions.verify')}
            </Button>
          </div>
        </div>
        <JobProgress job={job} />
        {result != null && (
          <div className={styles.verdict} data-ok={result.ok} role="status">
            <Badge tone={!result.ok ? 'bad' : partly ? 'plain' : 'good'}>
              {!result.ok ? t('integrity.notOk') : partly ? t('integrity.partly') : t('integrity.ok')}
            </Badge>
            {changedSince && <Badge tone="caution">{t('integrity.changed')}</Badge>}
            <p>
              {result.itemsChecked === openCase.coverage.items
                ? t('integrity.checked', { shown: formatCount(result.itemsChecked) })
                : t('integrity.checkedNames', {
                    shown: formatCount(result.itemsChecked),
                    total: formatCount(openCase.coverage.items),
                  })}
              {evidence && <> {t('integrity.evidenceChecked', { shown: formatCount(result.evidenceChecked) })}</>}
            </p>
            <ul>
              {result.findings.map((finding) => (
                <li key={`${finding.code} ${finding.message}`}>
                  <Badge tone={finding.severity === 'fault' ? 'bad' : 'plain'}>{t(`integrity.${finding.severity}s`)}</Badge>{' '}
                  <FindingText code={finding.code} message={finding.message} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </Section>
      <Section title={t('integrity.head')} text={t('integrity.headText')}>
        <div className={styles.head}>
          <HeadCode text={audit.head} label={t('integrity.code')} />
          <Facts
            rows={[
              { term: t('integrity.entries'), value: formatCount(audit.entries) },
              { term: t('integrity.headValue'), value: <Digest label={t('integrity.headValue')} value={audit.head} /> },
              { term: t('integrity.root'), value: <Digest label={t('integrity.root')} value={audit.root} /> },
              {
                term: t('integrity.key'),
                value: (
                  <bdi dir="ltr" className="mono">
                    {audit.keyFingerprint ?? '–'}
                  </bdi>
                ),
              },
            ]}
          />
        </div>
      </Section>
    </>
  );
}
