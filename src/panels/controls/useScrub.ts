// Dragging a label left and right steps its value, as in design tools.

import { useEffect, useRef, type PointerEvent } from 'react';

const PIXELS_PER_STEP = 6;

/** A pointer-down handler for the label. `onSteps` gets whole steps since the last call; `onEnd` ends the gesture. */
export function useScrub(onSteps: (steps: number) => void, onEnd: () => void): (event: PointerEvent<HTMLElement>) => void {
  const latest = useRef({ onSteps, onEnd });
  useEffect(() => {
    latest.current = { onSteps, onEnd };
  });
  return (event) => {
    if (event.button !== 0) return;
    const handle = event.currentTarget;
    const start = event.clientX;
    let done = 0;
    let moved = false;
    handle.setPointerCapture(event.pointerId);
    const move = (e: globalThis.PointerEvent): void => {
      const steps = Math.trunc((e.clientX - start) / PIXELS_PER_STEP);
      if (steps === done) return;
      moved = true;
      latest.current.onSteps(steps - done);
      done = steps;
    };
    const stop = (): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', stop);
      handle.removeEventListener('pointercancel', stop);
      if (!moved) return;
      // A drag is no click on the label: it must not move the focus into the field.
      handle.addEventListener('click', (e) => e.preventDefault(), { once: true, capture: true });
      latest.current.onEnd();
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', stop);
    handle.addEventListener('pointercancel', stop);
  };
}
