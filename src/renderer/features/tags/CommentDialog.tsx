/** The comment on the item under the cursor. */
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closeDialog } from '../../app/dialogs.ts';
import { useAsk, useCommand } from '../../app/engine.ts';
import { usePlace } from '../../app/places.ts';
import { EvidencePath } from '../../ui/Parts.tsx';

export function CommentDialog(): ReactNode {
  const { t } = useTranslation();
  const focus = usePlace((place) => place.focus);
  const held = useAsk('items.get', { id: focus ?? '' }, { enabled: focus !== null }).data;
  const command = useCommand();
  const [text, setText] = useState('');
  const comment = held?.row.comment ?? '';
  useEffect(() => setText(comment), [comment]);

  async function save(): Promise<void> {
    if (focus !== null && (await command('items.comment', { id: focus, text: text.trim() })) !== undefined) closeDialog();
  }

  return (
    <Modal opened onClose={closeDialog} title={t('actions.comment')} closeButtonProps={{ 'aria-label': t('general.close') }}>
      {held !== undefined && <EvidencePath path={held.row.path} />}
      <Textarea
        data-autofocus
        mt="xs"
        aria-label={t('tags.commentText')}
        description={t('tags.commentHint')}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
        }}
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button onClick={closeDialog}>{t('general.cancel')}</Button>
        <Button variant="filled" onClick={() => void save()}>
          {t('general.save')}
        </Button>
      </Group>
    </Modal>
  );
}
