// The list of templates, in the order in which the start page shows them. NEW TEMPLATE HERE: its file, its test, one line.

import { cifarResnet } from './cifarResnet.ts';
import { convAutoencoder } from './convAutoencoder.ts';
import { digitsCnn } from './digitsCnn.ts';
import { lenet5 } from './lenet5.ts';
import { pointsMlp } from './pointsMlp.ts';
import { selfNormalizing } from './selfNormalizing.ts';
import { signalCnn } from './signalCnn.ts';
import { siren } from './siren.ts';
import type { AnyTemplate } from './template.ts';
import { unet } from './unet.ts';
import { vanishingGradient } from './vanishingGradient.ts';
import { vgg } from './vgg.ts';

export const templates = [
  digitsCnn,
  pointsMlp,
  lenet5,
  vgg,
  cifarResnet,
  unet,
  convAutoencoder,
  vanishingGradient,
  selfNormalizing,
  siren,
  signalCnn,
] as const satisfies readonly AnyTemplate[];

export function templateOf(id: string): AnyTemplate | undefined {
  return templates.find((template) => template.id === id);
}
