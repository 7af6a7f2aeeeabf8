// The settings of a training run: a form over the document's `training`. Every change is an edit, so undo covers it.

import { useId, useState } from 'react';
import type { AdamConfig, OptimizerConfig, TrainingConfig } from '../../graph/document.ts';
import { documentStore } from '../../state/documentStore.ts';
import { trainingStore } from '../../state/trainingStore.ts';
import { backends } from '../../training/messages.ts';
import { Field } from '../controls/Field.tsx';
import { NumberField, stepNumber } from '../controls/NumberField.tsx';
import { Select } from '../controls/Select.tsx';
import { useScrub } from '../controls/useScrub.ts';
import { useDocument } from '../useStores.ts';
import { useTraining } from '../useTraining.ts';
import { backendLabels } from './format.ts';

/** Adam's epsilon, always written out: tfjs's own default depends on the engine. */
const EPSILON = 1e-7;

const change = (label: string, training: Partial<TrainingConfig>, gesture?: string): void =>
  documentStore.getState().edit(label, [{ kind: 'setTraining', training }], gesture);
const endGesture = (): void => documentStore.getState().endGesture();

interface SettingProps {
  readonly label: string;
  readonly doc: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  readonly step?: number;
  /** The change of the document that sets it. */
  readonly training: (value: number) => Partial<TrainingConfig>;
}

function Setting({ label, doc, value, min, max, integer, step, training }: SettingProps) {
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const readOnly = useDocument((d) => d.readOnly);
  const apply = (next: number): void => change(`Change ${label.toLowerCase()}`, training(next), `training.${label}`);
  const scrub = useScrub((steps) => {
    let next = value;
    for (let i = 0; i < Math.abs(steps); i++) next = stepNumber(next, steps > 0 ? 1 : -1, 1, { step, integer });
    apply(Math.min(max, Math.max(min, next)));
  }, endGesture);
  return (
    <Field id={id} label={label} title={doc} problem={problem} onScrub={readOnly ? undefined : scrub}>
      <NumberField
        id={id}
        value={value}
        min={min}
        max={max}
        integer={integer ?? false}
        {...(step === undefined ? {} : { step })}
        disabled={readOnly}
        onValue={apply}
        onProblem={setProblem}
        onEnd={endGesture}
      />
    </Field>
  );
}

function optimizerOf(type: OptimizerConfig['type'], learningRate: number): OptimizerConfig {
  switch (type) {
    case 'adam':
      return { type, learningRate, beta1: 0.9, beta2: 0.999, epsilon: EPSILON };
    case 'sgd':
      return { type, learningRate, momentum: 0.9 };
    default:
      return type satisfies never;
  }
}

/** Which engine to ask for; a wish of this window, not of the network. */
function EngineChoice() {
  const id = useId();
  const backend = useTraining((t) => t.backend);
  return (
    <Field id={id} label="Engine" title="Takes effect at the next start.">
      <Select
        id={id}
        value={backend ?? 'best'}
        options={[{ value: 'best', label: 'Best there is' }, ...backends.map((name) => ({ value: name, label: backendLabels[name] }))]}
        onValue={(name) => trainingStore.getState().setBackend(name === 'best' ? null : name)}
      />
    </Field>
  );
}

export function TrainingSettings() {
  const training = useDocument((d) => d.document.training);
  const readOnly = useDocument((d) => d.readOnly);
  const id = useId();
  const { optimizer } = training;
  const adam = (changed: Partial<AdamConfig>): Partial<TrainingConfig> => ({ optimizer: { ...(optimizer as AdamConfig), ...changed } });
  return (
    <form className="training-form" aria-label="Settings of the training" onSubmit={(event) => event.preventDefault()}>
      <Field id={id} label="Optimizer">
        <Select
          id={id}
          value={optimizer.type}
          disabled={readOnly}
          options={[
            { value: 'adam', label: 'Adam', doc: 'Adapts the step of every weight; a good start.' },
            { value: 'sgd', label: 'SGD', doc: 'Steps down the gradient, with momentum.' },
          ]}
          onValue={(type) => change('Change optimizer', { optimizer: optimizerOf(type, optimizer.learningRate) })}
        />
      </Field>
      <Setting
        label="Learning rate"
        doc="Size of a step. Too large: the loss jumps or grows. Too small: it hardly falls."
        value={optimizer.learningRate}
        min={1e-9}
        max={100}
        training={(learningRate) => ({ optimizer: { ...optimizer, learningRate } })}
      />
      <Setting
        label="Batch size"
        doc="Samples per step. Larger is smoother and needs more memory."
        value={training.batchSize}
        min={1}
        max={65_536}
        integer
        training={(batchSize) => ({ batchSize })}
      />
      <Setting label="Epochs" doc="Passes over all training samples." value={training.epochs} min={1} max={100_000} integer training={(epochs) => ({ epochs })} />
      <Setting
        label="Validation"
        doc="Fraction of the samples that is never trained on, taken from the end."
        value={training.validationSplit}
        min={0}
        max={0.9}
        step={0.05}
        training={(validationSplit) => ({ validationSplit })}
      />
      <Setting label="Seed" doc="Same seed, same data and same engine give the same curve." value={training.seed} min={0} max={2 ** 31 - 1} integer training={(seed) => ({ seed })} />
      <details className="training-more">
        <summary>More</summary>
        {optimizer.type === 'adam' ? (
          <>
            <Setting label="Beta 1" doc="How much of the mean gradient is kept from step to step." value={optimizer.beta1 ?? 0.9} min={0} max={0.99999} step={0.01} training={(beta1) => adam({ beta1 })} />
            <Setting label="Beta 2" doc="How much of the mean squared gradient is kept from step to step." value={optimizer.beta2 ?? 0.999} min={0} max={0.9999999} step={0.001} training={(beta2) => adam({ beta2 })} />
            <Setting label="Epsilon" doc="Keeps the division by small gradients finite." value={optimizer.epsilon ?? EPSILON} min={1e-12} max={1} training={(epsilon) => adam({ epsilon })} />
          </>
        ) : (
          <Setting label="Momentum" doc="How much of the last step is kept; 0 is plain gradient descent." value={optimizer.momentum ?? 0} min={0} max={0.9999} step={0.05} training={(momentum) => ({ optimizer: { ...optimizer, momentum } })} />
        )}
        <EngineChoice />
      </details>
    </form>
  );
}
