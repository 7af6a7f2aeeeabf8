// What a template is: an architecture as a builder with params, not a stored file.

import type { NetloomDocument } from '../src/graph/document.ts';
import type { Reference } from '../src/layers/layer.ts';
import type { ParamSpecs, ParamsOf } from '../src/layers/params.ts';

/** The kinds of templates, in the order in which the start page shows them. */
export const templateGroups = {
  first: 'First networks',
  sequences: 'Sequences',
  volumes: 'Volumes',
  segmentation: 'Segmentation',
  images: 'Image to image',
  classics: 'Classics',
  mobile: 'Mobile',
  residual: 'Residual',
  dense: 'Densely connected',
  attention: 'Attention',
  wired: 'Random wiring',
  lessons: 'Optimization lessons',
} as const;

export type TemplateGroup = keyof typeof templateGroups;

export interface Template<T extends string, P extends ParamSpecs> {
  /** Name on the command line and in links, for ever. */
  readonly id: T;
  readonly label: string;
  readonly group: TemplateGroup;
  /** One or two sentences for the start page. */
  readonly summary: string;
  /** Further words by which it is found. */
  readonly keywords: readonly string[];
  readonly reference?: Reference;
  readonly params: P;
  /** Every combination of params within their bounds gives a document; one that cannot work compiles to a diagnostic, never throws. */
  build(params: ParamsOf<P>): NetloomDocument;
}

export function defineTemplate<const T extends string, const P extends ParamSpecs>(template: Template<T, P>): Template<T, P> {
  return template;
}

export type AnyTemplate = Template<string, ParamSpecs>;
