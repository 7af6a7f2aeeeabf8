// The right side: what is selected, and all there is to know about it.

import type { KeyboardEvent } from 'react';
import type { CommandId } from '../../commands/index.ts';
import { layerOf } from '../../layers/index.ts';
import { Button } from '../controls/Button.tsx';
import { bytesText, countText, layerWords, shortCountText } from '../quantities.ts';
import { useCommand } from '../useCommand.ts';
import { useCompilation, useDocument, useUi } from '../useStores.ts';
import { byId, isAnnotation, type GraphNode } from '../../graph/document.ts';
import type { View } from '../../graph/view.ts';
import { graphHere, reportsHere } from '../../state/currentGraph.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { AnnotationInspector } from './AnnotationInspector.tsx';
import { DefinitionInspector } from './DefinitionInspector.tsx';
import { NetworkInspector } from './NetworkInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { ParamForm } from './ParamForm.tsx';
import { Row, Section } from './Section.tsx';
import './inspector.css';

export function Inspector() {
  const selected = useUi((ui) => ui.selectedNodes);
  const view = useDocument(graphHere);
  const chosen = nodesOf(view, selected);
  const [only] = chosen;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Hears what its fields let through.
    <div className="inspector" onKeyDown={onKeyDown} key={chosen.length === 1 ? only!.id : chosen.length}>
      {chosen.length === 0 ? view.block === null ? <NetworkInspector /> : <DefinitionInspector block={view.block} /> : chosen.length === 1 ? isAnnotation(only!) ? <AnnotationInspector node={only!} /> : <NodeInspector node={only!} /> : <SeveralInspector nodes={chosen} />}
    </div>
  );
}

/** The nodes of these names, in their order; of a block opened in place its instance. */
function nodesOf({ nodes, groups }: View, ids: readonly string[]): readonly GraphNode[] {
  const [standing, opened] = [byId(nodes), byId(groups)];
  return ids.flatMap((id) => standing.get(id) ?? opened.get(id)?.node ?? []);
}

/** Escape leaves the fields for the canvas; in a field it first takes back what was typed. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  (document.activeElement as HTMLElement | null)?.blur();
  viewportStore.getState().controls?.focus();
}

function SeveralInspector({ nodes }: { readonly nodes: readonly GraphNode[] }) {
  const compilation = useCompilation((c) => c.compilation);
  const reports = reportsHere(useDocument(graphHere), compilation);
  const type = nodes.every((n) => n.type === nodes[0]!.type) ? nodes[0]!.type : null;
  const layer = type === null ? undefined : layerOf(type);
  const sum = (of: 'params' | 'macs' | 'activationBytes'): number => nodes.reduce((total, n) => total + (reports[n.id]?.[of] ?? 0), 0);
  return (
    <>
      <Section>
        <h2 className="inspector-title">
          {nodes.length} {layer ? `× ${layerWords(layer.label)}` : 'layers'}
        </h2>
        <p className="inspector-text">{layer ? 'A change here goes to all of them.' : 'Layers of one kind can be changed together.'}</p>
        {layer && Object.keys(layer.params).length > 0 ? <ParamForm specs={layer.params} nodes={nodes} /> : null}
      </Section>
      <Section title="Together">
        <Row name="Parameters">{countText(sum('params'))}</Row>
        <Row name="Multiply-adds">{shortCountText(sum('macs'))}</Row>
        <Row name="Activations">{bytesText(sum('activationBytes'))}</Row>
      </Section>
      <Section title="Actions">
        <div className="inspector-actions">
          <Action id="block.make" />
          <Action id="edit.replace" />
          <Action id="weights.share" />
          <Action id="edit.duplicate" />
          <Action id="edit.copy" />
          <Action id="edit.delete" />
        </div>
      </Section>
    </>
  );
}

function Action({ id }: { readonly id: CommandId }) {
  const { command, enabled, run } = useCommand(id);
  const Icon = command.icon;
  return (
    <Button size="sm" disabled={!enabled} icon={Icon ? <Icon size={13} /> : undefined} onClick={run}>
      {command.label}
    </Button>
  );
}
