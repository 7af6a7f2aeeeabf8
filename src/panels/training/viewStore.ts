// What the training panel shows; kept while other tabs are open. Not part of the document.

import { createStore } from 'zustand/vanilla';

export type MaskView = 'overlay' | 'prediction' | 'target';

export interface TrainingView {
  readonly main: 'curves' | 'predictions';
  readonly settingsOpen: boolean;
  readonly log: boolean;
  readonly smooth: boolean;
  readonly maskView: MaskView;
  set(change: Partial<Omit<TrainingView, 'set'>>): void;
}

export const viewStore = createStore<TrainingView>()((set) => ({
  main: 'curves',
  settingsOpen: true,
  log: false,
  smooth: true,
  maskView: 'overlay',
  set: (change) => set(change),
}));
