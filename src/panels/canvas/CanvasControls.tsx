// Zoom out, the zoom itself, zoom in, fit: at the lower left of the canvas.

import { Panel, useStore as useFlowStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { viewportStore } from '../../state/viewportStore.ts';
import { IconButton } from '../controls/Button.tsx';

export function CanvasControls() {
  const percent = useFlowStore((s) => Math.round(s.transform[2] * 100));
  const controls = () => viewportStore.getState().controls;
  return (
    <Panel position="bottom-left" className="canvas-controls">
      <IconButton size="sm" label="Zoom out" icon={<Minus size={14} aria-hidden="true" />} onClick={() => controls()?.zoomOut()} />
      <button type="button" className="canvas-zoom" aria-label={`Zoom ${percent} percent; back to 100`} title="Back to 100 %" onClick={() => controls()?.actualSize()}>
        {percent} %
      </button>
      <IconButton size="sm" label="Zoom in" icon={<Plus size={14} aria-hidden="true" />} onClick={() => controls()?.zoomIn()} />
      <IconButton size="sm" label="Show the whole network" icon={<Maximize size={13} aria-hidden="true" />} onClick={() => controls()?.fit()} />
    </Panel>
  );
}
