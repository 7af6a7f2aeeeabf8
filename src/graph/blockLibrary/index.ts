// NEW BLOCK HERE: the blocks that come with the app, in the palette's order. A literal list: nothing registers itself.

import { bottleneck, bottleneckDown, seBottleneck, seBottleneckDown } from './bottleneck.ts';
import { convUnit } from './convUnit.ts';
import { denseLayer, transition } from './denseLayer.ts';
import { doubleConv, doubleConv3d, doubleConvNorm, wideningConv3d } from './doubleConv.ts';
import { inception } from './inception.ts';
import { invertedResidual, invertedResidualDown, separable } from './invertedResidual.ts';
import type { LibraryBlock } from './libraryBlock.ts';
import { preActivation, preActivationDown } from './preActivation.ts';
import { residual, residualDown } from './residual.ts';
import { squeezeExcite } from './squeezeExcite.ts';
import { transformerEncoder } from './transformerEncoder.ts';
import { wiredNode } from './wiredNode.ts';

export const blockLibrary: readonly LibraryBlock[] = [
  convUnit,
  residual,
  residualDown,
  bottleneck,
  bottleneckDown,
  preActivation,
  preActivationDown,
  denseLayer,
  transition,
  doubleConv,
  doubleConvNorm,
  invertedResidual,
  invertedResidualDown,
  separable,
  squeezeExcite,
  seBottleneck,
  seBottleneckDown,
  inception,
  transformerEncoder,
  wiredNode,
  doubleConv3d,
  wideningConv3d,
];
