// Blocks in the inspector: an instance with the params its block exposes, a port, and, of a layer inside a block, which of its
// params the block hands on.

import { Maximize2, Minimize2, SquareArrowOutUpRight, Ungroup, Unlink, Unlink2, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { enterBlock, toggleExpanded } from '../../commands/canvas/blocks.ts';
import type { CommandId } from '../../commands/index.ts';
import type { NodeReport } from '../../compiler/compilation.ts';
import { expose, exposedAs, instanceSpecs, unexpose } from '../../graph/blockParams.ts';
import { definitionOf, instancesOf, portsOf, repeatOf } from '../../graph/blocks.ts';
import type { BlockDefinition, GraphNode, Json } from '../../graph/document.ts';
import { givenParams } from '../../graph/view.ts';
import type { AnyLayer } from '../../layers/layer.ts';
import type { ParamSpecs } from '../../layers/params.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { Button } from '../controls/Button.tsx';
import { countText, shapeText } from '../quantities.ts';
import { useCommand } from '../useCommand.ts';
import { useDocument } from '../useStores.ts';
import { AboutBlock } from './DocText.tsx';
import { NameField } from './NameField.tsx';
import { Cost, NodeProblems, Size } from './NodeFacts.tsx';
import { ParamForm } from './ParamForm.tsx';
import { fieldsOf } from './paramProblems.ts';
import { Row, Section } from './Section.tsx';

export function InstanceInspector({ node, report }: { readonly node: GraphNode; readonly report: NodeReport | undefined }) {
  const document = useDocument((d) => d.document);
  const view = useDocument(graphHere);
  const definition = definitionOf(document, node);
  const open = view.groups.some((g) => g.id === node.id);
  if (!definition) {
    return (
      <>
        <Section>
          <NameField id={node.id} />
          <p className="inspector-summary">
            This network defines no block <code>{node.block ?? ''}</code>. The node is kept as it is in the file.
          </p>
        </Section>
        <NodeProblems id={node.id} />
      </>
    );
  }
  const count = instancesOf(document, node.block!).length;
  const inside = definition.nodes.filter((n) => n.type !== 'blockInput' && n.type !== 'blockOutput').length;
  const { outputs } = portsOf(definition);
  const specs = instanceSpecs(document.blocks, definition);
  return (
    <>
      <Section>
        <NameField id={node.id} />
        <p className="inspector-summary">
          <span className="category-dot" data-category="block" />
          <span>
            <b>{definition.label ?? node.block}</b> · a block of {inside === 1 ? 'one layer' : `${inside} layers`}
            {count > 1 ? `, used ${count} times: a change inside goes to all of them` : ''}
          </span>
        </p>
        {node.sharedWith === undefined ? null : (
          <p className="inspector-text">
            Applies <code>{node.sharedWith}</code> again, with the same weights: its params hold here too.
          </p>
        )}
        <ParamForm key={node.block!} specs={specs} nodes={[node]} />
        <div className="inspector-actions">
          <Button size="sm" icon={<SquareArrowOutUpRight size={13} />} onClick={() => enterBlock(node.id)}>
            Go inside
          </Button>
          <Button size="sm" icon={open ? <Minimize2 size={13} /> : <Maximize2 size={13} />} onClick={() => toggleExpanded(node.id)}>
            {open ? 'Close' : 'Open in place'}
          </Button>
          <CommandButton id="block.unlink" icon={Unlink} />
          <CommandButton id="block.ungroup" icon={Ungroup} />
          {node.sharedWith === undefined ? null : <CommandButton id="weights.unshare" icon={Unlink2} />}
        </div>
      </Section>
      <NodeProblems id={node.id} fields={fieldsOf(specs, node.params)} />
      {report ? <Size report={report} node={node} /> : null}
      {report && outputs.length > 1 ? (
        <Section title="Outputs">
          {outputs.map((name, i) => (
            <Row key={name} name={name}>
              {shapeText(report.outputShapes?.[i] ?? null)}
            </Row>
          ))}
        </Section>
      ) : null}
      {report ? <Cost report={report} /> : null}
      {repeatOf(node) > 1 && report ? (
        <Section title="Each copy">
          <Row name="Mean parameters">{countText(Math.round(report.params / repeatOf(node)))}</Row>
        </Section>
      ) : null}
      <AboutBlock definition={definition} />
    </>
  );
}

function CommandButton({ id, icon: Icon }: { readonly id: CommandId; readonly icon: LucideIcon }) {
  const { command, enabled, run } = useCommand(id);
  return (
    <Button size="sm" disabled={!enabled} icon={<Icon size={13} />} onClick={run}>
      {command.label}
    </Button>
  );
}

export function PortInspector({ node, report }: { readonly node: GraphNode; readonly report: NodeReport | undefined }) {
  const isInput = node.type === 'blockInput';
  return (
    <>
      <Section>
        <NameField id={node.id} />
        <p className="inspector-summary">
          <span className="category-dot" data-category="io" />
          <span>
            <b>{isInput ? 'Input of the block' : 'Output of the block'}</b> · {isInput ? 'gives what is connected to this input of each instance' : 'what arrives here is what instances give on'}
          </span>
        </p>
      </Section>
      <NodeProblems id={node.id} />
      <Section title="Size">
        <Row name="Here">{shapeText(report?.outputShape ?? null)}</Row>
      </Section>
    </>
  );
}

/** The params that a layer says itself. */
export const ownSpecs = (layer: AnyLayer, given: Readonly<Record<string, Json>>): ParamSpecs =>
  Object.fromEntries(Object.entries(layer.params).filter(([name]) => !Object.hasOwn(given, name)));

/** The params of a layer; inside a block with those that its instances set, and the choice which they are. */
export function LayerParams({ layer, node, after }: { readonly layer: AnyLayer; readonly node: GraphNode; readonly after: ReactNode }) {
  const document = useDocument((d) => d.document);
  const view = useDocument(graphHere);
  const origin = view.origins.get(node.id);
  const block = origin ? origin.block : view.block;
  const definition = block === null ? undefined : document.blocks[block];
  const shared = node.sharedWith;
  // What instances set is shown below, with its value here.
  const given = givenParams(view, node.id);
  return (
    <>
      {shared === undefined ? null : (
        <>
          <p className="inspector-text">
            Applies the layer of <code>{shared}</code> again, with the same weights: its params hold here too.
          </p>
          <div className="inspector-actions">
            <CommandButton id="weights.unshare" icon={Unlink2} />
          </div>
        </>
      )}
      {shared === undefined ? <ParamForm specs={ownSpecs(layer, given)} nodes={[node]} /> : null}
      {after}
      {definition && block !== null ? <ExposedParams key={node.id} block={block} definition={definition} layer={layer} node={origin?.local ?? node.id} given={given} /> : null}
    </>
  );
}

interface ExposedParamsProps {
  readonly block: string;
  readonly definition: BlockDefinition;
  readonly layer: AnyLayer;
  readonly node: string;
  readonly given: Readonly<Record<string, Json>>;
}

function ExposedParams({ block, definition, layer, node, given }: ExposedParamsProps) {
  const readOnly = useDocument((d) => d.readOnly);
  const names = Object.keys(layer.params);
  // Unticking the last one does not take the list away from under the pointer.
  const [openAtFirst] = useState(() => names.some((name) => Object.hasOwn(given, name)));
  if (names.length === 0) return null;
  const set = (name: string, on: boolean): void => {
    const edits = on ? expose(block, definition, node, name, name) : unexpose(block, definition, node, name);
    documentStore.getState().editDocument(on ? `Expose ${name} of ${node}` : `Keep ${name} of ${node} inside`, edits);
  };
  return (
    <details className="inspector-exposed" open={openAtFirst}>
      <summary>Set by each instance of the block</summary>
      <ul>
        {names.map((name) => {
          const as = exposedAs(definition, node, name);
          return (
            <li key={name}>
              <label>
                <input type="checkbox" aria-label={`Expose ${layer.params[name]!.label.toLowerCase()}`} checked={as !== undefined} disabled={readOnly} onChange={(event) => set(name, event.target.checked)} />
                <span>{layer.params[name]!.label}</span>
              </label>
              {as === undefined ? null : (
                <span className="inspector-exposed-as">
                  as {as}
                  {given[name] === undefined ? '' : `, here ${JSON.stringify(given[name])}`}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
