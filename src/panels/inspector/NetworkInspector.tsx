// Nothing selected: the network as a whole.

import { isInstance } from '../../graph/blocks.ts';
import { bytesText, countText, shapeText, shortCountText } from '../quantities.ts';
import { goToNode } from '../../state/goToNode.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import { Row, Section } from './Section.tsx';
import { SizesThatFit } from './SizesThatFit.tsx';

export function NetworkInspector() {
  const document = useDocument((d) => d.document);
  const { totals, nodes } = useCompilation((c) => c.compilation.report);
  const { training } = document;
  const ends = document.nodes.filter((n) => n.type === 'input' || n.type === 'output');
  if (document.nodes.length === 0) {
    return (
      <Section>
        <h2 className="inspector-title">{document.name}</h2>
        <p className="inspector-text">Drag a layer from the list, or press Enter on one: an input first, an output last. Select a layer and its size, its cost and what it does stand here.</p>
      </Section>
    );
  }
  return (
    <>
      <Section>
        <h2 className="inspector-title" title={document.name}>{document.name}</h2>
        <Row name="Layers" title="Those inside blocks and each of their copies included">{countText(totals.layers)}</Row>
        {/* Where blocks hide most of them their number would say nothing beside that of the layers. */}
        {document.nodes.some(isInstance) ? null : <Row name="Connections">{countText(document.edges.length)}</Row>}
      </Section>
      {ends.length > 0 ? (
        <Section title="Inputs and outputs">
          {ends.map((n) => (
            <button key={n.id} type="button" className="inspector-row inspector-link" onClick={() => goToNode(n.id)}>
              <span>{n.id}</span>
              <span className="number">{shapeText(nodes[n.id]?.outputShape ?? null)}</span>
            </button>
          ))}
        </Section>
      ) : null}
      <SizesThatFit />
      <Section title="Cost of one sample">
        <Row name="Parameters">{countText(totals.params)}</Row>
        {totals.trainableParams !== totals.params ? <Row name="Trainable">{countText(totals.trainableParams)}</Row> : null}
        <Row name="Multiply-adds" title={countText(totals.macs)}>{shortCountText(totals.macs)}</Row>
        <Row name="Activations" title="All layers' outputs in 32-bit floats">{bytesText(totals.activationBytes)}</Row>
        <Row name="Weights" title="All parameters in 32-bit floats">{bytesText(totals.params * 4)}</Row>
      </Section>
      <Section title="Training">
        <Row name="Optimizer">{training.optimizer.type === 'adam' ? 'Adam' : training.optimizer.momentum ? `SGD, momentum ${training.optimizer.momentum}` : 'SGD'}</Row>
        <Row name="Learning rate">{training.optimizer.learningRate}</Row>
        <Row name="Batch size">{training.batchSize}</Row>
        <Row name="Epochs">{training.epochs}</Row>
        <Row name="Validation">{Math.round(training.validationSplit * 100)} %</Row>
        <Row name="Seed">{training.seed}</Row>
      </Section>
    </>
  );
}
