// The losses an output can have: names (Keras's), what they expect, and their formula. The arithmetic itself is in runtime/losses.ts.

import type { Shape } from './layer.ts';

export const lossNames = [
  'meanSquaredError',
  'meanAbsoluteError',
  'binaryCrossentropy',
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
  'dice',
  'diceBinaryCrossentropy',
] as const;

export type LossName = (typeof lossNames)[number];

export interface LossSpec {
  readonly label: string;
  /** For a card, where the label is too long, alone or beside a weight. */
  readonly short: string;
  readonly formula: string;
  readonly doc: string;
  /** What the values that arrive must be: numbers of every size, probabilities of their own, or probabilities that sum to 1 over the last axis. */
  readonly expects: 'any' | 'probability' | 'distribution';
  /** Shape of the target of one sample for predictions of this shape; sparse targets have no class axis. */
  targetShape(prediction: Shape): Shape;
}

const sameShape = (prediction: Shape): Shape => prediction;

export const lossSpecs: { readonly [L in LossName]: LossSpec } = {
  meanSquaredError: {
    label: 'Mean squared error',
    short: 'MSE',
    formula: 'mean((y − ŷ)²)',
    doc: 'For values on a scale of their own. Per pixel where the output is a map.',
    expects: 'any',
    targetShape: sameShape,
  },
  meanAbsoluteError: {
    label: 'Mean absolute error',
    short: 'MAE',
    formula: 'mean(|y − ŷ|)',
    doc: 'As the squared error, but outliers weigh less.',
    expects: 'any',
    targetShape: sameShape,
  },
  binaryCrossentropy: {
    label: 'Binary cross-entropy',
    short: 'Binary CE',
    formula: '−mean(y·log ŷ + (1 − y)·log(1 − ŷ))',
    doc: 'For yes/no answers; ŷ is a probability, so put a sigmoid before it. Per pixel where the output is a map.',
    expects: 'probability',
    targetShape: sameShape,
  },
  categoricalCrossentropy: {
    label: 'Categorical cross-entropy',
    short: 'Categorical CE',
    formula: '−mean(Σ y·log ŷ)',
    doc: 'For one of several classes, targets one-hot over the last axis; put a softmax before it. Per pixel where the output is a map.',
    expects: 'distribution',
    targetShape: sameShape,
  },
  sparseCategoricalCrossentropy: {
    label: 'Sparse categorical cross-entropy',
    short: 'Sparse CE',
    formula: '−mean(log ŷ[y])',
    doc: 'As categorical cross-entropy, with targets given as class numbers.',
    expects: 'distribution',
    targetShape: (prediction) => prediction.slice(0, -1),
  },
  dice: {
    label: 'Dice',
    short: 'Dice',
    formula: '1 − (2·Σ y·ŷ + 1) / (Σ y + Σ ŷ + 1)',
    doc: 'Overlap of mask and prediction, per sample; insensitive to how rare the foreground is. Put a sigmoid before it. (Milletari et al. 2016)',
    expects: 'probability',
    targetShape: sameShape,
  },
  diceBinaryCrossentropy: {
    label: 'Dice + binary cross-entropy',
    short: 'Dice + BCE',
    formula: '1 − (2·Σ y·ŷ + 1) / (Σ y + Σ ŷ + 1) − mean(y·log ŷ + (1 − y)·log(1 − ŷ))',
    doc: 'The smooth gradient of cross-entropy with the overlap of Dice; a good start for segmentation. Put a sigmoid before it.',
    expects: 'probability',
    targetShape: sameShape,
  },
};
