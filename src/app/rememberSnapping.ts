// Keeps between sessions what cards snap to, as it keeps the theme.

import { uiStore } from '../state/uiStore.ts';

const KEY = 'netloom.snapping';

/** `neighbours grid`: what is on; empty where nothing is; null where nothing was ever chosen. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberSnapping(): void {
  const words = kept()?.split(' ');
  if (words) uiStore.getState().setSnapping({ neighbours: words.includes('neighbours'), grid: words.includes('grid') });
  uiStore.subscribe(({ snapToNeighbours, snapToGrid }, before) => {
    if (snapToNeighbours === before.snapToNeighbours && snapToGrid === before.snapToGrid) return;
    try {
      localStorage.setItem(KEY, [...(snapToNeighbours ? ['neighbours'] : []), ...(snapToGrid ? ['grid'] : [])].join(' '));
    } catch {
      // Storage is off: the choice holds until the window closes.
    }
  });
}
