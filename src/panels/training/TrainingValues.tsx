// Where the run stands in numbers, with a strip of predictions below: the right column of the training panel.

import { mainMetric } from '../../state/trainingRun.ts';
import { galleryKind } from './gallery.ts';
import { InputPicture, MaskPicture, PlanePicture } from './Gallery.tsx';
import { formatCount, formatMetric, metricLabel } from './format.ts';
import { useTraining, useTrainingShallow } from '../useTraining.ts';
import { viewStore } from './viewStore.ts';

function Row({ label, value, tone }: { readonly label: string; readonly value: string; readonly tone?: 'train' | 'validation' }) {
  return (
    <div className="value-row">
      <dt className={tone ? `value-key value-key-${tone}` : undefined}>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The first few predictions, small; a click shows them large. */
function Strip() {
  const predictions = useTraining((t) => t.predictions);
  const started = useTraining((t) => t.started);
  if (!predictions || !started || predictions.samples.length === 0) return null;
  const kind = galleryKind(started.data);
  if (kind === 'values') return null;
  return (
    <button type="button" className="strip" aria-label="Show the predictions" onClick={() => viewStore.getState().set({ main: 'predictions' })}>
      {kind === 'plane' ? (
        <PlanePicture set={predictions} width={132} height={132} radius={2} />
      ) : (
        predictions.samples.slice(0, 10).map((prediction) =>
          kind === 'mask' ? (
            <MaskPicture key={prediction.index} className="strip-picture" set={predictions} prediction={prediction} size={46} view="overlay" />
          ) : (
            <InputPicture key={prediction.index} className="strip-picture" set={predictions} prediction={prediction} size={46} alt={`Sample ${prediction.index}`} />
          ),
        )
      )}
    </button>
  );
}

export function TrainingValues() {
  const latest = useTraining((t) => t.latest);
  const { step, totalSteps, epoch, epochs, numTensors, trainCount, validationCount } = useTrainingShallow((t) => t.progress);
  const metric = mainMetric(latest);
  const hasValidation = 'val_loss' in latest;
  return (
    <div className="values">
      <dl className="values-list">
        <Row label="Loss" value={formatMetric(latest['loss'])} tone="train" />
        <Row label="Validation" value={hasValidation ? formatMetric(latest['val_loss']) : '–'} tone="validation" />
        {metric ? <Row label={metricLabel(metric)} value={formatMetric(latest[metric])} tone="train" /> : null}
        {metric && latest[`val_${metric}`] !== undefined ? <Row label="Validation" value={formatMetric(latest[`val_${metric}`])} tone="validation" /> : null}
      </dl>
      <Strip />
      <p className="values-foot">
        {totalSteps > 0 ? (
          <progress className="progress" aria-label="Progress of the training" max={totalSteps} value={step} />
        ) : null}
        {totalSteps > 0 ? `${formatCount(step)} / ${formatCount(totalSteps)} steps · epoch ${Math.max(1, epoch)} / ${epochs}` : null}
        <br />
        {trainCount > 0 ? `${formatCount(trainCount)} to train, ${formatCount(validationCount)} to validate` : null}
        {numTensors > 0 ? <span title="Tensors held by the engine after a step; constant in a healthy run"> · {formatCount(numTensors)} tensors</span> : null}
      </p>
    </div>
  );
}
