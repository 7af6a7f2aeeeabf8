// One selected layer: what it is, its params, its size and why, its cost, its documentation.

import { ArrowLeftRight } from 'lucide-react';
import type { NodeReport } from '../../compiler/compilation.ts';
import type { GraphNode } from '../../graph/document.ts';
import { givenParams } from '../../graph/view.ts';
import { layerOf } from '../../layers/index.ts';
import { lossSpecs, type LossName } from '../../layers/losses.ts';
import { completeParams } from '../../layers/params.ts';
import { graphHere, reportsHere } from '../../state/currentGraph.ts';
import { Button } from '../controls/Button.tsx';
import { Tooltip } from '../controls/Tooltip.tsx';
import { FormulaText } from '../problems/ProblemText.tsx';
import { layerWords } from '../quantities.ts';
import { useCommand } from '../useCommand.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import { DocText } from './DocText.tsx';
import { initialLines } from './initialLines.ts';
import { NameField } from './NameField.tsx';
import { InstanceInspector, LayerParams, ownSpecs, PortInspector } from './BlockInspector.tsx';
import { Cost, NodeProblems, Size } from './NodeFacts.tsx';
import { fieldsOf, NO_FIELDS } from './paramProblems.ts';
import { Section } from './Section.tsx';
import { SizesThatFit } from './SizesThatFit.tsx';

export function NodeInspector({ node }: { readonly node: GraphNode }) {
  const layer = layerOf(node.type);
  const view = useDocument(graphHere);
  const report = useCompilation((c) => reportsHere(view, c.compilation)[node.id]);
  if (node.type === 'block') return <InstanceInspector node={node} report={report} />;
  if (node.type === 'blockInput' || node.type === 'blockOutput') return <PortInspector node={node} report={report} />;
  if (!layer) {
    return (
      <>
        <Section>
          <NameField id={node.id} />
          <p className="inspector-summary">
            This build knows no layer <code>{node.type}</code>. The node is kept as it is in the file.
          </p>
        </Section>
        <Section title="Params in the file">
          <pre className="raw-params">{JSON.stringify(node.params ?? {}, null, 2)}</pre>
        </Section>
      </>
    );
  }
  return (
    <>
      <Section>
        <NameField id={node.id} />
        <p className="inspector-summary">
          <span className="category-dot" data-category={layer.category} />
          <span>
            <ReplaceButton />
            <b>{layerWords(layer.label)}</b> · {layer.summary}
          </span>
        </p>
        {Object.keys(layer.params).length > 0 ? <LayerParams key={node.type} layer={layer} node={node} after={<InitialValues report={report} />} /> : null}
        <LossLine node={node} />
      </Section>
      <NodeProblems id={node.id} fields={node.sharedWith === undefined ? fieldsOf(ownSpecs(layer, givenParams(view, node.id)), node.params) : NO_FIELDS} />
      {report ? <Size report={report} node={node} /> : null}
      {node.type === 'input' ? <SizesThatFit input={node.id} /> : null}
      {report && layer.hasOutput ? <Cost report={report} /> : null}
      <Section title="About this layer">
        <DocText layer={layer} />
      </Section>
    </>
  );
}

/** Another layer in this one's place. */
function ReplaceButton() {
  const { enabled, shortcut, run } = useCommand('edit.replace');
  return (
    <Tooltip text="Put another layer in its place" shortcut={shortcut}>
      <Button size="sm" className="inspector-replace" disabled={!enabled} icon={<ArrowLeftRight size={12} />} onClick={run}>
        Replace…
      </Button>
    </Tooltip>
  );
}

/** How widely the first values of the weights spread, with this layer's numbers. */
function InitialValues({ report }: { readonly report: NodeReport | undefined }) {
  return initialLines(report?.weights ?? []).map((line) => (
    <p key={line.name} className="initializer-line" title={line.title}>
      {line.name === '' ? null : <span className="initializer-name">{line.name}</span>}
      <span>{line.fanIn}</span>
      <span>{line.std}</span>
    </p>
  ));
}

function LossLine({ node }: { readonly node: GraphNode }) {
  const loss = node.type === 'output' ? (layerOf('output') && completeParams(layerOf('output')!.params, node.params ?? {}).params['loss']) : undefined;
  const spec = typeof loss === 'string' && loss in lossSpecs ? lossSpecs[loss as LossName] : undefined;
  if (!spec) return null;
  return (
    <div className="loss-line">
      <FormulaText text={spec.formula} />
      <p>{spec.doc}</p>
    </div>
  );
}
