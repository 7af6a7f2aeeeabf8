// Where the run stands in numbers, with a strip of predictions below: the right column of the training panel.

import { mainMetric } from '../../state/trainingRun.ts';
import { galleryKind } from './gallery.ts';
import { FieldPicture, InputPicture, MaskPicture, PlanePicture } from './Gallery.tsx';
import { formatCount, formatMetric, metricLabel } from './format.ts';
import { useTraining, useTrainingShallow } from '../useTraining.ts';
import { viewStore } from './viewStore.ts';

/** A metric's newest values: of the last step, and over the validation samples after the last epoch. */
function Row({ metric }: { readonly metric: string }) {
  const train = useTraining((t) => t.latest[metric]);
  const validation = useTraining((t) => t.latest[`val_${metric}`]);
  return (
    <tr>
      <th scope="row">{metricLabel(metric)}</th>
      <td>{formatMetric(train)}</td>
      <td>{formatMetric(validation)}</td>
    </tr>
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
    <button type="button" className={`strip ${kind === 'plane' || kind === 'field' ? 'strip-plane' : ''}`} aria-label="Show the predictions" onClick={() => viewStore.getState().set({ main: 'predictions' })}>
      {kind === 'plane' ? (
        <PlanePicture set={predictions} width={92} height={92} radius={1.5} />
      ) : kind === 'field' ? (
        <FieldPicture set={predictions} size={92} />
      ) : (
        predictions.samples.slice(0, 15).map((prediction) =>
          kind === 'mask' ? (
            <MaskPicture key={prediction.index} className="strip-picture" set={predictions} prediction={prediction} size={38} view="overlay" />
          ) : (
            <InputPicture key={prediction.index} className="strip-picture" set={predictions} prediction={prediction} size={38} alt={`Sample ${prediction.index}`} />
          ),
        )
      )}
    </button>
  );
}

export function TrainingValues() {
  const metric = useTraining((t) => mainMetric(t.latest));
  const { step, totalSteps, epoch, epochs, numTensors, trainCount, validationCount } = useTrainingShallow((t) => t.progress);
  return (
    <div className="values">
      <table className="metrics">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Metric</span>
            </th>
            <th scope="col" className="chart-key chart-key-train">
              training
            </th>
            <th scope="col" className="chart-key chart-key-validation">
              validation
            </th>
          </tr>
        </thead>
        <tbody>
          <Row metric="loss" />
          {metric ? <Row metric={metric} /> : null}
        </tbody>
      </table>
      <Strip />
      {totalSteps > 0 ? (
        <div className="values-foot">
          <progress className="progress" aria-label="Progress of the training" max={totalSteps} value={step} />
          <span>
            Epoch {Math.max(1, epoch)} of {epochs}
          </span>
          <span>
            {formatCount(trainCount)} + {formatCount(validationCount)} samples
          </span>
          {numTensors > 0 ? <span title="Tensors the engine holds after a step; constant in a healthy run">{formatCount(numTensors)} tensors</span> : null}
        </div>
      ) : null}
    </div>
  );
}
