// Whether the tour is offered, running, or done with. Kept by the browser, so that it is offered once. Knows no React and no step.

import { createStore } from 'zustand/vanilla';

/** `offered` until the person takes it or declines; `over` for good, until it is taken again from Help. */
export type TourStatus = 'offered' | 'running' | 'over';

export interface TourState {
  readonly status: TourStatus;
  /** Since the tour began an empty network has been there: what stands on the canvas was built during it. */
  readonly blankSeen: boolean;
  begin(): void;
  /** Declined, given up or finished: it does not come back by itself. */
  end(): void;
  seeBlank(): void;
}

/** `localStorage` where there is one; a setting `netloom.tour` of `over` keeps the offer away. */
export type TourMemory = Pick<Storage, 'getItem' | 'setItem'>;
const KEY = 'netloom.tour';

export function createTourStore(memory: TourMemory | null) {
  const remember = (status: TourStatus): void => {
    try {
      memory?.setItem(KEY, status);
    } catch {
      // Storage is off: the offer comes back next time.
    }
  };
  const isOver = (): boolean => {
    try {
      return memory?.getItem(KEY) === 'over';
    } catch {
      return false;
    }
  };
  return createStore<TourState>()((set) => ({
    status: isOver() ? 'over' : 'offered',
    blankSeen: false,
    begin: () => set({ status: 'running', blankSeen: false }),
    end: () => {
      remember('over');
      set({ status: 'over' });
    },
    seeBlank: () => set({ blankSeen: true }),
  }));
}

function storage(): TourMemory | null {
  try {
    return typeof localStorage === 'undefined' ? null : localStorage;
  } catch {
    return null;
  }
}

export const tourStore = createTourStore(storage());
