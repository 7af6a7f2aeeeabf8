// The colours of a theme, whichever is shown, and the window's fonts as rules to embed. Reads tokens.css through the page.

import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import monoUrl from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';
import type { Theme } from '../../state/uiStore.ts';
import { fontText, type PictureColours, type PictureFont } from './drawPicture.ts';

export function coloursOf(theme: Theme): PictureColours {
  const probe = document.createElement('div');
  probe.dataset['theme'] = theme;
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const canvas = document.createElement('canvas').getContext('2d')!;
  const token = (name: string): string => style.getPropertyValue(name).trim();
  /** As `#rrggbb`, whatever the build made of the token. */
  const colour = (name: string): string => {
    canvas.fillStyle = '#000000';
    canvas.fillStyle = token(name);
    return String(canvas.fillStyle).slice(0, 7);
  };
  const share = (name: string): number => Number.parseFloat(token(name)) / 100;
  try {
    return {
      background: colour('--bg'),
      surface: colour('--surface'),
      card: colour('--canvas-card'),
      cardBorder: colour('--canvas-card-border'),
      text: colour('--text'),
      text2: colour('--text-2'),
      text3: colour('--text-3'),
      line: colour('--text-3'),
      accent: colour('--accent'),
      error: colour('--error'),
      warning: colour('--warning'),
      categories: {
        io: colour('--cat-io'),
        convolution: colour('--cat-convolution'),
        sampling: colour('--cat-sampling'),
        core: colour('--cat-core'),
        normalization: colour('--cat-normalization'),
        activation: colour('--cat-activation'),
        regularization: colour('--cat-regularization'),
        merge: colour('--cat-merge'),
        block: colour('--cat-block'),
        unknown: colour('--text-3'),
      },
      side: share('--canvas-side'),
      top: share('--canvas-top'),
    };
  } finally {
    probe.remove();
  }
}

let faces: Promise<string> | null = null;

/** The fonts themselves, as `@font-face` rules: a picture is shown where the window's fonts are not. */
export function fontFaces(): Promise<string> {
  faces ??= Promise.all([face('Inter Variable', interUrl), face('JetBrains Mono Variable', monoUrl)]).then((rules) => rules.join('\n'));
  return faces;
}

async function face(family: string, url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The font ${family} could not be read.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `@font-face { font-family: '${family}'; font-weight: 100 900; src: url(data:font/woff2;base64,${btoa(binary)}) format('woff2'); }`;
}

/** Measures with the fonts that the window has loaded. */
export function measurer(): (text: string, font: PictureFont) => number {
  const context = document.createElement('canvas').getContext('2d')!;
  return (text, font) => {
    context.font = fontText(font);
    return context.measureText(text).width;
  };
}
