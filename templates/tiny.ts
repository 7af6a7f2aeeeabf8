// Small variants of the templates, whose form is that of the large ones: for tests that build, run or train every one of them.

import type { NetloomDocument } from '../src/graph/document.ts';
import { completeParams, type ParamValue } from '../src/layers/params.ts';
import { templates } from './index.ts';

type TemplateId = (typeof templates)[number]['id'];

/** A total table: a new template needs its line. `null`: it cannot be small, and another one has its form. */
const tinyParams: { readonly [T in TemplateId]: Readonly<Record<string, ParamValue>> | null } = {
  'digits-cnn': { size: 16, width: 4 },
  'points-mlp': { layers: 2 },
  'lenet-5': {},
  vgg: { size: 32, width: 4, units: 16, classes: 4 },
  googlenet: null,
  'cifar-resnet': { n: 1, width: 4, size: 12 },
  resnet: { depth: '18', width: 2, size: 32, classes: 4 },
  resnext: { groups: 2, width: 2, size: 32, classes: 4 },
  'wide-resnet': { n: 1, k: 1, size: 12 },
  'cifar-densenet': { layers: 2, growth: 4, size: 12 },
  densenet: null,
  'mobilenet-v2': { width: 0.1, size: 32, classes: 4 },
  unet: { size: 16, depth: 2, width: 2, up: 'bilinear' },
  'original-unet': { depth: 1, width: 2, size: 28 },
  segnet: { depth: 2, width: 2, size: 32 },
  'vision-transformer': { size: 12, features: 4, heads: 2, depth: 2 },
  'randomly-wired': { nodes: 5, stages: 1, width: 8, size: 32, classes: 2 },
  'unet-3d': { size: 8, depth: 1, width: 2 },
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
  templates.flatMap(({ id }) => {
    const params = tinyParams[id];
    return params === null ? [] : [{ id, document: buildTemplate(id, params) }];
  });
