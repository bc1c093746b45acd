/** The tag set: names, colours, keys. */
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closeDialog } from '../../app/dialogs.ts';
import { useAsk, useCommand } from '../../app/engine.ts';
import { formatCount } from '../../ui/format.ts';
import { IconButton } from '../../ui/Parts.tsx';
import type { Tag } from '../review/tagging.ts';
import styles from './Tags.module.css';

/** Colours that differ for most kinds of colour blindness too. */
const colours = ['#d94f45', '#e08a2e', '#d1b02a', '#4aa564', '#2f9aa0', '#3f82d6', '#7a63d1', '#c2569e', '#8a6d56', '#7b8794'] as const;
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

function isOffered(colour: string): boolean {
  return (colours as readonly string[]).includes(colour);
}

type Draft = Omit<Tag, 'id' | 'items'> & { id: number | null };

function TagRow({ tag, taken, onDone }: { tag: Draft & { items?: number }; taken: Set<string>; onDone?: () => void }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand();
  const [name, setName] = useState(tag.name);
  const [sure, setSure] = useState(false);

  async function save(change: Partial<Draft>): Promise<void> {
    const next = { id: tag.id, name: name.trim(), colour: tag.colour, key: tag.key, ...change };
    if (next.name === '') return;
    if ((await command('tags.save', next)) !== undefined) onDone?.();
  }

  return (
    <tr>
      <td>
        <TextInput
          aria-label={t('tags.name')}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => {
            if (tag.id !== null && name.trim() !== tag.name) void save({});
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void save({});
          }}
        />
      </td>
      <td>
        <div className={styles.swatches} role="group" aria-label={t('tags.colour')}>
          {(isOffered(tag.colour) ? colours : [...colours, tag.colour]).map((colour, index) => (
            <button
              key={colour}
              type="button"
              className={styles.swatch}
              style={{ backgroundColor: colour }}
              aria-label={t('tags.colourNumber', { number: index + 1 })}
              aria-pressed={tag.colour === colour}
              onClick={() => void save({ colour })}
            />
          ))}
        </div>
      </td>
      <td>
        <NativeSelect
          aria-label={t('tags.key')}
          value={tag.key ?? ''}
          data={[
            { value: '', label: t('tags.noKey') },
            ...digits.filter((digit) => digit === tag.key || !taken.has(digit)).map((digit) => ({ value: digit, label: digit })),
          ]}
          onChange={(event) => void save({ key: event.currentTarget.value === '' ? null : event.currentTarget.value })}
        />
      </td>
      <td className={styles.count}>{tag.items === undefined ? '' : formatCount(tag.items)}</td>
      <td>
        {tag.id === null ? (
          <Button variant="filled" disabled={name.trim() === ''} onClick={() => void save({})}>
            {t('general.add')}
          </Button>
        ) : sure ? (
          <Group gap={4} wrap="nowrap">
            <Button color="red" variant="filled" onClick={() => void command('tags.remove', { id: tag.id ?? 0 })}>
              {t('tags.reallyRemove', { count: tag.items ?? 0, shown: formatCount(tag.items ?? 0) })}
            </Button>
            <Button onClick={() => setSure(false)}>{t('general.keep')}</Button>
          </Group>
        ) : (
          <IconButton icon={Trash2} label={t('tags.remove', { name: tag.name })} onClick={() => setSure(true)} />
        )}
      </td>
    </tr>
  );
}

export function TagsDialog(): ReactNode {
  const { t } = useTranslation();
  const tags = useAsk('tags.list', {}).data?.tags ?? [];
  const [adding, setAdding] = useState(false);
  const taken = new Set(tags.flatMap((tag) => (tag.key === null ? [] : [tag.key])));
  const draft: Draft = {
    id: null,
    name: '',
    colour: colours.find((colour) => tags.every((tag) => tag.colour !== colour)) ?? colours[0],
    key: digits.find((digit) => !taken.has(digit)) ?? null,
  };
  return (
    <Modal opened onClose={closeDialog} size={780} title={t('actions.editTags')} closeButtonProps={{ 'aria-label': t('general.close') }}>
      <p>{t('tags.text')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('tags.name')}</th>
            <th scope="col">{t('tags.colour')}</th>
            <th scope="col">{t('tags.key')}</th>
            <th scope="col">{t('tags.items')}</th>
            <th scope="col">
              <span className="for-reader-only">{t('general.change')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tags.map((tag) => (
            <TagRow key={tag.id} tag={tag} taken={taken} />
          ))}
          {adding && <TagRow key="new" tag={draft} taken={taken} onDone={() => setAdding(false)} />}
        </tbody>
      </table>
      {!adding && (
        <Button mt="sm" leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
          {t('tags.add')}
        </Button>
      )}
    </Modal>
  );
}
