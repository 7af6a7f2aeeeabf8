// Inside a block with nothing selected: the block itself, its name, its ports, and the params its instances have.

import { BookmarkPlus, Plus } from 'lucide-react';
import { addPort } from '../../commands/canvas/blocks.ts';
import { saveBlock } from '../../commands/ownBlocks.ts';
import { targetsText } from '../../graph/blockParams.ts';
import { packageOf } from '../../graph/blockPackage.ts';
import { instancesOf, portsOf } from '../../graph/blocks.ts';
import { reportsHere, graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { Button } from '../controls/Button.tsx';
import { TextField } from '../controls/TextField.tsx';
import { shapeText } from '../quantities.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import { AboutBlock } from './DocText.tsx';
import { Row, Section } from './Section.tsx';

export function DefinitionInspector({ block }: { readonly block: string }) {
  const document = useDocument((d) => d.document);
  const readOnly = useDocument((d) => d.readOnly);
  const view = useDocument(graphHere);
  const compilation = useCompilation((c) => c.compilation);
  const definition = document.blocks[block];
  if (!definition) return null;
  const reports = reportsHere(view, compilation);
  const { inputs, outputs } = portsOf(definition);
  const rename = (label: string): void => {
    const { label: _, ...rest } = definition;
    documentStore.getState().editDocument('Name the block', [{ kind: 'setBlock', block, definition: label.trim() === '' ? { ...rest, nodes: definition.nodes, edges: definition.edges } : { ...definition, label: label.trim() } }]);
  };
  const count = instancesOf(document, block).length;
  return (
    <>
      <Section>
        <div className="name-field">
          <TextField key={block} label="Name of the block" value={definition.label ?? block} lazy disabled={readOnly} className="name-input" onValue={rename} />
        </div>
        <p className="inspector-text">
          {count === 1 ? 'Used once.' : `Used ${count} times: what changes here changes in all of them.`} The sizes are those of the instance you came from.
        </p>
        <div className="inspector-actions">
          <Button size="sm" disabled={readOnly} icon={<Plus size={13} />} onClick={() => addPort('blockInput')}>
            Input
          </Button>
          <Button size="sm" disabled={readOnly} icon={<Plus size={13} />} onClick={() => addPort('blockOutput')}>
            Output
          </Button>
          <Button size="sm" icon={<BookmarkPlus size={13} />} onClick={() => saveBlock(packageOf(document, block))}>
            Save to palette
          </Button>
        </div>
      </Section>
      <Section title="Inputs and outputs">
        {[...inputs, ...outputs].map((name) => (
          <button key={name} type="button" className="inspector-row inspector-link" onClick={() => uiStore.getState().goTo(name)}>
            <span>{name}</span>
            <span className="number">{shapeText(reports[name]?.outputShape ?? null)}</span>
          </button>
        ))}
      </Section>
      {definition.params ? (
        <Section title="Set by each instance">
          {Object.entries(definition.params).map(([name, param]) => (
            <Row key={name} name={param.label ?? name}>
              <span className="inspector-targets">{targetsText(param.targets)}</span>
            </Row>
          ))}
        </Section>
      ) : null}
      <AboutBlock definition={definition} />
    </>
  );
}
