// Puts the theme on the page and keeps the person's choice. The first paint is set by public/theme.js.

import { systemTheme } from '../commands/theme.ts';
import { uiStore, type ThemeChoice } from '../state/uiStore.ts';

const KEY = 'netloom.theme';

function chosen(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'dark' || kept === 'light' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export function followTheme(): void {
  const show = (): void => {
    document.documentElement.dataset['theme'] = uiStore.getState().theme;
  };
  uiStore.getState().chooseTheme(chosen(), systemTheme());
  show();
  uiStore.subscribe((state, before) => {
    if (state.theme !== before.theme) show();
    if (state.themeChoice === before.themeChoice) return;
    try {
      if (state.themeChoice === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, state.themeChoice);
    } catch {
      // Storage is off: the choice holds until the window closes.
    }
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    const { themeChoice, chooseTheme } = uiStore.getState();
    if (themeChoice === 'system') chooseTheme('system', systemTheme());
  });
}
