// Search or run: every command, every layer to add, every layer to go to, from one box.
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- No HTML tag is a list that its search box steers. */

import { CornerDownLeft, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { addLayer } from '../commands/canvas/actions.ts';
import type { Command } from '../commands/command.ts';
import { commands, isEnabled, run } from '../commands/index.ts';
import { shortcutText } from '../commands/shortcuts.ts';
import { layerOf, layers } from '../layers/index.ts';
import type { AnyLayer } from '../layers/layer.ts';
import { layerWords } from '../panels/quantities.ts';
import { useUi } from '../panels/useStores.ts';
import { graphHere } from '../state/currentGraph.ts';
import { documentStore } from '../state/documentStore.ts';
import { uiStore } from '../state/uiStore.ts';
import { searchEverything, type Found, type Hit } from './searchEverything.ts';

const TITLES: { readonly [K in Hit['kind']]: string } = { command: 'Commands', layer: 'Layers', node: 'Go to' };

function perform(hit: Hit): void {
  uiStore.getState().setOverlay(null);
  if (hit.kind === 'command') void run(hit.command);
  else if (hit.kind === 'layer') addLayer(hit.layer.type);
  else uiStore.getState().goTo(hit.node.id);
}

export function CommandPalette() {
  const open = useUi((ui) => ui.overlay === 'commandPalette');
  const setOverlay = useUi((ui) => ui.setOverlay);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => setOverlay(next ? 'commandPalette' : null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay overlay-light" />
        <Dialog.Content className="command-palette" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Search or run</Dialog.Title>
          <PaletteList />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList() {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  // What can be run and found does not change while the palette is open.
  const [offered] = useState(() => {
    const editing = uiStore.getState().screen === 'editor';
    const { readOnly } = documentStore.getState();
    return {
      commands: (commands as readonly Command[]).filter((c) => c.id !== 'view.commandPalette' && isEnabled(c)),
      layers: editing && !readOnly ? (layers as readonly unknown[] as readonly AnyLayer[]) : [],
      nodes: editing ? graphHere(documentStore.getState()).nodes : [],
    };
  });
  const groups = useMemo(() => searchEverything(query, offered.commands, offered.layers, offered.nodes), [query, offered]);
  const all = groups.flat();
  const current = Math.min(active, all.length - 1);

  const move = (to: number): void => {
    const next = (to + all.length) % Math.max(1, all.length);
    setActive(next);
    list.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const found = all[current];
    if (event.key === 'ArrowDown') move(current + 1);
    else if (event.key === 'ArrowUp') move(current - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(all.length - 1);
    else if (event.key === 'Enter' && found) perform(found.hit);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="command-search">
        <Search size={16} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-label="Search or run"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={all[current] ? `${id}-${current}` : undefined}
          placeholder="Run a command, add a layer, go to a layer"
          spellCheck={false}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="command-list" role="listbox" id={id} aria-label="Results" ref={list}>
        {groups.map((group) => {
          const title = TITLES[group[0]!.hit.kind];
          return (
            <div key={title} role="group" aria-label={title}>
              <div className="command-group" aria-hidden="true">
                {title}
              </div>
              {group.map((found) => {
                const at = all.indexOf(found);
                return <Option key={found.key} id={`${id}-${at}`} found={found} active={at === current} onPoint={() => setActive(at)} />;
              })}
            </div>
          );
        })}
        {all.length === 0 ? <p className="command-none">Nothing is called “{query.trim()}”.</p> : null}
      </div>
    </>
  );
}

function Option({ id, found, active, onPoint }: { readonly id: string; readonly found: Found; readonly active: boolean; readonly onPoint: () => void }) {
  const { hit, text } = found;
  return (
    // The keyboard goes through the search box, which points at options with aria-activedescendant.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className="command-option"
      onPointerMove={active ? undefined : onPoint}
      onClick={() => perform(hit)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') perform(hit);
      }}
    >
      <span className="command-icon" aria-hidden="true">
        <HitIcon hit={hit} />
      </span>
      <span className="command-text">{text}</span>
      <span className="command-side">{sideText(hit)}</span>
      {active ? <CornerDownLeft size={13} className="command-enter" aria-hidden="true" /> : null}
    </div>
  );
}

function HitIcon({ hit }: { readonly hit: Hit }) {
  if (hit.kind === 'command') return hit.command.icon ? <hit.command.icon size={15} /> : null;
  const category = hit.kind === 'layer' ? hit.layer.category : layerOf(hit.node.type)?.category;
  return <span className="palette-dot" data-category={category} />;
}

function sideText(hit: Hit) {
  if (hit.kind === 'command') return hit.command.shortcut ? <kbd>{shortcutText(hit.command.shortcut)}</kbd> : hit.command.group;
  if (hit.kind === 'layer') return hit.layer.summary;
  const layer = layerOf(hit.node.type);
  return layer ? layerWords(layer.label) : hit.node.type;
}
