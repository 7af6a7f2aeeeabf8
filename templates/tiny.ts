// Small variants of the templates, whose form is that of the large ones: for tests that build, run or train every one of them.

import type { NetloomDocument } from '../src/graph/document.ts';
import { completeParams, type ParamValue } from '../src/layers/params.ts';
import { templates } from './index.ts';

type TemplateId = (typeof templates)[number]['id'];

/** A total table: a new template needs its line. */
const tinyParams: { readonly [T in TemplateId]: Readonly<Record<string, ParamValue>> } = {
  'digits-cnn': { size: 16, width: 4 },
  'points-mlp': { layers: 2 },
  'lenet-5': {},
  vgg: { size: 32, width: 4, units: 16, classes: 4 },
  'cifar-resnet': { n: 1, width: 4 },
  unet: { size: 16, depth: 2, width: 2 },
  'conv-autoencoder': { size: 16, depth: 2, width: 4, code: 8 },
  'vanishing-gradient': { layers: 3, units: 16 },
  'self-normalizing': { size: 12, layers: 3, units: 32 },
  siren: { units: 32, layers: 1, size: 24 },
  'signal-cnn': { width: 8, length: 64, classes: 4 },
};

/** The document of template `id` with these params, defaults elsewhere. */
export function buildTemplate(id: TemplateId, params: Readonly<Record<string, ParamValue>> = {}): NetloomDocument {
  const template = templates.find((t) => t.id === id)!;
  return (template.build as (complete: unknown) => NetloomDocument)(completeParams(template.params, params).params);
}

export const tinyTemplates = (): readonly { readonly id: TemplateId; readonly document: NetloomDocument }[] =>
  templates.map(({ id }) => ({ id, document: buildTemplate(id, tinyParams[id]) }));
