// Fields for a set of params, of one layer or of several that are changed together; a layer held by a param has its own form within. Knows no store.

import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { completeParams, type LayerParam, type LayerValue, type ParamSpec, type ParamSpecs, type ParamValue } from '../../layers/params.ts';
import { categories, categoryLabels } from '../categories.ts';
import { Field, messageOf, type FieldProblem } from '../controls/Field.tsx';
import { Select } from '../controls/Select.tsx';
import { Tooltip } from '../controls/Tooltip.tsx';
import { countOf, layerWords } from '../quantities.ts';
import { ParamField } from './ParamField.tsx';

export const sameParam = (a: ParamValue | undefined, b: ParamValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

interface FieldsProps {
  readonly specs: ParamSpecs;
  /** Params as the file has them, of each layer that the form is for. */
  readonly given: readonly Readonly<Record<string, unknown>>[];
  readonly disabled: boolean;
  /** What the compiler finds wrong with a param, with ways to mend it. */
  readonly problemOf: (name: string) => FieldProblem | undefined;
  /** `to` makes the new value of each layer from the one it has. */
  readonly onChange: (name: string, spec: ParamSpec, to: (value: ParamValue) => ParamValue) => void;
  readonly onEnd: () => void;
}

export function ParamFields({ specs, given, disabled, problemOf, onChange, onEnd }: FieldsProps) {
  const [more, setMore] = useState(false);
  const [known, setKnown] = useState(0);
  const complete = given.map((params) => completeParams(specs, params));
  const first = complete[0];
  if (!first) return null;

  const shown = Object.entries(specs).filter(([, spec]) => complete.some(({ params }) => spec.visible?.(params) ?? true));
  const isChanged = (name: string, spec: ParamSpec): boolean => complete.some(({ params }) => !sameParam(params[name], spec.default));
  const field = ([name, spec]: readonly [string, ParamSpec]) => {
    const values = complete.map(({ params }) => params[name]!);
    const problem = problemOf(name) ?? complete.flatMap(({ problems }) => problems).find((p) => p.param === name && !p.unknown)?.message;
    if (spec.kind === 'layer') {
      const change = (to: (value: LayerValue) => LayerValue): void => onChange(name, spec, (value) => to(value as LayerValue));
      return <LayerFields key={name} spec={spec} values={values as readonly LayerValue[]} problem={problem} disabled={disabled} onChange={change} onEnd={onEnd} />;
    }
    return (
      <ParamField
        key={name}
        spec={spec}
        value={values.every((value) => sameParam(value, values[0])) ? values[0] : undefined}
        changed={isChanged(name, spec)}
        problem={problem}
        disabled={disabled}
        onValue={(next) => {
          onChange(name, spec, () => next);
          if (spec.kind === 'boolean' || spec.kind === 'choice') onEnd();
        }}
        onReset={() => {
          onEnd();
          onChange(name, spec, () => spec.default);
          onEnd();
        }}
        onEnd={onEnd}
      />
    );
  };
  const basic = shown.filter(([, spec]) => !spec.advanced);
  const advanced = shown.filter(([, spec]) => spec.advanced);
  const hidden = advanced.filter(([name, spec]) => isChanged(name, spec)).length;
  const troubled = advanced.filter(([name]) => problemOf(name)).length;
  // What is told at a field is told nowhere else: it unfolds when something is wrong there.
  if (troubled !== known) {
    setKnown(troubled);
    if (troubled > known) setMore(true);
  }

  return (
    <div className="param-form">
      {basic.map(field)}
      {advanced.length > 0 ? (
        <>
          <button type="button" className="disclosure" aria-expanded={more} onClick={() => setMore(!more)}>
            <ChevronRight size={13} aria-hidden="true" />
            More
            {more || hidden + troubled === 0 ? null : <span className="disclosure-note">{troubled > 0 ? countOf(troubled, 'problem') : `${hidden} changed`}</span>}
          </button>
          {more ? advanced.map(field) : null}
        </>
      ) : null}
    </div>
  );
}

interface LayerFieldsProps {
  readonly spec: LayerParam;
  readonly values: readonly LayerValue[];
  readonly problem: string | FieldProblem | undefined;
  readonly disabled: boolean;
  readonly onChange: (to: (value: LayerValue) => LayerValue) => void;
  readonly onEnd: () => void;
}

/** Of so few layers each is explained in the menu. */
const FEW = 8;

/** Which layer is held, and below it that layer's own form. */
function LayerFields({ spec, values, problem, disabled, onChange, onEnd }: LayerFieldsProps) {
  const id = useId();
  const type = values.every((value) => value.type === values[0]?.type) ? values[0]?.type : undefined;
  const held = spec.layers.find((layer) => layer.type === type);
  const few = spec.layers.length <= FEW;
  const options = categories.flatMap((category) =>
    spec.layers
      .filter((layer) => layer.category === category)
      .map((layer) => ({ value: layer.type, label: layerWords(layer.label), ...(few ? { doc: layer.summary } : { group: categoryLabels[category] }) })),
  );
  return (
    <>
      <Field id={id} label={<Tooltip text={spec.doc} side="left"><span>{spec.label}</span></Tooltip>} problem={problem}>
        <Select
          id={id}
          value={type ?? ''}
          options={options}
          disabled={disabled}
          placeholder="Mixed"
          {...messageOf(id, problem)}
          onValue={(next) => {
            onChange((value) => (value.type === next ? value : { type: next }));
            onEnd();
          }}
        />
      </Field>
      {held && Object.keys(held.params).length > 0 ? (
        <fieldset className="param-held" aria-label={`${spec.label}: ${layerWords(held.label)}`}>
          <ParamFields
            key={held.type}
            specs={held.params}
            given={values.map((value) => value.params ?? {})}
            disabled={disabled}
            problemOf={() => undefined}
            onChange={(name, inner, to) => onChange((value) => withParam(value, held.params, name, inner, to))}
            onEnd={onEnd}
          />
        </fieldset>
      ) : null}
    </>
  );
}

/** A held layer with one param changed; a default is left out. */
function withParam({ type, params = {} }: LayerValue, specs: ParamSpecs, name: string, spec: ParamSpec, to: (value: ParamValue) => ParamValue): LayerValue {
  const value = to(completeParams(specs, params).params[name]!);
  const { [name]: _old, ...others } = params;
  const next = sameParam(value, spec.default) ? others : { ...others, [name]: value };
  return Object.keys(next).length === 0 ? { type } : { type, params: next };
}
