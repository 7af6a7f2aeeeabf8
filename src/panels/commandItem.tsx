// A command as an item of a menu: its label, icon and shortcut, whether it can run now and whether it is on.

import type { Command } from '../commands/command.ts';
import { commandOf, isEnabled, run, type CommandId } from '../commands/index.ts';
import { shortcutText } from '../commands/shortcuts.ts';
import type { ActionItem } from './controls/Menu.tsx';

export function commandItem(id: CommandId): ActionItem {
  const command: Command = commandOf(id);
  const Icon = command.icon;
  return {
    label: command.label,
    icon: Icon ? <Icon size={14} /> : undefined,
    shortcut: command.shortcut && shortcutText(command.shortcut),
    disabled: !isEnabled(command),
    ...(command.checked ? { checked: command.checked() } : {}),
    perform: () => void run(command),
  };
}
