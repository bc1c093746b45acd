/** Keeps filters and order under a name. */
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closeDialog } from '../../app/dialogs.ts';
import { useCommand } from '../../app/engine.ts';
import { usePlace } from '../../app/places.ts';
import { notify } from '../../ui/notices-store.ts';
import { fieldName, useValueNames } from './value-names.ts';

export function SaveSearchDialog(): ReactNode {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const command = useCommand();
  const { filters, sort } = usePlace();
  const { describe } = useValueNames();

  async function save(): Promise<void> {
    const saved = await command('searches.save', { name: name.trim(), filters, sort });
    if (saved === undefined) return;
    notify(t('searches.saved', { name: name.trim() }), 'good');
    setName('');
    closeDialog();
  }

  return (
    <Modal opened onClose={closeDialog} title={t('actions.saveSearch')} closeButtonProps={{ 'aria-label': t('general.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void save();
        }}
      >
        <TextInput
          data-autofocus
          label={t('searches.name')}
          description={
            filters.length === 0
              ? t('searches.everything')
              : filters.map((filter) => `${fieldName(filter.field)} ${describe(filter)}`).join(' · ')
          }
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md" gap="xs">
          <Button onClick={closeDialog}>{t('general.cancel')}</Button>
          <Button type="submit" variant="filled" disabled={name.trim() === ''}>
            {t('general.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
