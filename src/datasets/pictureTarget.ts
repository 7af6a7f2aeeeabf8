// What the built-in sets of pictures share: that their target is a class, or the picture itself. Draws nothing.

import { choice } from '../layers/params.ts';
import type { DataSignature } from './dataset.ts';

export interface PictureParams {
  /** Height and width in pixels. */
  readonly size: number;
  readonly channels: number;
  readonly classes: number;
  readonly target: 'class' | 'image';
}

/** What the network is asked: `label` and `doc` say what the class is. */
export const targetParam = (label: string, doc: string) =>
  choice<'class' | 'image'>({
    label: 'Target',
    doc: 'What the network shall answer.',
    default: 'class',
    options: [
      { value: 'class', label, doc },
      { value: 'image', label: 'The image', doc: 'The image as it was before the noise: for autoencoders.' },
    ],
  });

export function pictureSignature(name: string, params: PictureParams, classes: readonly string[]): DataSignature {
  const inputShape = [params.size, params.size, params.channels];
  return params.target === 'image'
    ? { name, task: 'regression', inputShape, targetShape: inputShape }
    : { name, task: 'classification', inputShape, targetShape: [], classes };
}
