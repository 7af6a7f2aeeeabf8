// The form of the selected layers' params. Each field's run of edits is one undoable step.

import type { Json } from '../../graph/document.ts';
import type { GraphNode } from '../../graph/document.ts';
import { completeParams, type ParamSpec, type ParamSpecs, type ParamValue } from '../../layers/params.ts';
import { diagnosticsHere, graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import type { FieldProblem } from '../controls/Field.tsx';
import { ProblemList } from './NodeFacts.tsx';
import { ParamFields, sameParam } from './ParamFields.tsx';
import { problemsAtParam } from './paramProblems.ts';

/** `given`: the values that hold, where they differ from what the nodes say themselves. */
export function ParamForm({ specs, nodes, given }: { readonly specs: ParamSpecs; readonly nodes: readonly GraphNode[]; readonly given?: Readonly<Record<string, Json>> }) {
  const readOnly = useDocument((d) => d.readOnly);
  const compilation = useCompilation((c) => c.compilation);
  const diagnostics = diagnosticsHere(useDocument(graphHere), compilation);
  const ids = nodes.map((node) => node.id);
  const [only] = ids;
  if (only === undefined) return null;

  const change = (name: string, spec: ParamSpec, to: (value: ParamValue) => ParamValue): void => {
    const what = ids.length === 1 ? only : `${ids.length} layers`;
    documentStore.getState().edit(
      `Set ${spec.label.toLowerCase()} of ${what}`,
      nodes.map((node) => {
        const value = to(completeParams({ [name]: spec }, { [name]: node.params?.[name] }).params[name]!);
        // A default is left out of the file: what stands there was chosen.
        return { kind: 'setParams', id: node.id, params: { [name]: sameParam(value, spec.default) ? undefined : (value as Json) } };
      }),
      `param ${name} ${ids.join(' ')}`,
    );
  };

  const problemOf = (name: string): FieldProblem | undefined => {
    const problems = ids.length === 1 ? problemsAtParam(diagnostics, only, name) : [];
    return problems.length === 0 ? undefined : { wrong: problems.some((d) => d.severity === 'error'), content: <ProblemList problems={problems} role="alert" /> };
  };

  return (
    <ParamFields
      key={ids.join(' ')}
      specs={specs}
      given={nodes.map((node) => ({ ...node.params, ...given }))}
      disabled={readOnly}
      problemOf={problemOf}
      onChange={change}
      onEnd={() => documentStore.getState().endGesture()}
    />
  );
}
