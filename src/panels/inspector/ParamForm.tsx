// The form of the selected layers' params. Each field's run of edits is one undoable step.

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Json } from '../../graph/document.ts';
import type { GraphNode } from '../../graph/document.ts';
import type { AnyLayer } from '../../layers/layer.ts';
import { completeParams, type ParamSpec, type ParamValue } from '../../layers/params.ts';
import { documentStore } from '../../state/documentStore.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import { ParamField } from './ParamField.tsx';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function ParamForm({ layer, nodes }: { readonly layer: AnyLayer; readonly nodes: readonly GraphNode[] }) {
  const readOnly = useDocument((d) => d.readOnly);
  const diagnostics = useCompilation((c) => c.compilation.diagnostics);
  const [more, setMore] = useState(false);
  const complete = nodes.map((node) => completeParams(layer.params, node.params ?? {}));
  const first = complete[0];
  if (!first) return null;
  const ids = nodes.map((node) => node.id);

  const set = (name: string, spec: ParamSpec, value: ParamValue | undefined): void => {
    // A default is left out of the file: what stands there was chosen.
    const written = value === undefined || same(value, spec.default) ? undefined : (value as Json);
    const what = ids.length === 1 ? ids[0]! : `${ids.length} layers`;
    documentStore.getState().edit(
      `Set ${spec.label.toLowerCase()} of ${what}`,
      ids.map((id) => ({ kind: 'setParams', id, params: { [name]: written } })),
      `param ${name} ${ids.join(' ')}`,
    );
  };
  const end = (): void => documentStore.getState().endGesture();
  const reset = (name: string, spec: ParamSpec): void => {
    end();
    set(name, spec, undefined);
    end();
  };

  const shown = Object.entries(layer.params).filter(([, spec]) => complete.some(({ params }) => spec.visible?.(params) ?? true));
  const isChanged = (name: string, spec: ParamSpec): boolean => complete.some(({ params }) => !same(params[name], spec.default));
  const field = ([name, spec]: readonly [string, ParamSpec]) => {
    const value = first.params[name];
    const mixed = complete.some(({ params }) => !same(params[name], value));
    const inFile = complete.flatMap(({ problems }) => problems).find((p) => p.param === name && !p.unknown)?.message;
    const found = ids.length === 1 ? diagnostics.find((d) => d.node === ids[0] && d.param === name && d.severity !== 'info')?.message : undefined;
    return (
      <ParamField
        key={`${ids.join(' ')} ${name}`}
        spec={spec}
        value={mixed ? undefined : value}
        changed={isChanged(name, spec)}
        problem={inFile ?? found}
        disabled={readOnly}
        onValue={(next) => {
          set(name, spec, next);
          if (spec.kind === 'boolean' || spec.kind === 'choice') end();
        }}
        onReset={() => reset(name, spec)}
        onEnd={end}
      />
    );
  };
  const basic = shown.filter(([, spec]) => !spec.advanced);
  const advanced = shown.filter(([, spec]) => spec.advanced);
  const hidden = advanced.filter(([name, spec]) => isChanged(name, spec)).length;

  return (
    <div className="param-form">
      {basic.map(field)}
      {advanced.length > 0 ? (
        <>
          <button type="button" className="disclosure" aria-expanded={more} onClick={() => setMore(!more)}>
            <ChevronRight size={13} aria-hidden="true" />
            More
            {!more && hidden > 0 ? <span className="disclosure-note">{hidden} changed</span> : null}
          </button>
          {more ? advanced.map(field) : null}
        </>
      ) : null}
    </div>
  );
}
