// One metric over the steps, training and validation, with a cursor that reads values. Draws outside React: a new report repaints one canvas.

import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { trainingStore } from '../../state/trainingStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { tokenColour } from '../tokenColour.ts';
import { axisValues, chartColumns, logSplits, valueNear, type Column } from './chartData.ts';
import { formatCount, formatMetric } from './format.ts';

export interface MetricChartProps {
  readonly title: string;
  /** Name of the series without prefix. */
  readonly metric: string;
  readonly log: boolean;
  readonly smooth: boolean;
  /** Says which line is which while the cursor is elsewhere. */
  readonly legend?: boolean;
}

const SYNC = uPlot.sync('training');

const AXIS_FONT = "10px 'JetBrains Mono Variable', ui-monospace, monospace";

function chartOptions(width: number, height: number, log: boolean, onCursor: (plot: uPlot) => void): uPlot.Options {
  const axis = (side: number, size: number, values: (splits: readonly number[]) => string[]): uPlot.Axis => ({
    side,
    size,
    gap: 4,
    font: AXIS_FONT,
    stroke: () => tokenColour('--text-3'),
    grid: side === 3 ? { stroke: () => tokenColour('--border'), width: 1 } : { show: false },
    ticks: { show: false },
    border: { show: false },
    values: (_plot, splits) => values(splits),
  });
  // Colours are read while drawing, so that a change of theme needs a redraw only.
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: {
      y: false,
      drag: { x: false, y: false },
      sync: { key: SYNC.key, setSeries: false },
      points: { size: 7, width: 2, fill: () => tokenColour('--surface') },
    },
    scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
    axes: [
      { ...axis(2, 20, (steps) => steps.map((step) => (Number.isInteger(step) ? formatCount(step) : ''))), space: 70 },
      { ...axis(3, 44, (values) => axisValues(values, log)), space: 26, ...(log ? { filter: (_plot: uPlot, splits: number[]) => splits, splits: (_plot: uPlot, _axis: number, min: number, max: number) => logSplits(min, max) } : {}) },
    ],
    series: [
      {},
      { stroke: () => `color-mix(in srgb, ${tokenColour('--accent')} 32%, transparent)`, width: 1, points: { show: false } },
      { stroke: () => tokenColour('--accent'), width: 1.75, points: { show: false } },
      {
        stroke: () => tokenColour('--cat-sampling'),
        width: 1.75,
        // A few epochs make a few points: each is shown until they are many.
        points: { show: (plot) => (plot.data[3] as Column).filter((v) => typeof v === 'number').length <= 24, size: 5, fill: () => tokenColour('--cat-sampling') },
      },
    ],
    hooks: {
      setCursor: [onCursor],
      drawAxes: [drawEpochs],
    },
  };
}

/** A short tick at the bottom where each epoch ends. */
function drawEpochs(plot: uPlot): void {
  const { epochEnds } = trainingStore.getState();
  const { left, top, width, height } = plot.bbox;
  if (epochEnds.length === 0 || epochEnds.length > width / 8) return;
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = tokenColour('--border-strong');
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (const step of epochEnds) {
    const x = Math.round(plot.valToPos(step, 'x', true)) + 0.5;
    if (x < left || x > left + width) continue;
    ctx.moveTo(x, top + height);
    ctx.lineTo(x, top + height - 5 * devicePixelRatio);
  }
  ctx.stroke();
  ctx.restore();
}

export function MetricChart({ title, metric, log, smooth, legend }: MetricChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [reading, setReading] = useState<{ readonly step: number; readonly train: number | undefined; readonly validation: number | undefined } | null>(null);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const read = (plot: uPlot): void => {
      const { idx } = plot.cursor;
      if (idx === null || idx === undefined || (plot.cursor.left ?? -1) < 0) {
        setReading(null);
        return;
      }
      const [steps, measured, drawn, validation] = plot.data as unknown as ReturnType<typeof chartColumns>;
      setReading({ step: steps[idx] ?? 0, train: valueNear(smooth ? measured : drawn, idx), validation: valueNear(validation, idx) });
    };
    const columns = (): uPlot.AlignedData => {
      const { series } = trainingStore.getState();
      return chartColumns(series[metric], series[`val_${metric}`], { log, smooth }) as unknown as uPlot.AlignedData;
    };
    const plot = new uPlot(chartOptions(element.clientWidth, element.clientHeight, log, read), columns(), element);

    let frame = 0;
    const repaint = (change: () => void): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(change);
    };
    const unsubscribe = [
      trainingStore.subscribe((state, before) => {
        if (state.revision !== before.revision || state.epochEnds !== before.epochEnds) repaint(() => plot.setData(columns()));
      }),
      uiStore.subscribe((state, before) => {
        // The page takes the theme in the same notification; a frame later its colours hold.
        if (state.theme !== before.theme) repaint(() => plot.redraw(false, true));
      }),
    ];
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) plot.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      for (const stop of unsubscribe) stop();
      plot.destroy();
    };
  }, [metric, log, smooth]);

  return (
    <figure className="chart">
      <figcaption className="chart-caption">
        <span className="chart-title">{title}</span>
        {reading ? (
          <span className="chart-reading">
            {legend ? <span className="chart-step">{formatCount(reading.step)}</span> : null}
            <span className="chart-key chart-key-train">{formatMetric(reading.train)}</span>
            {reading.validation === undefined ? null : <span className="chart-key chart-key-validation">{formatMetric(reading.validation)}</span>}
          </span>
        ) : legend ? (
          <span className="chart-reading chart-legend">
            <span className="chart-key chart-key-train">training</span>
            <span className="chart-key chart-key-validation">validation</span>
          </span>
        ) : null}
      </figcaption>
      {/* A drawing made of elements, which the rule's <img> cannot hold. */}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div className="chart-plot" ref={host} role="img" aria-label={`${title} over the steps of training`} />
    </figure>
  );
}
