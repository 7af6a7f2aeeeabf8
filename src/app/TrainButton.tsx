// The one main action: train, and while it trains, pause, go on or stop.

import { Pause, Play, Square } from 'lucide-react';
import { Button, IconButton } from '../panels/controls/Button.tsx';
import { Tooltip } from '../panels/controls/Tooltip.tsx';
import { useCommand } from '../panels/useCommand.ts';
import { useStore } from '../panels/useStores.ts';
import { isActive } from '../state/trainingRun.ts';
import { trainingStore } from '../state/trainingStore.ts';

export function TrainButton() {
  const status = useStore(trainingStore, (t) => t.status);
  const stopping = useStore(trainingStore, (t) => t.stopping);
  const start = useCommand('training.start');
  const pause = useCommand('training.pause');
  const stop = useCommand('training.stop');
  const active = isActive(status);
  const main = !active || status === 'paused' ? start : pause;
  const label = !active ? 'Train' : status === 'paused' ? 'Resume' : status === 'preparing' ? 'Preparing…' : 'Pause';
  return (
    <span className="train-button">
      <Tooltip text={status === 'preparing' ? 'Loading the engine and building the model' : main.command.label} shortcut={main.shortcut}>
        <Button
          variant="primary"
          className="train-main"
          icon={main === pause ? <Pause size={14} fill="currentColor" strokeWidth={0} /> : <Play size={14} />}
          disabled={!main.enabled}
          onClick={main.run}
        >
          {label}
        </Button>
      </Tooltip>
      {/* Always there, so that nothing moves when a run begins. */}
      <IconButton
        label={stopping ? 'Stopping… press again to end at once' : stop.command.label}
        shortcut={stop.shortcut}
        disabled={!stop.enabled}
        icon={<Square size={13} fill="currentColor" strokeWidth={0} />}
        onClick={stop.run}
      />
    </span>
  );
}
