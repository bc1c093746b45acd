/** The notes on the case, kept as they are written. */
import { Textarea } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useCommand } from '../../app/engine.ts';
import { Section } from '../../ui/Parts.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import styles from './Case.module.css';

export function Notes(): ReactNode {
  const { t } = useTranslation();
  const command = useCommand();
  const held = useAsk('notes.get', {}).data?.text;
  const [text, setText] = useState<string | null>(null);
  const [state, setState] = useState<'kept' | 'writing' | 'failed'>('kept');
  const settled = useSettled(text, 800);
  const written = useRef<string | null>(null);
  const latest = useRef<string | null>(null);
  latest.current = text;

  useEffect(() => {
    if (settled === null || settled === written.current) return;
    written.current = settled;
    setState('writing');
    void command('notes.save', { text: settled }).then((answer) => setState(answer === undefined ? 'failed' : 'kept'));
  }, [settled, command]);

  // What was typed last is kept when the examiner goes elsewhere at once.
  useEffect(
    () => () => {
      if (latest.current !== null && latest.current !== written.current) void command('notes.save', { text: latest.current });
    },
    [command],
  );

  return (
    <Section
      title={t('case.notes')}
      text={t('case.notesText')}
      actions={
        <span className={styles.quiet} role="status">
          {text !== null && t(`case.notesState.${text === settled ? state : 'writing'}`)}
        </span>
      }
    >
      <Textarea
        aria-label={t('case.notes')}
        autosize
        minRows={14}
        maxLength={1_000_000}
        dir="auto"
        disabled={held === undefined}
        value={text ?? held ?? ''}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Section>
  );
}
