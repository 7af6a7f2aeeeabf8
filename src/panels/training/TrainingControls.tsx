// Start, pause, resume, stop and continue: the buttons that are possible now, the likely next one first.

import { Pause, Play, RotateCcw, Square, StepForward } from 'lucide-react';
import { useEffect, useState } from 'react';
import { DOUBLE_CLICK_MS, trainingStore } from '../../state/trainingStore.ts';
import { Button } from '../controls/Button.tsx';
import { Tooltip } from '../controls/Tooltip.tsx';
import { useTraining } from '../useTraining.ts';
import { formatCount } from './format.ts';

function StopButton({ stopping }: { readonly stopping: boolean }) {
  return stopping ? (
    <StopNow />
  ) : (
    <Tooltip text="Stops after this step and keeps the weights">
      <Button icon={<Square size={13} />} onClick={() => trainingStore.getState().stop()}>
        Stop
      </Button>
    </Tooltip>
  );
}

/** Stopping takes a step at most; whoever has waited longer may end the worker. */
function StopNow() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), DOUBLE_CLICK_MS + 100);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Tooltip text={late ? 'Ends the worker at once; the last checkpoint stays' : 'The step is being finished'}>
      <Button icon={late ? <Square size={13} /> : <span className="spinner" />} disabled={!late} onClick={() => trainingStore.getState().stop()}>
        {late ? 'Stop now' : 'Stopping'}
      </Button>
    </Tooltip>
  );
}

export function TrainingControls() {
  const status = useTraining((t) => t.status);
  const stopping = useTraining((t) => t.stopping);
  const checkpointStep = useTraining((t) => t.checkpoint?.step ?? null);
  const { start, continueFromCheckpoint, pause, resume } = trainingStore.getState();

  const stopButton = <StopButton stopping={stopping} />;
  switch (status) {
    case 'preparing':
      return (
        <div className="training-controls">
          <Button className="training-wide" disabled icon={<span className="spinner" />}>
            Preparing
          </Button>
          {stopButton}
        </div>
      );
    case 'running':
    case 'validating':
      return (
        <div className="training-controls">
          <Button className="training-wide" icon={<Pause size={14} />} onClick={pause} disabled={stopping}>
            Pause
          </Button>
          {stopButton}
        </div>
      );
    case 'paused':
      return (
        <div className="training-controls">
          <Button variant="primary" className="training-wide" icon={<Play size={14} />} onClick={resume}>
            Resume
          </Button>
          {stopButton}
        </div>
      );
    case 'idle':
    case 'finished':
    case 'failed':
      return (
        <div className="training-controls">
          <Button variant="primary" className="training-wide" icon={status === 'idle' ? <Play size={14} /> : <RotateCcw size={14} />} onClick={() => void start()}>
            {status === 'idle' ? 'Train' : 'Train anew'}
          </Button>
          {checkpointStep === null ? null : (
            <Tooltip text={`Goes on from step ${formatCount(checkpointStep)} with the settings below`}>
              <Button icon={<StepForward size={14} />} onClick={() => void continueFromCheckpoint()}>
                Continue
              </Button>
            </Tooltip>
          )}
        </div>
      );
    default:
      return status satisfies never;
  }
}
