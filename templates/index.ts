// The list of templates, in the order in which the start page shows them. NEW TEMPLATE HERE: its file, one line, its small variant in tiny.ts.

import { cifarDensenet } from './cifarDensenet.ts';
import { cifarResnet } from './cifarResnet.ts';
import { convAutoencoder } from './convAutoencoder.ts';
import { densenet } from './densenet.ts';
import { digitsCnn } from './digitsCnn.ts';
import { googlenet } from './googlenet.ts';
import { lenet5 } from './lenet5.ts';
import { mobilenetV2 } from './mobilenetV2.ts';
import { originalUnet } from './originalUnet.ts';
import { pointsMlp } from './pointsMlp.ts';
import { randomlyWired } from './randomlyWired.ts';
import { resnet } from './resnet.ts';
import { resnext } from './resnext.ts';
import { segnet } from './segnet.ts';
import { selfNormalizing } from './selfNormalizing.ts';
import { signalCnn } from './signalCnn.ts';
import { siren } from './siren.ts';
import type { AnyTemplate } from './template.ts';
import { unet } from './unet.ts';
import { unet3d } from './unet3d.ts';
import { vanishingGradient } from './vanishingGradient.ts';
import { vgg } from './vgg.ts';
import { visionTransformer } from './visionTransformer.ts';
import { wideResnet } from './wideResnet.ts';

export const templates = [
  digitsCnn,
  pointsMlp,
  lenet5,
  vgg,
  googlenet,
  cifarResnet,
  resnet,
  resnext,
  wideResnet,
  cifarDensenet,
  densenet,
  mobilenetV2,
  unet,
  originalUnet,
  segnet,
  convAutoencoder,
  visionTransformer,
  randomlyWired,
  vanishingGradient,
  selfNormalizing,
  siren,
  signalCnn,
  unet3d,
] as const satisfies readonly AnyTemplate[];

export function templateOf(id: string): AnyTemplate | undefined {
  return templates.find((template) => template.id === id);
}
