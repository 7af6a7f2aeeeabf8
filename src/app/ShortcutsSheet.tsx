// The sheet of keyboard shortcuts, from the list of commands.

import type { Command, CommandGroup } from '../commands/command.ts';
import { commands } from '../commands/index.ts';
import { shortcutText } from '../commands/shortcuts.ts';
import { Dialog } from '../panels/controls/Dialog.tsx';
import { useUi } from '../panels/useStores.ts';

/** Gestures of the canvas, which are no commands. */
const POINTER: readonly (readonly [string, string])[] = [
  ['Add a layer here', 'double-click, or drop a connection'],
  ['Add a layer', 'drag it from the list'],
  ['Insert into a connection', 'drop a layer on it'],
  ['Branch off', 'Shift + click in the list'],
  ['Connect', 'drag from a port'],
  ['Move', 'arrow keys, Shift: ×10'],
  ['Drag without snapping', 'hold Alt'],
  ['Pan', 'Space + drag, or two fingers'],
  ['Zoom', 'Ctrl + wheel, pinch'],
  ['Select several', 'drag on the canvas, or Shift + click'],
  ['Write a comment', 'double-click it'],
  ['Step a number', '↑ ↓, Shift: ×10'],
];

const GROUPS: readonly CommandGroup[] = ['Edit', 'Network', 'Arrange', 'Go', 'File', 'View', 'Training', 'Help'];

export function ShortcutsSheet() {
  const open = useUi((ui) => ui.overlay === 'shortcuts');
  const setOverlay = useUi((ui) => ui.setOverlay);
  return (
    <Dialog open={open} onOpenChange={() => setOverlay(null)} title="Keyboard shortcuts" width={900} scrolls>
      <div className="shortcuts">
        {GROUPS.map((group) => {
          const withKeys = (commands as readonly Command[]).filter((c) => c.group === group && c.shortcut);
          return withKeys.length === 0 ? null : (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {withKeys.map((command) => (
                  <div key={command.id}>
                    <dt>{command.label.replace('…', '')}</dt>
                    <dd>
                      <kbd>{shortcutText(command.shortcut!)}</kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        <section>
          <h3>Canvas and fields</h3>
          <dl>
            {POINTER.map(([what, how]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd className="shortcuts-gesture">{how}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
