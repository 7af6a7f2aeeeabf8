// The top bar: what is open, and the actions that are used most.

import { Code, Ellipsis, Search } from 'lucide-react';
import { isMac } from '../commands/shortcuts.ts';
import type { CommandId } from '../commands/index.ts';
import { commandItem } from '../panels/commandItem.tsx';
import { Button, IconButton } from '../panels/controls/Button.tsx';
import { Menu, type MenuItem } from '../panels/controls/Menu.tsx';
import { TextField } from '../panels/controls/TextField.tsx';
import { Tooltip } from '../panels/controls/Tooltip.tsx';
import { useCommand } from '../panels/useCommand.ts';
import { useDocument, useUi } from '../panels/useStores.ts';
import { isDirty } from '../state/documentStore.ts';
import { useState } from 'react';
import { HelpButton } from './HelpButton.tsx';
import { TrainButton } from './TrainButton.tsx';

const MENU: readonly (CommandId | 'separator')[] = [
  'file.new', 'file.open', 'file.save', 'file.saveAs', 'file.export', 'file.picture', 'file.summary', 'separator',
  'file.compareSaved', 'file.compareFile', 'separator',
  'file.start', 'separator',
  'view.palette', 'view.bottom', 'view.inspector', 'view.toggleTheme', 'view.systemTheme', 'separator',
  'help.tour', 'help.shortcuts', 'help.about',
];

function menuItems(): readonly MenuItem[] {
  return MENU.map((id): MenuItem => (id === 'separator' ? { kind: 'separator' } : commandItem(id)));
}

function CommandButton({ id }: { readonly id: CommandId }) {
  const { command, enabled, shortcut, run: perform } = useCommand(id);
  const Icon = command.icon!;
  return <IconButton label={command.label} shortcut={shortcut} disabled={!enabled} icon={<Icon size={16} />} onClick={perform} />;
}

/** The document's name; a click renames it. */
function DocumentName() {
  const name = useDocument((d) => d.document.name);
  const dirty = useDocument(isDirty);
  const readOnly = useDocument((d) => d.readOnly);
  const edit = useDocument((d) => d.edit);
  const [renaming, setRenaming] = useState(false);
  if (renaming) {
    return (
      <h1 className="topbar-rename">
        <TextField
          label="Name of the network"
          value={name}
          lazy
          ref={(input) => input?.focus()}
          check={(text) => (text.trim() === '' ? 'A network needs a name.' : text.length > 200 ? 'At most 200 characters.' : null)}
          onValue={(text) => edit('Rename network', [{ kind: 'setName', name: text.trim() }])}
          onEnd={() => setRenaming(false)}
        />
      </h1>
    );
  }
  return (
    <h1 className="topbar-document">
      <button type="button" className="topbar-name" title={`${name} – click to rename`} disabled={readOnly} onClick={() => setRenaming(true)}>
        {name}
      </button>
      {readOnly ? <span className="topbar-state">· read only</span> : dirty ? <span className="topbar-state">· edited</span> : null}
    </h1>
  );
}

export function TopBar() {
  const inEditor = useUi((ui) => ui.screen === 'editor');
  const home = useCommand('file.start');
  const palette = useCommand('view.commandPalette');
  const exporting = useCommand('file.export');
  return (
    <header className="topbar">
      <Tooltip text="Start page">
        <button type="button" className="wordmark" aria-label="Netloom, start page" onClick={home.run}>
          net<span>loom</span>
        </button>
      </Tooltip>
      {inEditor ? <DocumentName /> : null}
      <div className="topbar-space" />
      {inEditor ? (
        <div className="topbar-group" role="toolbar" aria-label="Edit">
          <CommandButton id="edit.undo" />
          <CommandButton id="edit.redo" />
          <CommandButton id="network.arrange" />
        </div>
      ) : null}
      {inEditor ? <HelpButton topic="drawing" /> : null}
      <Button className="topbar-search" icon={<Search size={15} />} onClick={palette.run} aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}>
        Search or run
        <kbd>{palette.shortcut}</kbd>
      </Button>
      {inEditor ? (
        <>
          <Button icon={<Code size={15} />} disabled={!exporting.enabled} onClick={exporting.run}>
            Export
          </Button>
          <TrainButton />
        </>
      ) : null}
      <Menu trigger={<button type="button" className="icon-button" aria-label="Menu"><Ellipsis size={16} /></button>} items={menuItems} />
    </header>
  );
}
