// The native menu as data; each item of ours sends its command to the window.

import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../src/state/platform.ts';

export interface MenuContext {
  readonly system: NodeJS.Platform;
  readonly recent: readonly { readonly name: string; readonly path: string }[];
  send(command: MenuCommand): void;
  openRecent(path: string): void;
  openLink(url: string): void;
  readonly development: boolean;
}

/** Shortcuts shown here act in the window itself too, so `registerAccelerator: false` leaves the keys to it where text fields need them. */
export function menuTemplate(context: MenuContext): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand, accelerator?: string, windowHandlesKey = false): MenuItemConstructorOptions => ({
    label,
    ...(accelerator ? { accelerator } : {}),
    ...(windowHandlesKey ? { registerAccelerator: false } : {}),
    click: () => context.send(command),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const mac = context.system === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        item('New', 'new', 'CmdOrCtrl+N'),
        item('Open…', 'open', 'CmdOrCtrl+O'),
        {
          label: 'Open Recent',
          enabled: context.recent.length > 0,
          submenu: context.recent.map((file) => ({ label: file.name, sublabel: file.path, click: () => context.openRecent(file.path) })),
        },
        line,
        item('Save', 'save', 'CmdOrCtrl+S'),
        item('Save As…', 'saveAs', 'CmdOrCtrl+Shift+S'),
        item('Export Code…', 'export', 'CmdOrCtrl+E'),
        line,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('Undo', 'undo', 'CmdOrCtrl+Z', true),
        item('Redo', 'redo', mac ? 'Cmd+Shift+Z' : 'Ctrl+Y', true),
        line,
        item('Cut', 'cut', 'CmdOrCtrl+X', true),
        item('Copy', 'copy', 'CmdOrCtrl+C', true),
        item('Paste', 'paste', 'CmdOrCtrl+V', true),
        item('Duplicate', 'duplicate', 'CmdOrCtrl+D', true),
        item('Delete', 'delete', 'Delete', true),
        line,
        item('Select All', 'selectAll', 'CmdOrCtrl+A', true),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('Zoom In', 'zoomIn', 'CmdOrCtrl+=', true),
        item('Zoom Out', 'zoomOut', 'CmdOrCtrl+-', true),
        item('Fit Network', 'fit', 'Shift+F', true),
        line,
        item('Light or Dark', 'toggleTheme'),
        { role: 'togglefullscreen' },
        ...(context.development ? [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    { label: '&Train', submenu: [item('Train, Pause or Resume', 'train', 'CmdOrCtrl+Enter', true)] },
    {
      role: 'help',
      submenu: [item('About Netloom', 'about'), { label: 'TensorFlow.js API', click: () => context.openLink('https://js.tensorflow.org/api/latest/') }],
    },
  ];
}
