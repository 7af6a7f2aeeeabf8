// One selected layer: what it is, its params, its size and why, its cost, its documentation.

import type { NodeReport } from '../../compiler/compilation.ts';
import { portOf, type GraphNode } from '../../graph/document.ts';
import { layerOf } from '../../layers/index.ts';
import type { AnyLayer, FormulaStep } from '../../layers/layer.ts';
import { axisNames } from '../../layers/layer.ts';
import { lossSpecs, type LossName } from '../../layers/losses.ts';
import { completeParams } from '../../layers/params.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { FormulaText, ProblemFixes } from '../problems/ProblemText.tsx';
import { SeverityIcon } from '../problems/Problems.tsx';
import { bytesText, countText, layerWords, shapeText, shortCountText } from '../quantities.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import { InlineCode } from '../InlineCode.tsx';
import { DocText } from './DocText.tsx';
import { initialLines } from './initialLines.ts';
import { NameField } from './NameField.tsx';
import { ParamForm } from './ParamForm.tsx';
import { Row, Section } from './Section.tsx';
import { SizesThatFit } from './SizesThatFit.tsx';

export function NodeInspector({ node }: { readonly node: GraphNode }) {
  const layer = layerOf(node.type);
  const report = useCompilation((c) => c.compilation.report.nodes[node.id]);
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
            <b>{layerWords(layer.label)}</b> · {layer.summary}
          </span>
        </p>
        {Object.keys(layer.params).length > 0 ? <ParamForm key={node.type} layer={layer} nodes={[node]} /> : null}
        <InitialValues report={report} />
        <LossLine node={node} />
      </Section>
      <NodeProblems id={node.id} />
      {report ? <Size report={report} node={node} /> : null}
      {node.type === 'input' ? <SizesThatFit input={node.id} /> : null}
      {report ? <Cost layer={layer} report={report} /> : null}
      <Section title="About this layer">
        <DocText layer={layer} />
      </Section>
    </>
  );
}

function NodeProblems({ id }: { readonly id: string }) {
  const diagnostics = useCompilation((c) => c.compilation.diagnostics).filter((d) => d.node === id);
  const readOnly = useDocument((d) => d.readOnly);
  if (diagnostics.length === 0) return null;
  return (
    <Section title={diagnostics.length === 1 ? 'Problem' : 'Problems'}>
      {diagnostics.map((d) => (
        <div key={d.code + d.message} className="inspector-problem" data-severity={d.severity}>
          <p>
            <SeverityIcon severity={d.severity} />
            <span>
              <InlineCode text={d.message} />
            </span>
          </p>
          {d.steps?.map((step) => <FormulaText key={step.axis + step.text} text={step.text} wrong={d.severity === 'error'} />)}
          <ProblemFixes diagnostic={d} disabled={readOnly} />
        </div>
      ))}
    </Section>
  );
}

/** `channels = 16` says no more than the output below it. */
const hasArithmetic = (step: FormulaStep): boolean => step.note !== undefined || step.text !== `${step.axis} = ${step.result ?? '?'}`;

const fieldText = (size: readonly number[]): string => size.map((s) => (Number.isFinite(s) ? s : 'all')).join(' × ');

function Size({ report, node }: { readonly report: NodeReport; readonly node: GraphNode }) {
  const edges = useDocument(graphHere).edges.filter((e) => e.target === node.id);
  const specs = layerOf(node.type)?.ports;
  const { inputShapes, outputShape, steps, receptiveField } = report;
  if (!outputShape && inputShapes.length === 0) return null;
  // Height and width are mostly computed alike: equal lines stand once, with both names.
  const lines = steps.filter(hasArithmetic).reduce<{ axes: string[]; text: string; formula: string; note?: string | undefined }[]>((all, step) => {
    const last = all.find((line) => line.text === step.text);
    if (last) last.axes.push(step.axis);
    else all.push({ axes: [step.axis], text: step.text, formula: step.formula, note: step.note });
    return all;
  }, []);
  return (
    <Section title="Size">
      {lines.map((line) => (
        <div key={line.text} className="size-step">
          <span className="size-axis">{line.axes.join(', ')}</span>
          <span title={line.formula}>
            <FormulaText text={line.text} />
          </span>
          {line.note ? <p className="size-note">{line.note}</p> : null}
        </div>
      ))}
      {inputShapes.map((shape, i) => {
        // Shapes stand in the order of the ports; which ones, the edges say where all of them are known.
        const port = edges.length === inputShapes.length ? specs?.[edges.map(portOf).toSorted((a, b) => a - b)[i] ?? -1] : undefined;
        const name = port ? `Input ${port.name}` : inputShapes.length > 1 ? `Input ${i + 1}` : 'Input';
        return (
          <Row key={`${i} ${shape.join()}`} name={name} title={[axisNames(shape.length).join(' × '), ...(port ? [port.doc] : [])].join('\n')}>
            {shapeText(shape)}
          </Row>
        );
      })}
      <Row name="Output" title={outputShape ? axisNames(outputShape.length).join(' × ') : undefined}>
        {shapeText(outputShape)}
      </Row>
      {receptiveField && receptiveField.size.length > 0 ? (
        <Row name="Receptive field" title="Pixels of the network's input that one output pixel depends on">
          {fieldText(receptiveField.size)}
        </Row>
      ) : null}
    </Section>
  );
}

function Cost({ layer, report }: { readonly layer: AnyLayer; readonly report: NodeReport }) {
  const frozen = report.params - report.trainableParams;
  if (!layer.hasOutput) return null;
  return (
    <Section title="Cost">
      <Row name="Parameters" title={report.weights.map((w) => `${w.name} ${w.shape.join(' × ')}`).join('\n')}>
        {countText(report.params)}
      </Row>
      {frozen > 0 ? <Row name="Trainable">{countText(report.trainableParams)}</Row> : null}
      <Row name="Multiply-adds" title={`${countText(report.macs)} for one sample, forward`}>
        {shortCountText(report.macs)}
      </Row>
      <Row name="Activations" title="The output of one sample in 32-bit floats">
        {bytesText(report.activationBytes)}
      </Row>
    </Section>
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
