// The list of layers: searched, dragged onto the canvas, or added with a click or Enter.
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- No HTML tag is a list that its search box steers. */

import { Plus, Search, X } from 'lucide-react';
import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Addable } from '../../commands/canvas/addable.ts';
import { addLayer, branchLayer } from '../../commands/canvas/actions.ts';
import { blockNamed, blocksToAdd } from '../../commands/canvas/blockSources.ts';
import { forgetBlock } from '../../commands/ownBlocks.ts';
import { layers as allLayers } from '../../layers/index.ts';
import type { AnyLayer } from '../../layers/layer.ts';
import { categories, categoryLabels } from '../categories.ts';
import { Tooltip } from '../controls/Tooltip.tsx';
import { layerWords } from '../quantities.ts';
import { documentStore, isAnother } from '../../state/documentStore.ts';
import { ownBlocksStore } from '../../state/ownBlocksStore.ts';
import { useDocument, useStore } from '../useStores.ts';
import { searchLayers } from './searchLayers.ts';
import './palette.css';

/** What a drag of a layer carries; the canvas takes it. */
const LAYER_DRAG = 'application/netloom-layer';
export const PALETTE_SEARCH_ID = 'palette-search';

/** With Shift beside what follows the selected layer, else in between. */
const add = (type: string, beside: boolean): string | null => (beside ? branchLayer(type) : addLayer(type));

interface Section {
  readonly label: string;
  readonly layers: readonly Addable[];
}

function sectionsOf(query: string, blocks: readonly Addable[]): readonly Section[] {
  const found = searchLayers<Addable>(query, [...(allLayers as readonly unknown[] as readonly AnyLayer[]), ...blocks]);
  if (query.trim() !== '') return [{ label: found.length === 1 ? '1 found' : `${found.length} found`, layers: found }];
  return categories.map((category) => ({ label: categoryLabels[category], layers: found.filter((layer) => layer.category === category) })).filter((section) => section.layers.length > 0);
}

export function Palette() {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(-1);
  const readOnly = useDocument((d) => d.readOnly);
  const list = useRef<HTMLDivElement>(null);
  const end = useCallback((): void => {
    setQuery('');
    setActive(-1);
  }, []);
  useEffect(
    () =>
      documentStore.subscribe((state, before) => {
        if (isAnother(state, before)) end();
      }),
    [end],
  );
  const id = useId();
  const defined = useDocument((d) => d.document.blocks);
  const own = useStore(ownBlocksStore, (s) => s.blocks);
  const sections = useMemo(() => sectionsOf(query, blocksToAdd({ blocks: defined }, own)), [query, defined, own]);
  const all = sections.flatMap((section) => section.layers);
  // A search points at its best hit, so that Enter adds it; the whole list points at nothing.
  const current = query.trim() === '' ? active : Math.max(0, active);

  const move = (to: number): void => {
    const next = Math.max(0, Math.min(all.length - 1, to));
    setActive(next);
    list.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const layer = all[current];
    if (event.key === 'ArrowDown') move(current + 1);
    else if (event.key === 'ArrowUp') move(current - 1);
    else if (event.key === 'Enter' && layer) {
      const added = add(layer.type, event.shiftKey) !== null;
      // The word has done its work; the box keeps the keyboard, for the next one.
      if (added && query !== '') end();
    } else if (event.key === 'Escape' && query !== '') end();
    else return;
    event.preventDefault();
  };

  return (
    <div className="palette">
      <div className="palette-search input-with-icon">
        <span className="input-icon" aria-hidden="true">
          <Search size={14} />
        </span>
        <input
          id={PALETTE_SEARCH_ID}
          className="input"
          type="text"
          role="combobox"
          aria-label="Find a layer"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={current >= 0 && all[current] ? `${id}-${all[current].type}` : undefined}
          placeholder="Find a layer"
          spellCheck={false}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(-1);
          }}
          onBlur={() => setActive(-1)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="palette-list" role="listbox" id={id} aria-label="Layers" ref={list}>
        {sections.map((section) => (
          <div key={section.label} role="group" aria-label={section.label} className="palette-section">
            <div className="palette-heading" aria-hidden="true">
              {section.label}
            </div>
            {section.layers.map((layer) => (
              <PaletteItem key={layer.type} id={`${id}-${layer.type}`} layer={layer} active={layer === all[current]} disabled={readOnly} />
            ))}
          </div>
        ))}
        {all.length === 0 ? (
          <p className="palette-empty">
            No layer is called “{query.trim()}”. Try what it does: <em>shrink</em>, <em>skip</em>, <em>normalize</em>.
          </p>
        ) : null}
      </div>
    </div>
  );
}

function PaletteItem({ id, layer, active, disabled }: { readonly id: string; readonly layer: Addable; readonly active: boolean; readonly disabled: boolean }) {
  const [, stem, tail] = /^(.*?)((?: \dD)?)$/.exec(layer.category === 'block' ? layer.label : layerWords(layer.label))!;
  return (
    <Tooltip text={layer.summary} side="right">
      {/* The keyboard goes through the search box, which points at options with aria-activedescendant. */}
      <div
        id={id}
        role="option"
        aria-selected={active}
        aria-disabled={disabled}
        tabIndex={-1}
        className="palette-item"
        data-category={layer.category}
        draggable={!disabled}
        onDragStart={(event) => {
          event.dataTransfer.setData(LAYER_DRAG, layer.type);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={(event) => add(layer.type, event.shiftKey)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add(layer.type, event.shiftKey);
        }}
      >
        <span className="palette-dot" />
        <span className="palette-label">
          <span className="palette-stem">{stem}</span>
          <span className="palette-tail">{tail}</span>
        </span>
        {layer.type.startsWith('block:own:') ? <ForgetOwn type={layer.type} label={layer.label} /> : null}
        <Plus className="palette-plus" size={13} aria-hidden="true" />
      </div>
    </Tooltip>
  );
}

/** Takes a block of the person's own out of the palette. */
function ForgetOwn({ type, label }: { readonly type: string; readonly label: string }) {
  return (
    <button
      type="button"
      className="palette-forget"
      aria-label={`Take ${label} out of the palette`}
      title="Take it out of the palette"
      onClick={(event) => {
        event.stopPropagation();
        const block = blockNamed(type);
        if (block) forgetBlock(block);
      }}
    >
      <X size={12} aria-hidden="true" />
    </button>
  );
}
