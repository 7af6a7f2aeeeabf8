// Search or run: every command, every layer to add, every layer to go to, from one box.

import { useCallback, useState } from 'react';
import { blocksToAdd } from '../commands/canvas/blockSources.ts';
import { addLayer } from '../commands/canvas/actions.ts';
import type { Command } from '../commands/command.ts';
import { commands, isEnabled, run } from '../commands/index.ts';
import { shortcutText } from '../commands/shortcuts.ts';
import { layers } from '../layers/index.ts';
import type { AnyLayer } from '../layers/layer.ts';
import { describe, nodeWords } from '../panels/canvas/flow/describeNode.ts';
import { SearchList, type SearchGroup } from '../panels/controls/SearchList.tsx';
import { graphHere } from '../state/currentGraph.ts';
import { documentStore } from '../state/documentStore.ts';
import { ownBlocksStore } from '../state/ownBlocksStore.ts';
import { uiStore } from '../state/uiStore.ts';
import { SearchDialog } from './SearchDialog.tsx';
import { searchEverything, type Found, type Hit } from './searchEverything.ts';

const TITLES: { readonly [K in Hit['kind']]: string } = { command: 'Commands', layer: 'Layers', node: 'Go to' };

function perform(hit: Hit): void {
  uiStore.getState().setOverlay(null);
  if (hit.kind === 'command') void run(hit.command);
  else if (hit.kind === 'layer') addLayer(hit.layer.type);
  else uiStore.getState().goTo(hit.node.id);
}

export function CommandPalette() {
  return (
    <SearchDialog overlay="commandPalette" title="Search or run">
      <PaletteList />
    </SearchDialog>
  );
}

function PaletteList() {
  // What can be run and found does not change while the palette is open.
  const [offered] = useState(() => {
    const editing = uiStore.getState().screen === 'editor';
    const { readOnly } = documentStore.getState();
    return {
      commands: (commands as readonly Command[]).filter((c) => c.id !== 'view.commandPalette' && isEnabled(c)),
      layers: editing && !readOnly ? [...(layers as readonly unknown[] as readonly AnyLayer[]), ...blocksToAdd(documentStore.getState().document, ownBlocksStore.getState().blocks)] : [],
      nodes: editing ? graphHere(documentStore.getState()).nodes : [],
    };
  });
  const find = useCallback((query: string) => searchEverything(query, offered.commands, offered.layers, offered.nodes).map(groupOf), [offered]);
  const onChoose = (key: string): void => {
    const found = searchEverything('', offered.commands, offered.layers, offered.nodes, Infinity).flat().find((f) => f.key === key);
    if (found) perform(found.hit);
  };
  return <SearchList label="Search or run" placeholder="Run a command, add a layer, go to a layer" find={find} onChoose={onChoose} none={(query) => `Nothing is called “${query}”.`} />;
}

function groupOf(group: readonly Found[]): SearchGroup {
  return { title: TITLES[group[0]!.hit.kind], options: group.map(({ key, text, hit }) => ({ key, text, icon: <HitIcon hit={hit} />, side: sideText(hit) })) };
}

function HitIcon({ hit }: { readonly hit: Hit }) {
  if (hit.kind === 'command') return hit.command.icon ? <hit.command.icon size={15} /> : null;
  const category = hit.kind === 'layer' ? hit.layer.category : describe(hit.node, graphHere(documentStore.getState())).category;
  return <span className="palette-dot" data-category={category} />;
}

function sideText(hit: Hit) {
  if (hit.kind === 'command') return hit.command.shortcut ? <kbd>{shortcutText(hit.command.shortcut)}</kbd> : hit.command.group;
  if (hit.kind === 'layer') return hit.layer.summary;
  return nodeWords(hit.node, graphHere(documentStore.getState()));
}
