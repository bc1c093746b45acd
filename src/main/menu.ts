/** The native menu. What concerns the case is carried out by the interface, which also binds the keys; the menu only shows them. */
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuAction } from '../contract/host-api.ts';
import type { Labels } from './labels.ts';

export interface MenuOptions {
  labels: Labels;
  platform: NodeJS.Platform;
  /** Whether the developer tools may be opened: never in an installed Sabut. */
  developer: boolean;
  choose(action: MenuAction): void;
}

const keys: Partial<Record<MenuAction, string>> = {
  'new-case': 'CmdOrCtrl+N',
  'open-case': 'CmdOrCtrl+O',
  'print-page': 'CmdOrCtrl+P',
  undo: 'CmdOrCtrl+Z',
  redo: 'CmdOrCtrl+Shift+Z',
  find: 'CmdOrCtrl+F',
  palette: 'CmdOrCtrl+K',
  settings: 'CmdOrCtrl+,',
};

/** The menu as a template for `Menu.buildFromTemplate`. */
export function menuTemplate({ labels, platform, developer, choose }: MenuOptions): MenuItemConstructorOptions[] {
  const action = (name: MenuAction): MenuItemConstructorOptions => ({
    id: name,
    label: labels.actions[name],
    click: () => choose(name),
    // The interface binds the key: it knows whether text is being edited. macOS cannot show a key without taking it.
    ...(keys[name] === undefined || platform === 'darwin' ? {} : { accelerator: keys[name], registerAccelerator: false }),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const template: MenuItemConstructorOptions[] = [
    {
      label: labels.file,
      submenu: [
        action('new-case'),
        action('open-case'),
        action('close-case'),
        separator,
        action('add-evidence'),
        action('verify'),
        separator,
        action('write-report'),
        action('export-exhibits'),
        action('print-page'),
        separator,
        action('settings'),
        { role: 'quit', label: labels.quit },
      ],
    },
    {
      label: labels.edit,
      submenu: [
        action('undo'),
        action('redo'),
        separator,
        { role: 'cut', label: labels.cut },
        { role: 'copy', label: labels.copy },
        { role: 'paste', label: labels.paste },
        { role: 'selectAll', label: labels.selectAll },
        separator,
        action('find'),
        action('palette'),
      ],
    },
    {
      label: labels.view,
      submenu: [
        { role: 'resetZoom', label: labels.actualSize },
        { role: 'zoomIn', label: labels.larger },
        { role: 'zoomOut', label: labels.smaller },
        { role: 'togglefullscreen', label: labels.fullScreen },
        separator,
        { role: 'reload', label: labels.reload },
        ...(developer ? [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    { label: labels.help, submenu: [action('keys')] },
  ];
  return platform === 'darwin' ? [{ role: 'appMenu' }, ...template] : template;
}
