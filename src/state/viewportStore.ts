// Where the canvas looks, and how to move it: lets commands place, paste and zoom without knowing the canvas. Knows no React.

import { createStore } from 'zustand/vanilla';

/** A rectangle or place in canvas units (CSS pixels at zoom 1). */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the mounted canvas can be asked to do. */
export interface ViewportControls {
  zoomIn(): void;
  zoomOut(): void;
  /** Brings the whole network into view. */
  fit(): void;
  /** Zoom 1, the centre stays. */
  actualSize(): void;
  /** Gives the canvas the keyboard: its selected card, or itself. */
  focus(): void;
  /** The part of the canvas that is seen now. */
  visible(): Region;
}

export interface ViewportState {
  /** Null while no canvas is mounted. */
  readonly controls: ViewportControls | null;
  /** Where the pointer is over the canvas, in canvas units; null when it is elsewhere. Asked when it is needed: the answer has the page laid out, too much for every move. */
  readonly pointer: (() => readonly [number, number]) | null;

  setControls(controls: ViewportControls | null): void;
  setPointer(pointer: (() => readonly [number, number]) | null): void;
}

export const viewportStore = createStore<ViewportState>()((set) => ({
  controls: null,
  pointer: null,
  setControls: (controls) => set({ controls }),
  setPointer: (pointer) => set({ pointer }),
}));
