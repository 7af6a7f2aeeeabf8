// Samples of the data set as pictures with their targets: images with masks or classes, points in the plane, values.

import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Dataset } from '../../datasets/dataset.ts';
import { samplePixels } from '../../datasets/imagePixels.ts';
import { Button } from '../controls/Button.tsx';
import { DrawnCanvas } from '../training/DrawnCanvas.tsx';
import { classToken, drawImage, drawPlane, drawSignal, drawTarget } from '../training/drawSample.ts';
import { fieldPixels, galleryKind, isSignal, maskAnswer, type PlanePoint } from '../training/gallery.ts';
import { targetText, valuesOf } from './facts.ts';

const FIRST = 60;
const MORE = 120;
const TILE = 72;
/** A curve is twice as wide as a picture. */
const CURVE = 152;
/** Pixels across the picture of a field. */
const FIELD = 256;
const MOST_POINTS = 4000;

function PictureTile({ dataset, index }: { readonly dataset: Dataset; readonly index: number }) {
  const { task, inputShape, targetShape } = dataset;
  const text = targetText(dataset, index);
  const curve = isSignal(inputShape);
  const width = curve ? CURVE : TILE;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (curve) {
        const size = inputShape.reduce((a, b) => a * b, 1);
        drawSignal(context, dataset.inputs.subarray(index * size, (index + 1) * size), inputShape, width, TILE);
        return;
      }
      const pixels = samplePixels(dataset, index);
      if (!pixels) return;
      const mask = task === 'segmentation' ? maskOf(dataset, index) : null;
      if (mask) drawTarget(context, mask, TILE);
      else drawImage(context, pixels, TILE, TILE);
    },
    [dataset, index, task, curve, inputShape, width],
  );
  const alt = task === 'segmentation' ? `Sample ${index} of ${inputShape.join('×')} with the mask of ${targetShape.join('×')}` : `Sample ${index}: ${text ?? ''}`;
  return (
    <li className="sample">
      <DrawnCanvas className="sample-picture" width={width} height={TILE} alt={alt} draw={draw} />
      <span className="sample-text">{text ?? index}</span>
    </li>
  );
}

function maskOf(dataset: Dataset, index: number) {
  const inputSize = dataset.inputShape.reduce((a, b) => a * b, 1);
  const targetSize = dataset.targetShape.reduce((a, b) => a * b, 1);
  const target = dataset.targets.slice(index * targetSize, (index + 1) * targetSize);
  const input = dataset.inputs.slice(index * inputSize, (index + 1) * inputSize);
  return maskAnswer({ inputShape: dataset.inputShape, targetShape: dataset.targetShape, outputShape: dataset.targetShape }, { index, input, target, output: target });
}

function PointsPreview({ dataset }: { readonly dataset: Dataset }) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const points = useMemo(
    () =>
      Array.from({ length: Math.min(MOST_POINTS, dataset.count) }, (_, i): PlanePoint => {
        const target = dataset.targets[i] ?? 0;
        return { x: dataset.inputs[2 * i] ?? 0, y: dataset.inputs[2 * i + 1] ?? 0, target, predicted: target, confidence: 1 };
      }),
    [dataset],
  );
  const { width, height } = size;
  const draw = useCallback((context: CanvasRenderingContext2D) => drawPlane(context, points, width, height, points.length > 1500 ? 2 : 2.75), [points, width, height]);
  return (
    <div className="plane data-plane">
      <div className="plane-picture" ref={box}>
        <DrawnCanvas width={width} height={height} alt={`${points.length} points in the plane, coloured by class`} draw={draw} />
      </div>
      <ul className="plane-key">
        {(dataset.classes ?? []).map((name, i) => (
          <li key={name}>
            <span className="plane-dot" style={{ background: `var(${classToken(i)})` }} />
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** All pixels in their places. */
function FieldPreview({ dataset }: { readonly dataset: Dataset }) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const channels = dataset.targetShape[0] ?? 1;
      const places = Array.from({ length: dataset.count }, (_, i) => ({ place: dataset.inputs.subarray(2 * i, 2 * i + 2), colour: dataset.targets.subarray(i * channels, (i + 1) * channels) }));
      const pixels = fieldPixels(places, Math.round(Math.sqrt(dataset.count)));
      if (pixels) drawImage(context, pixels, FIELD, FIELD);
    },
    [dataset],
  );
  return (
    <div className="preview">
      <DrawnCanvas className="sample-picture" width={FIELD} height={FIELD} alt={`${dataset.count} pixels, each a sample`} draw={draw} />
    </div>
  );
}

function ValuesPreview({ dataset, shown }: { readonly dataset: Dataset; readonly shown: number }) {
  return (
    <table className="values-table">
      <thead>
        <tr>
          <th>Sample</th>
          <th>Input</th>
          <th>Target</th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: shown }, (_, i) => (
          <tr key={i}>
            <td>{i}</td>
            <td>{valuesOf(dataset, i)}</td>
            <td>{targetText(dataset, i)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function DataPreview({ dataset }: { readonly dataset: Dataset }) {
  const [most, setMost] = useState(FIRST);
  const kind = galleryKind(dataset);
  if (kind === 'plane') return <PointsPreview dataset={dataset} />;
  if (kind === 'field') return <FieldPreview dataset={dataset} />;
  const shown = Math.min(most, dataset.count);
  const curves = isSignal(dataset.inputShape);
  const pictures = curves || samplePixels(dataset, 0) !== null;
  return (
    <div className="preview">
      {pictures ? (
        <ul className={curves ? 'samples samples-curves' : 'samples'}>
          {Array.from({ length: shown }, (_, i) => (
            <PictureTile key={i} dataset={dataset} index={i} />
          ))}
        </ul>
      ) : (
        <ValuesPreview dataset={dataset} shown={shown} />
      )}
      {shown < dataset.count ? (
        <p className="preview-more">
          <Button size="sm" onClick={() => setMost(most + MORE)}>
            Show {Math.min(MORE, dataset.count - shown)} more
          </Button>
        </p>
      ) : null}
    </div>
  );
}
