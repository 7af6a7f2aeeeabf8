// The editor's colours, from the window's tokens.

import { editor } from 'monaco-editor/editor';
import type { Theme } from '../../state/uiStore.ts';

type Rgb = readonly [number, number, number];

const read = (token: string): string => getComputedStyle(document.documentElement).getPropertyValue(token).trim();
const parse = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};
const hex = (rgb: Rgb): string => rgb.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('');

/** A token's colour mixed with the text's, so that categories, made for marks, are strong enough for letters. */
function letters(token: string, text: Rgb, share: number): string {
  const colour = parse(read(token));
  return hex([0, 1, 2].map((i) => colour[i]! * (1 - share) + text[i]! * share) as unknown as Rgb);
}

/** Defines the theme from what the page shows now, and takes it. */
export function applyEditorTheme(theme: Theme): void {
  const text = parse(read('--text'));
  // Light categories need more of the text's dark for a contrast of 4.5:1.
  const share = theme === 'light' ? 0.36 : 0.12;
  const opaque = (token: string): string => `#${hex(parse(read(token)))}`;
  editor.defineTheme('netloom', {
    base: theme === 'light' ? 'vs' : 'vs-dark',
    inherit: true,
    rules: [
      { token: '', foreground: hex(text) },
      { token: 'comment', foreground: hex(parse(read('--text-3'))) },
      { token: 'keyword', foreground: letters('--cat-normalization', text, share) },
      { token: 'string', foreground: letters('--cat-merge', text, share) },
      { token: 'number', foreground: letters('--cat-sampling', text, share) },
      { token: 'type', foreground: letters('--cat-core', text, share) },
      { token: 'identifier', foreground: hex(text) },
      { token: 'delimiter', foreground: hex(parse(read('--text-2'))) },
    ],
    colors: {
      'editor.background': opaque('--surface'),
      'editor.foreground': opaque('--text'),
      'editorLineNumber.foreground': opaque('--border-strong'),
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
