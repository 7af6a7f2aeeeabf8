// Validation samples with the prediction beside the target: masks over images, classes with bars, points in the plane, values.

import { Check, RefreshCw, X } from 'lucide-react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { slicePixels, type Pixels } from '../../datasets/imagePixels.ts';
import type { DataSignature } from '../../datasets/dataset.ts';
import type { Prediction, PredictionSet } from '../../training/messages.ts';
import { trainingStore } from '../../state/trainingStore.ts';
import { IconButton } from '../controls/Button.tsx';
import { useStore } from '../useStores.ts';
import { useTraining } from '../useTraining.ts';
import { DrawnCanvas } from './DrawnCanvas.tsx';
import { classToken, drawImage, drawMask, drawPlane, drawSignal } from './drawSample.ts';
import { formatCount, formatMetric } from './format.ts';
import { classAnswer, fieldPixels, galleryKind, isSignal, maskAnswer, planePoints, shareRight } from './gallery.ts';
import { Segments } from '../controls/Segments.tsx';
import { viewStore, type MaskView } from './viewStore.ts';

const TILE = 112;

export interface SampleProps {
  readonly data: DataSignature;
  readonly set: PredictionSet;
  readonly prediction: Prediction;
  readonly size: number;
}

/** The picture of one segmentation sample. */
export function MaskPicture({ set, prediction, size, view, className }: Omit<SampleProps, 'data'> & { readonly view: MaskView; readonly className?: string }) {
  const answer = useMemo(() => maskAnswer(set, prediction), [set, prediction]);
  const draw = useCallback((context: CanvasRenderingContext2D) => answer && drawMask(context, answer, size, view), [answer, size, view]);
  if (!answer) return <span className="tile-nothing">Prediction and target differ in size.</span>;
  const alt = `Sample ${prediction.index}: prediction over the image with the rim of the target, Dice ${answer.dice.toFixed(2)}`;
  return <DrawnCanvas className={className ?? 'tile-picture'} width={size} height={size} alt={alt} draw={draw} />;
}

/** The input of a sample as a picture or a curve; nothing where it is neither. */
export function InputPicture({ set, prediction, size, alt, className }: Omit<SampleProps, 'data'> & { readonly alt: string; readonly className?: string }) {
  const curve = isSignal(set.inputShape);
  const pixels = useMemo(() => (curve ? null : slicePixels(prediction.input, set.inputShape)), [curve, set, prediction]);
  const width = curve ? size * 1.5 : size;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (curve) drawSignal(context, prediction.input, set.inputShape, width, size);
      else if (pixels) drawImage(context, pixels, size, size);
    },
    [curve, pixels, prediction, set, size, width],
  );
  return curve || pixels ? <DrawnCanvas className={className ?? 'tile-picture'} width={width} height={size} alt={alt} draw={draw} /> : null;
}

function MaskTile(props: SampleProps) {
  const view = useStore(viewStore, (v) => v.maskView);
  const answer = useMemo(() => maskAnswer(props.set, props.prediction), [props.set, props.prediction]);
  return (
    <li className="tile">
      <MaskPicture {...props} view={view} />
      <span className="tile-line">
        <span className="tile-index">{props.prediction.index}</span>
        {answer ? <span className="tile-number">Dice {answer.dice.toFixed(2)}</span> : null}
      </span>
    </li>
  );
}

function ClassTile({ data, set, prediction, size }: SampleProps) {
  const answer = classAnswer(prediction, data.classes);
  const alt = `Sample ${prediction.index}: ${answer.target}, taken for ${answer.top[0]?.label ?? 'nothing'}`;
  return (
    <li className={`tile tile-class ${answer.right ? '' : 'tile-wrong'}`}>
      <InputPicture set={set} prediction={prediction} size={size} alt={alt} />
      <span className="tile-side">
        <span className="tile-line">
          <span className="tile-target" title="What it is">{answer.target}</span>
          {answer.right ? <Check size={13} className="tile-right-mark" aria-label="right" /> : <X size={13} className="tile-wrong-mark" aria-label="wrong" />}
        </span>
        <span className="bars">
          {answer.top.map((guess) => (
          <span className="bar" key={guess.label} data-target={guess.label === answer.target}>
            <span className="bar-label">{guess.label}</span>
            <span className="bar-track">
              <span className="bar-fill" style={{ width: `${Math.max(0, Math.min(1, guess.probability)) * 100}%` }} />
            </span>
            <span className="bar-number">{(guess.probability * 100).toFixed(0)}</span>
          </span>
        ))}
        </span>
      </span>
    </li>
  );
}

function MapsTile({ set, prediction, size }: SampleProps) {
  const maps = useMemo(
    () => ({ target: slicePixels(prediction.target, set.targetShape), output: slicePixels(prediction.output, set.targetShape) }),
    [set, prediction],
  );
  return (
    <li className="tile tile-maps">
      <MapPicture pixels={maps.target} size={size} alt={`Sample ${prediction.index}: target`} />
      <MapPicture pixels={maps.output} size={size} alt={`Sample ${prediction.index}: prediction`} />
    </li>
  );
}

function MapPicture({ pixels, size, alt }: { readonly pixels: Pixels | null; readonly size: number; readonly alt: string }) {
  const draw = useCallback((context: CanvasRenderingContext2D) => pixels && drawImage(context, pixels, size, size), [pixels, size]);
  return <DrawnCanvas className="tile-picture" width={size} height={size} alt={alt} draw={draw} />;
}

const FIELD = 168;
/** Pixels across a field; more than the samples can tell apart would only cost time. */
const FIELD_PIXELS = 56;

const coloured = (set: PredictionSet, part: 'target' | 'output') => set.samples.map((sample) => ({ place: sample.input, colour: sample[part] }));

/** Target and prediction of a picture that is learnt as a function, side by side. */
function Field({ set }: Pick<SampleProps, 'set'>) {
  const pixels = useMemo(() => ({ target: fieldPixels(coloured(set, 'target'), FIELD_PIXELS), output: fieldPixels(coloured(set, 'output'), FIELD_PIXELS) }), [set]);
  return (
    <ul className="tiles">
      {(['target', 'output'] as const).map((part) => (
        <li className="tile" key={part}>
          <MapPicture pixels={pixels[part]} size={FIELD} alt={`The picture at ${set.samples.length} places: ${part === 'target' ? 'target' : 'prediction'}`} />
          <span className="tile-line">{part === 'target' ? 'Target' : 'Prediction'}</span>
        </li>
      ))}
    </ul>
  );
}

/** The prediction of a field, small. */
export function FieldPicture({ set, size }: { readonly set: PredictionSet; readonly size: number }) {
  const pixels = useMemo(() => fieldPixels(coloured(set, 'output'), size / 2), [set, size]);
  return <MapPicture pixels={pixels} size={size} alt="The picture as it is predicted" />;
}

/** All points in one picture, as large as there is room. */
export function PlanePicture({ set, width, height, radius }: { readonly set: PredictionSet; readonly width: number; readonly height: number; readonly radius?: number }) {
  const points = useMemo(() => planePoints(set), [set]);
  const wrong = points.filter((point) => point.predicted !== point.target).length;
  const draw = useCallback((context: CanvasRenderingContext2D) => drawPlane(context, points, width, height, radius), [points, width, height, radius]);
  return <DrawnCanvas width={width} height={height} alt={`${points.length} points coloured by predicted class; ${wrong} are wrong`} draw={draw} />;
}

function Plane({ data, set }: Pick<SampleProps, 'data' | 'set'>) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="plane">
      <div className="plane-picture" ref={box}>
        <PlanePicture set={set} {...size} />
      </div>
      <ul className="plane-key">
        {(data.classes ?? []).map((name, i) => (
          <li key={name}>
            <span className="plane-dot" style={{ background: `var(${classToken(i)})` }} />
            predicted {name}
          </li>
        ))}
        <li>
          <span className="plane-dot plane-dot-wrong" />
          wrong
        </li>
        <li className="plane-note">Paler is less certain.</li>
      </ul>
    </div>
  );
}

function Values({ set }: { readonly set: PredictionSet }) {
  const show = (values: ArrayLike<number>): string => {
    const shown = Array.from(values).slice(0, 4).map(formatMetric).join('  ');
    return values.length > 4 ? `${shown} …` : shown;
  };
  return (
    <table className="values-table">
      <thead>
        <tr>
          <th>Sample</th>
          <th>Input</th>
          <th>Target</th>
          <th>Prediction</th>
        </tr>
      </thead>
      <tbody>
        {set.samples.map((sample) => (
          <tr key={sample.index}>
            <td>{sample.index}</td>
            <td>{show(sample.input)}</td>
            <td>{show(sample.target)}</td>
            <td>{show(sample.output)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the predictions are shown as, and asking for new ones: stands in the panel's bar. */
export function GalleryBar() {
  const predictions = useTraining((t) => t.predictions);
  const data = useTraining((t) => t.started?.data ?? null);
  const predicting = useTraining((t) => t.predicting);
  const canAsk = useTraining((t) => t.status === 'running' || t.status === 'paused' || t.status === 'finished');
  const maskView = useStore(viewStore, (v) => v.maskView);
  if (!data) return null;
  const right = predictions ? shareRight(data, predictions) : null;
  return (
    <>
      {galleryKind(data) === 'mask' ? (
          <Segments
            label="What is shown"
            value={maskView}
            options={[
              { value: 'overlay', label: 'Overlay' },
              { value: 'prediction', label: 'Prediction' },
              { value: 'target', label: 'Target' },
            ]}
            onValue={(view) => viewStore.getState().set({ maskView: view })}
          />
      ) : null}
      <span className="training-space" />
      {predictions ? (
        <span className="gallery-note" title={`Predicted after step ${formatCount(predictions.step)}`}>
          {right === null ? '' : `${(right * 100).toFixed(0)} % right · `}step {formatCount(predictions.step)}
        </span>
      ) : null}
      <IconButton
        size="sm"
        label="Predict now"
        icon={predicting ? <span className="spinner" /> : <RefreshCw size={14} />}
        disabled={!canAsk || predicting}
        onClick={() => trainingStore.getState().requestPredictions()}
      />
    </>
  );
}

export function Gallery() {
  const predictions = useTraining((t) => t.predictions);
  const data = useTraining((t) => t.started?.data ?? null);
  const predicting = useTraining((t) => t.predicting);
  if (!data) return null;
  if (!predictions) {
    return <p className="gallery-empty">{predicting ? 'Predicting…' : 'After each epoch, validation samples stand here with what the network makes of them.'}</p>;
  }
  if (predictions.samples.length === 0) return <p className="gallery-empty">There are no samples to predict.</p>;
  const kind = galleryKind(data);
  if (kind === 'plane') return <Plane data={data} set={predictions} />;
  if (kind === 'field') return <Field set={predictions} />;
  if (kind === 'values') return <Values set={predictions} />;
  return (
    <ul className="tiles">
      {predictions.samples.map((prediction) => {
        const props = { data, set: predictions, prediction };
        return kind === 'mask' ? (
          <MaskTile key={prediction.index} {...props} size={TILE} />
        ) : kind === 'maps' ? (
          <MapsTile key={prediction.index} {...props} size={TILE} />
        ) : (
          <ClassTile key={prediction.index} {...props} size={56} />
        );
      })}
      {kind === 'mask' ? (
        <li className="gallery-key">
          In the overlay, <span className="key-fill">the tint is the prediction</span> <span className="key-line">the line the target</span>
        </li>
      ) : null}
    </ul>
  );
}
