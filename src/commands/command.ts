// What a command is: one record per user action, from which menus, shortcuts and the command palette derive.

import type { LucideIcon } from 'lucide-react';

export type CommandGroup = 'File' | 'Edit' | 'View' | 'Network' | 'Arrange' | 'Go' | 'Training' | 'Help';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: CommandGroup;
  /** `Mod+Shift+S`: Mod is Command on a Mac, Ctrl elsewhere. `other` keys do the same and are not shown. */
  readonly shortcut?: string;
  readonly otherShortcuts?: readonly string[];
  readonly icon?: LucideIcon;
  /** Other words under which the command palette finds it. */
  readonly keywords?: readonly string[];
  /**
   * Who answers the keys, if not the window: the browser with an event of its own (copy, cut, paste), which needs no permission,
   * or the canvas, where a key means something else elsewhere (Space on a button).
   */
  readonly heardBy?: 'browser' | 'canvas';
  /** For what is switched on and off: whether it is on. */
  checked?(): boolean;
  /** Works on the start page too; others need an open document. */
  readonly anywhere?: boolean;
  /** Left out: always. Reads the stores; cheap, called on every change. */
  enabled?(): boolean;
  perform(): void | Promise<void>;
}
