/** The evidence sources and their folders; a click narrows the result set to what lies below. */
import { ChevronDown, ChevronRight, Folder, HardDrive } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenCase } from '../../app/case-state.ts';
import { useAsk } from '../../app/engine.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { formatCount } from '../../ui/format.ts';
import { valuesOf, withFolder } from '../review/filters.ts';
import styles from './Facets.module.css';

interface Branch {
  source: string;
  path: string;
  name: string;
  items: number;
  hasFolders: boolean;
}

/** Folders drawn of one parent at first, and with each wish for more: a folder may hold thousands. */
const foldersAtOnce = 100;

/** Arrow keys go through what is shown of the tree; open and close follow the reading direction. */
function onTreeKey(event: KeyboardEvent<HTMLElement>, open: boolean, setOpen: (open: boolean) => void): void {
  const forwards = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backwards = forwards === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  const all = [...(event.currentTarget.closest('[data-tree]')?.querySelectorAll<HTMLElement>('[data-branch]') ?? [])];
  const at = all.indexOf(event.currentTarget);
  if (event.key === 'ArrowDown') all[at + 1]?.focus();
  else if (event.key === 'ArrowUp') all[at - 1]?.focus();
  else if (event.key === forwards && !open) setOpen(true);
  else if (event.key === backwards && open) setOpen(false);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function BranchRow({ branch, depth }: { branch: Branch; depth: number }): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(foldersAtOnce);
  const chosen = usePlace(
    ({ filters }) => valuesOf(filters, 'source').includes(branch.source) && (valuesOf(filters, 'folder', 'under')[0] ?? '') === branch.path,
  );
  const children = useAsk('items.folders', { source: branch.source, path: branch.path }, { enabled: open }).data?.folders ?? [];
  const Twist = open ? ChevronDown : ChevronRight;
  const Icon = depth === 0 ? HardDrive : Folder;
  return (
    <li>
      <div className={styles.folder} data-chosen={chosen || undefined} style={{ paddingInlineStart: depth * 12 }}>
        <button
          type="button"
          className={styles.twist}
          tabIndex={-1}
          aria-expanded={branch.hasFolders ? open : undefined}
          data-none={!branch.hasFolders || undefined}
          aria-label={t(open ? 'facets.closeFolder' : 'facets.openFolder', { name: branch.name })}
          onClick={() => setOpen(!open)}
        >
          <Twist size={13} className={open ? undefined : 'turns-with-direction'} aria-hidden />
        </button>
        <button
          type="button"
          data-branch
          className={styles.open}
          aria-pressed={chosen}
          onClick={() => goTo({ filters: withFolder(usePlace.getState().filters, chosen ? null : branch.source, branch.path) })}
          onKeyDown={(event) => onTreeKey(event, open, branch.hasFolders ? setOpen : () => {})}
        >
          <Icon size={14} strokeWidth={1.6} aria-hidden />
          <bdi className={styles.name} title={branch.name}>
            {branch.name}
          </bdi>
          <span className={styles.number}>{formatCount(branch.items)}</span>
        </button>
      </div>
      {open && children.length > 0 && (
        <ul>
          {children.slice(0, most).map((child) => (
            <BranchRow key={child.path} branch={child} depth={depth + 1} />
          ))}
          {children.length > most && (
            <li>
              <button type="button" className={styles.more} onClick={() => setMost(most + foldersAtOnce)}>
                {t('facets.more', { count: children.length - most })}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

export const SourceTree = memo(function SourceTree(): ReactNode {
  const { t } = useTranslation();
  const openCase = useOpenCase();
  return (
    <ul data-tree className={styles.tree} aria-label={t('facets.sources')}>
      {openCase?.sources.map((source) => (
        <BranchRow
          key={source.id}
          depth={0}
          branch={{ source: source.id, path: '', name: `${source.id} ${source.label}`, items: source.items, hasFolders: source.items > 0 }}
        />
      ))}
    </ul>
  );
});
