// The canvas's search boxes: add a layer here, give this one another type, connect it to another. Each lists what fits first.

import { useReactFlow } from '@xyflow/react';
import { useCallback, useMemo } from 'react';
import { canStandOn } from '../../commands/canvas/addLayer.ts';
import { targetsOf } from '../../commands/canvas/connect.ts';
import type { Addable } from '../../commands/canvas/addable.ts';
import { blockNamed, blocksToAdd } from '../../commands/canvas/blockSources.ts';
import { blocksAfter, fitsAfter, fitsBefore, fitsInstead, type Fit } from '../../commands/canvas/fitting.ts';
import { addChosen, connectNodes, replaceNodes } from '../../commands/canvas/popups.ts';
import { keptParams } from '../../commands/canvas/replace.ts';
import { compilationStore } from '../../state/compilationStore.ts';
import { graphHere, reportsHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { ownBlocksStore } from '../../state/ownBlocksStore.ts';
import { uiStore, type CanvasPopup } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { layers } from '../../layers/index.ts';
import { formatShape, type AnyLayer, type Shape } from '../../layers/layer.ts';
import { categories, categoryLabels } from '../categories.ts';
import type { SearchGroup, SearchOption } from '../controls/SearchList.tsx';
import { SearchPopup } from '../controls/SearchPopup.tsx';
import { searchLayers } from '../palette/searchLayers.ts';
import { layerWords } from '../quantities.ts';
import { useUi } from '../useStores.ts';
import { describe, nodeWords } from './flow/describeNode.ts';
import { searchNodes } from './searchNodes.ts';

export function CanvasPopups() {
  const popup = useUi((s) => s.popup);
  if (!popup) return null;
  switch (popup.kind) {
    case 'add':
      return <AddPopup popup={popup} />;
    case 'replace':
      return <ReplacePopup popup={popup} />;
    case 'connect':
      return <ConnectPopup popup={popup} />;
    default:
      return popup satisfies never;
  }
}

type Of<K extends CanvasPopup['kind']> = { readonly popup: CanvasPopup & { readonly kind: K } };

const close = (): void => uiStore.getState().setPopup(null);
/** The next layer, or the keys that move the one just added, are the canvas's. */
const giveBack = (): void => viewportStore.getState().controls?.focus();

function usePlace(popup: CanvasPopup): { readonly x: number; readonly y: number } {
  const { flowToScreenPosition } = useReactFlow();
  const [x, y] = popup.anchor;
  // Where it opened it stays: it does not follow the canvas.
  return useMemo(() => flowToScreenPosition({ x, y }), [flowToScreenPosition, x, y]);
}

const here = () => graphHere(documentStore.getState());
const reports = () => reportsHere(here(), compilationStore.getState().compilation);
const outputShape = (id: string): Shape | null => reports()[id]?.outputShape ?? null;
const shapesText = (shapes: readonly (Shape | null)[]): string | null => (shapes.length === 0 || shapes.includes(null) ? null : shapes.map((s) => formatShape(s!)).join(' and '));

interface Offer {
  readonly fits: readonly Fit[];
  /** Above those that fit; null where nothing is known that they could fit to. */
  readonly title: string | null;
}

function offerFor({ link }: CanvasPopup & { readonly kind: 'add' }): Offer {
  const blocks = blocksToAdd(documentStore.getState().document, ownBlocksStore.getState().blocks);
  if (!link) return { fits: [...(layers as readonly unknown[] as readonly AnyLayer[]), ...blocks].map((layer) => ({ layer, fits: true, output: null, reason: null })), title: null };
  if (link.kind === 'before') {
    const node = here().nodes.find((n) => n.id === link.node);
    return { fits: fitsBefore(node?.type ?? '', node?.params), title: `Can feed ${link.node}` };
  }
  const sources = link.kind === 'after' ? link.nodes : [link.edge.source];
  const shapes = sources.map(outputShape);
  const fits = [...fitsAfter(shapes).filter((fit) => link.kind === 'after' || canStandOn(fit.layer.type)), ...blocksAfter(shapes, blocks, blockNamed)];
  const text = shapesText(shapes);
  return { fits, title: text === null ? null : `${sources.length > 1 ? 'Take' : 'Takes'} ${text}` };
}

function AddPopup({ popup }: Of<'add'>) {
  const at = usePlace(popup);
  const offer = useMemo(() => offerFor(popup), [popup]);
  const find = useCallback((query: string) => groupsOf(query, offer), [offer]);
  const onChoose = (type: string): void => {
    close();
    addChosen(popup, type);
  };
  const label = popup.link?.kind === 'on' ? 'Insert a layer' : popup.link?.kind === 'before' ? `Add a layer before ${popup.link.node}` : popup.link ? `${popup.link.branch ? 'Branch off after' : 'Add a layer after'} ${popup.link.nodes.join(' and ')}` : 'Add a layer';
  return <SearchPopup at={at} label={label} placeholder={label} find={find} onChoose={onChoose} none={noLayer} onClose={close} onClosed={giveBack} />;
}

const noLayer = (query: string): string => `No layer is called “${query}”.`;

function ReplacePopup({ popup }: Of<'replace'>) {
  const at = usePlace(popup);
  const offer = useMemo((): Offer => {
    const graph = here();
    const nodes = popup.nodes.map((id) => graph.nodes.find((n) => n.id === id)).filter((n) => n !== undefined);
    const [first] = nodes;
    const shapes = first ? (reports()[first.id]?.inputShapes ?? []) : [];
    const fits = fitsInstead(nodes.length === 1 ? shapes : [], (layer) => (first ? keptParams(first, layer) : {})).filter((fit) => fit.layer.type !== first?.type || nodes.length > 1);
    const text = nodes.length === 1 ? shapesText(shapes) : null;
    return { fits, title: text === null ? null : `Take ${text}` };
  }, [popup]);
  const find = useCallback((query: string) => groupsOf(query, offer), [offer]);
  const onChoose = (type: string): void => {
    close();
    replaceNodes(popup.nodes, type);
  };
  const label = `Replace ${popup.nodes.length === 1 ? popup.nodes[0]! : `${popup.nodes.length} layers`} with`;
  return <SearchPopup at={at} label={label} placeholder={label} find={find} onChoose={onChoose} none={noLayer} onClose={close} onClosed={giveBack} />;
}

/** Layers by category; where a shape is known those that fit, and for a search the others after them, with the reason. */
function groupsOf(query: string, { fits, title }: Offer): readonly SearchGroup[] {
  const searching = query.trim() !== '';
  const byLayer = new Map(fits.map((fit) => [fit.layer, fit]));
  const found = (fitting: boolean): readonly Fit[] => searchLayers<Addable>(query, fits.filter((f) => f.fits === fitting).map((f) => f.layer)).map((layer) => byLayer.get(layer)!);
  const fitting = found(true);
  if (title === null && !searching) {
    return categories.map((category) => ({ title: categoryLabels[category], options: fitting.filter((f) => f.layer.category === category).map(optionOf) }));
  }
  return [
    { title: title ?? 'Layers', options: fitting.map(optionOf) },
    { title: 'Do not fit', options: searching ? found(false).map(optionOf) : [] },
  ];
}

function optionOf({ layer, fits, output, reason }: Fit): SearchOption {
  return {
    key: layer.type,
    text: layer.category === 'block' ? layer.label : layerWords(layer.label),
    icon: <span className="palette-dot" data-category={layer.category} />,
    quiet: !fits,
    side: reason ?? (output ? <span className="search-shape">→ {formatShape(output)}</span> : layer.summary),
  };
}

function ConnectPopup({ popup }: Of<'connect'>) {
  const at = usePlace(popup);
  const { source } = popup;
  const targets = useMemo(() => targetsOf(here(), source, reports()), [source]);
  const find = useCallback(
    (query: string): readonly SearchGroup[] => {
      const group = (title: string, fits: boolean): SearchGroup => ({
        title,
        options: searchNodes(query, targets.filter((t) => t.fits === fits).map((t) => t.node)).map((node) => ({
          key: node.id, text: node.id, quiet: !fits, icon: <span className="palette-dot" data-category={describe(node, here()).category} />, side: nodeWords(node, here()),
        })),
      });
      const text = shapesText([outputShape(source)]);
      return [group(text === null ? 'Layers' : `Take ${text}`, true), group('Do not fit', false)];
    },
    [source, targets],
  );
  const onChoose = (target: string): void => {
    close();
    connectNodes(source, target);
  };
  const label = `Connect ${source} to`;
  return <SearchPopup at={at} label={label} placeholder={label} find={find} onChoose={onChoose} none={(query) => (query === '' ? 'There is no layer to connect to.' : `No layer is called “${query}”.`)} onClose={close} onClosed={giveBack} />;
}
