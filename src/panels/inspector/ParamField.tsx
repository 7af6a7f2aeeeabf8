// One param of the selected layers as a field of the form, from its spec. Knows no store.

import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { PaddingParam, ParamSpec, ParamValue } from '../../layers/params.ts';
import { DraftField } from '../controls/DraftField.tsx';
import { Field, messageOf, type FieldProblem } from '../controls/Field.tsx';
import { Menu } from '../controls/Menu.tsx';
import { Select } from '../controls/Select.tsx';
import { Switch } from '../controls/Switch.tsx';
import { Tooltip } from '../controls/Tooltip.tsx';
import { useScrub } from '../controls/useScrub.ts';
import { formatParam, readParam, stepParam } from './paramText.ts';

export interface ParamFieldProps {
  readonly spec: ParamSpec;
  /** The value, or undefined where several layers are selected and differ. */
  readonly value: ParamValue | undefined;
  readonly changed: boolean;
  /** What is wrong with the value as it stands, e.g. from the compiler. */
  readonly problem?: string | FieldProblem | null | undefined;
  readonly disabled?: boolean;
  readonly onValue: (value: ParamValue) => void;
  readonly onReset: () => void;
  readonly onEnd: () => void;
}

const sameValue = (a: ParamValue | undefined, b: ParamValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a list has room for beside its label; a longer choice stands below it. */
const BESIDE_LETTERS = 20;

/** What the words for a padding mean, as the menu says it. */
const paddingWords: { readonly [W in PaddingParam['words'][number]]: string } = {
  same: 'same: ⌈in / stride⌉',
  valid: 'valid: none',
  causal: 'causal: before the first step only',
};

export function ParamField({ spec, value, changed, problem, disabled, onValue, onReset, onEnd }: ParamFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = value === undefined ? '' : formatParam(spec, value);
  const steps = spec.kind === 'integer' || spec.kind === 'number' || spec.kind === 'perAxis' || spec.kind === 'padding';

  const scrub = useScrub((count) => {
    let next: string | null = text;
    for (let i = 0; i < Math.abs(count) && next !== null; i++) next = stepParam(spec, next, count > 0 ? 1 : -1, 1);
    const read = next === null ? null : readParam(spec, next);
    if (read?.ok && !sameValue(read.value, value)) onValue(read.value);
  }, onEnd);

  const mark = changed ? (
    <Tooltip text={`Changed from ${formatParam(spec, spec.default) || 'the default'}. Click to reset.`}>
      <button type="button" className="param-changed" aria-label={`Back to the default, ${formatParam(spec, spec.default)}`} disabled={disabled} onClick={onReset} />
    </Tooltip>
  ) : null;

  return (
    <Field
      id={id}
      label={<Tooltip text={spec.doc} side="left"><span>{spec.label}</span></Tooltip>}
      mark={mark}
      problem={typed ?? problem}
      hint={value === 0 && spec.zero !== undefined ? `0 means ${spec.zero}` : undefined}
      stacked={spec.kind === 'choice' && spec.options.some(({ label }) => label.length > BESIDE_LETTERS)}
      onScrub={steps && !disabled && value !== undefined ? scrub : undefined}
    >
      {spec.kind === 'boolean' ? (
        <Switch id={id} value={value === true} disabled={disabled} onValue={onValue} />
      ) : spec.kind === 'choice' ? (
        <Select id={id} value={typeof value === 'string' ? value : ''} options={spec.options} disabled={disabled} placeholder="Mixed" {...messageOf(id, problem)} onValue={onValue} />
      ) : (
        <span className="param-input">
          <DraftField<ParamValue | undefined>
            id={id}
            mono
            value={value}
            format={(v) => (v === undefined ? '' : formatParam(spec, v))}
            parse={(input) => readParam(spec, input)}
            placeholder={value === undefined ? 'Mixed' : undefined}
            disabled={disabled}
            {...messageOf(id, problem)}
            onValue={(next) => {
              if (next !== undefined && !sameValue(next, value)) onValue(next);
            }}
            onProblem={setTyped}
            onEnd={onEnd}
            step={steps ? (input, direction, factor) => stepParam(spec, input, direction, factor) : undefined}
          />
          {spec.kind === 'padding' && !disabled ? (
            <Menu
              trigger={
                <button type="button" className="param-more" aria-label={`Choose ${spec.label.toLowerCase()}`}>
                  <ChevronDown size={14} />
                </button>
              }
              items={[
                ...spec.words.map((word) => ({ label: paddingWords[word], checked: value === word, perform: () => onValue(word) })),
                { label: '1 on every side', checked: value === 1, perform: () => onValue(1) },
                { label: '2 on every side', checked: value === 2, perform: () => onValue(2) },
              ]}
            />
          ) : null}
        </span>
      )}
    </Field>
  );
}
