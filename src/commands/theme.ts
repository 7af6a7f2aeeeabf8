// The theme: follows the desktop until the person chooses one.

import { uiStore, type Theme } from '../state/uiStore.ts';

/** The theme the desktop is set to. */
export const systemTheme = (): Theme => (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

export function toggleTheme(): void {
  const { theme, setTheme } = uiStore.getState();
  setTheme(theme === 'dark' ? 'light' : 'dark');
}

export function followSystemTheme(): void {
  uiStore.getState().chooseTheme('system', systemTheme());
}
