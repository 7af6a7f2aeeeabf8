// The training panel: settings left, curves or predictions in the middle, current values right.

import { Activity, ArrowRight, PanelLeftClose, PanelLeftOpen, RotateCcw, StepForward, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { mainMetric, type TrainingPhase } from '../../state/trainingRun.ts';
import { trainingStore } from '../../state/trainingStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { Button, IconButton } from '../controls/Button.tsx';
import { useCompilation, useStore } from '../useStores.ts';
import { useData, useTraining } from '../useTraining.ts';
import { Gallery, GalleryBar } from './Gallery.tsx';
import { MetricChart } from './MetricChart.tsx';
import { Segments } from '../controls/Segments.tsx';
import { TrainingControls } from './TrainingControls.tsx';
import { TrainingSettings } from './TrainingSettings.tsx';
import { TrainingValues } from './TrainingValues.tsx';
import { backendLabels, formatCount, metricLabel } from './format.ts';
import { viewStore } from './viewStore.ts';
import { goToNode } from '../../state/goToNode.ts';
import './training.css';

/** What computes, and why nothing better does. */
function EngineLine() {
  const engine = useTraining((t) => t.engine);
  if (!engine) return null;
  return (
    <div className="engine">
      <span className="engine-name">
        <span className="engine-dot" data-fallback={engine.fallback !== undefined} />
        {backendLabels[engine.backend]} · {engine.adapter}
      </span>
      {engine.fallback ? <span className="engine-fallback">{engine.fallback}</span> : null}
    </div>
  );
}

/** Before the first run: what is still needed, and the one next thing to do. */
function Beginning() {
  const errors = useCompilation((c) => c.compilation.diagnostics.filter((d) => d.severity === 'error').length);
  const dataStatus = useData((d) => d.status);
  const dataset = useData((d) => d.dataset);
  const show = uiStore.getState().showTab;
  let text: ReactNode;
  let action: ReactNode;
  if (dataStatus === 'empty' || dataStatus === 'failed') {
    text = 'Choose what the network should learn from, then press Train. Its loss is drawn here, step by step, beside the loss on samples it has never seen.';
    action = (
      <Button variant="primary" icon={<ArrowRight size={14} />} onClick={() => show('data')}>
        Choose data
      </Button>
    );
  } else if (errors > 0) {
    text = `The network has ${errors === 1 ? 'a problem' : `${errors} problems`} to mend before it can train. Each one comes with what would mend it.`;
    action = (
      <Button variant="primary" icon={<ArrowRight size={14} />} onClick={() => show('problems')}>
        Show {errors === 1 ? 'the problem' : 'the problems'}
      </Button>
    );
  } else {
    text = dataset
      ? `${formatCount(dataset.count)} samples of ${dataset.name} are ready: press Train. The loss is drawn here, step by step, beside the loss on samples the network has never seen.`
      : 'The data is being loaded; you may press Train already.';
  }
  return (
    <div className="beginning">
      <Activity size={22} className="beginning-icon" aria-hidden="true" />
      <h3>Nothing has been trained yet</h3>
      <p>{text}</p>
      {action}
    </div>
  );
}

function ErrorCard() {
  const error = useTraining((t) => t.error);
  const step = useTraining((t) => t.checkpoint?.step ?? null);
  if (!error) return null;
  const { start, continueFromCheckpoint } = trainingStore.getState();
  return (
    <div className="training-card training-card-error" role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p className="training-card-title">{error.message}</p>
        <p>{error.advice}</p>
        <div className="training-card-actions">
          {step === null ? null : (
            <Button size="sm" variant="accent" icon={<StepForward size={13} />} onClick={() => void continueFromCheckpoint()}>
              Continue from step {formatCount(step)}
            </Button>
          )}
          <Button size="sm" icon={<RotateCcw size={13} />} onClick={() => void start()}>
            Train anew
          </Button>
          {error.node ? (
            <Button size="sm" onClick={() => goToNode(error.node!)}>
              Show {error.node}
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** What the person should know about the run beside its numbers. */
function Notes() {
  const changed = useTraining((t) => t.networkChanged);
  const status = useTraining((t) => t.status);
  const refusal = useTraining((t) => t.refusal);
  const shown = refusal ?? (changed && status !== 'idle' ? (status === 'finished' || status === 'failed' ? 'The network has changed since. Train anew to see what that does.' : 'The network has changed since; training goes on with the one it was started with.') : null);
  return shown ? (
    <output className="training-note">
      {shown}
    </output>
  ) : null;
}

const waitingFor: { readonly [P in TrainingPhase]: string } = {
  loading: 'Starting the engine…',
  building: 'Building the model…',
  compiling: 'Compiling the GPU’s programs, only before the first step…',
  training: 'The first step is the slowest…',
  validating: 'Validating…',
  paused: 'Paused',
};

function Curves() {
  const latest = useTraining((t) => t.latest);
  const log = useStore(viewStore, (v) => v.log);
  const smooth = useStore(viewStore, (v) => v.smooth);
  const phase = useTraining((t) => (t.status === 'preparing' || t.status === 'running' ? t.phase : null));
  const begun = useTraining((t) => t.progress.step > 0);
  const metric = mainMetric(latest);
  return (
    <div className="curves" data-pair={metric !== null}>
      <MetricChart key="loss" title="Loss" metric="loss" legend log={log} smooth={smooth} />
      {metric ? <MetricChart key={metric} title={metricLabel(metric)} metric={metric} log={false} smooth={smooth} /> : null}
      {phase && !begun ? (
        <output className="curves-waiting">
          <span className="spinner" />
          {waitingFor[phase]}
        </output>
      ) : null}
    </div>
  );
}

export function TrainingPanel() {
  const begun = useTraining((t) => t.started !== null);
  const { main, settingsOpen, log, smooth, set } = useStore(viewStore);
  return (
    <div className="training" data-settings={settingsOpen}>
      {settingsOpen ? (
        <section className="training-settings" aria-label="Settings">
          <TrainingControls />
          <TrainingSettings />
          <EngineLine />
        </section>
      ) : null}
      <section className="training-main" aria-label="Course of the training">
        <div className="training-bar">
          <IconButton
            size="sm"
            label={settingsOpen ? 'Hide the settings' : 'Show the settings'}
            icon={settingsOpen ? <PanelLeftClose size={15} /> : <PanelLeftOpen size={15} />}
            onClick={() => set({ settingsOpen: !settingsOpen })}
          />
          {settingsOpen ? null : <TrainingControls />}
          {begun ? (
            <>
              <Segments
                label="View"
                value={main}
                options={[
                  { value: 'curves', label: 'Curves' },
                  { value: 'predictions', label: 'Predictions' },
                ]}
                onValue={(view) => set({ main: view })}
              />
              {main === 'predictions' ? (
                <GalleryBar />
              ) : (
                <>
                  <span className="training-space" />
                  <Button size="sm" variant="quiet" className="toggle" aria-pressed={log} title="Logarithmic axis of the loss" onClick={() => set({ log: !log })}>
                    Log
                  </Button>
                  <Button size="sm" variant="quiet" className="toggle" aria-pressed={smooth} title="Running mean over the measured line" onClick={() => set({ smooth: !smooth })}>
                    Smooth
                  </Button>
                </>
              )}
            </>
          ) : null}
        </div>
        <Notes />
        <ErrorCard />
        <div className="training-body">{!begun ? <Beginning /> : main === 'curves' ? <Curves /> : <Gallery />}</div>
      </section>
      {begun ? (
        <section className="training-values" aria-label="Current values">
          <TrainingValues />
        </section>
      ) : null}
    </div>
  );
}
