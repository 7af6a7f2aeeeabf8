// What is known of one node, whatever it is: its problems with their fixes, its size and why, its cost.

import type { Diagnostic, NodeReport } from '../../compiler/compilation.ts';
import { inputNames } from '../../commands/canvas/connect.ts';
import type { GraphNode } from '../../graph/document.ts';
import { inputIndex } from '../../graph/view.ts';
import { layerOf } from '../../layers/index.ts';
import type { FormulaStep } from '../../layers/layer.ts';
import { axisNames } from '../../layers/layer.ts';
import { diagnosticsHere, graphHere } from '../../state/currentGraph.ts';
import { InlineCode } from '../InlineCode.tsx';
import { FormulaText, ProblemFixes } from '../problems/ProblemText.tsx';
import { SeverityIcon } from '../problems/Problems.tsx';
import { bytesText, countText, shapeText, shortCountText } from '../quantities.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import { NO_FIELDS, problemsBeside } from './paramProblems.ts';
import { Row, Section } from './Section.tsx';

/** Those that no field of the form above tells. */
export function NodeProblems({ id, fields = NO_FIELDS }: { readonly id: string; readonly fields?: ReadonlySet<string> }) {
  const compilation = useCompilation((c) => c.compilation);
  const diagnostics = problemsBeside(diagnosticsHere(useDocument(graphHere), compilation), id, fields);
  if (diagnostics.length === 0) return null;
  return (
    <Section title={diagnostics.length === 1 ? 'Problem' : 'Problems'}>
      <ProblemList problems={diagnostics} />
    </Section>
  );
}

/** Each with its formula and its fixes; `role` makes those be heard that come while one edits. */
export function ProblemList({ problems, role }: { readonly problems: readonly Diagnostic[]; readonly role?: 'alert' }) {
  const readOnly = useDocument((d) => d.readOnly);
  return problems.map((d) => (
    <div key={d.code + d.message} className="inspector-problem" data-severity={d.severity}>
      <p role={role}>
        <SeverityIcon severity={d.severity} />
        <span>
          <InlineCode text={d.message} />
        </span>
      </p>
      {d.steps?.map((step) => <FormulaText key={step.axis + step.text} text={step.text} wrong={d.severity === 'error'} />)}
      <ProblemFixes diagnostic={d} disabled={readOnly} />
    </div>
  ));
}

/** `channels = 16` says no more than the output below it. */
const hasArithmetic = (step: FormulaStep): boolean => step.note !== undefined || step.text !== `${step.axis} = ${step.result ?? '?'}`;

const fieldText = (size: readonly number[]): string => size.map((s) => (Number.isFinite(s) ? s : 'all')).join(' × ');

export function Size({ report, node }: { readonly report: NodeReport; readonly node: GraphNode }) {
  const view = useDocument(graphHere);
  const edges = view.edges.filter((e) => e.target === node.id);
  const names = inputNames(view, node);
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
        const port = edges.length === inputShapes.length ? edges.map((e) => inputIndex(view.blocks, node, e)).toSorted((p, q) => p - q)[i] : undefined;
        const named = port === undefined ? undefined : names?.[port];
        const name = named ? `Input ${named}` : inputShapes.length > 1 ? `Input ${i + 1}` : 'Input';
        const doc = port === undefined ? undefined : specs?.[port]?.doc;
        return (
          <Row key={`${i} ${shape.join()}`} name={name} title={[axisNames(shape.length).join(' × '), ...(doc ? [doc] : [])].join('\n')}>
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

export function Cost({ report }: { readonly report: NodeReport }) {
  const frozen = report.params - report.trainableParams;
  // What an unknown input would cost is not nothing.
  const known = <T,>(value: T): T | null => (report.outputShape === null ? null : value);
  const macs = known(report.macs);
  return (
    <Section title="Cost">
      <Row name="Parameters" title={report.weights.map((w) => `${w.name} ${w.shape.join(' × ')}`).join('\n')}>
        {countText(known(report.params))}
      </Row>
      {frozen > 0 && report.outputShape ? <Row name="Trainable">{countText(report.trainableParams)}</Row> : null}
      <Row name="Multiply-adds" title={`${countText(macs)} for one sample, forward`}>
        {shortCountText(macs)}
      </Row>
      <Row name="Activations" title="The output of one sample in 32-bit floats">
        {bytesText(known(report.activationBytes))}
      </Row>
    </Section>
  );
}
