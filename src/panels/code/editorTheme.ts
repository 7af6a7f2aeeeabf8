// The editor's colours, from the window's tokens.

import { editor } from 'monaco-editor/editor';
import type { Theme } from '../../state/uiStore.ts';
import { hexOf, mixed, tokenRgb, type Rgb } from '../tokenColour.ts';

/** A token's colour mixed with the text's, so that categories, made for marks, are strong enough for letters. */
const letters = (token: string, text: Rgb, share: number): string => hexOf(mixed(tokenRgb(token), text, share));

/** Defines the theme from what the page shows now, and takes it. */
export function applyEditorTheme(theme: Theme): void {
  const text = tokenRgb('--text');
  // Light categories need more of the text's dark for a contrast of 4.5:1.
  const share = theme === 'light' ? 0.36 : 0.12;
  const opaque = (token: string): string => hexOf(tokenRgb(token));
  editor.defineTheme('netloom', {
    base: theme === 'light' ? 'vs' : 'vs-dark',
    inherit: true,
    rules: [
      { token: '', foreground: hexOf(text) },
      { token: 'comment', foreground: opaque('--text-2') },
      { token: 'keyword', foreground: letters('--cat-normalization', text, share) },
      { token: 'string', foreground: letters('--cat-merge', text, share) },
      { token: 'number', foreground: letters('--cat-sampling', text, share) },
      { token: 'type', foreground: letters('--cat-core', text, share) },
      { token: 'identifier', foreground: hexOf(text) },
      { token: 'delimiter', foreground: opaque('--text-2') },
    ],
    colors: {
      'editor.background': opaque('--surface'),
      'editor.foreground': opaque('--text'),
      'editorLineNumber.foreground': opaque('--text-3'),
      'editorLineNumber.activeForeground': opaque('--text-2'),
      'editor.selectionBackground': `${opaque('--accent')}44`,
      'editor.inactiveSelectionBackground': `${opaque('--accent')}22`,
      'editor.lineHighlightBackground': '#00000000',
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': opaque('--accent'),
      'editorWidget.background': opaque('--surface-2'),
      'editorWidget.border': opaque('--border-strong'),
      'input.background': opaque('--bg'),
      'input.border': opaque('--border'),
      focusBorder: opaque('--accent'),
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': `${opaque('--border-strong')}88`,
      'scrollbarSlider.hoverBackground': opaque('--border-strong'),
      'scrollbarSlider.activeBackground': opaque('--text-3'),
      'editorOverviewRuler.border': '#00000000',
    },
  });
  editor.setTheme('netloom');
}
