// What a template is: an architecture as a builder with params, not a stored file.

import type { NetloomDocument } from '../src/graph/document.ts';
import type { Reference } from '../src/layers/layer.ts';
import type { ParamSpecs, ParamsOf } from '../src/layers/params.ts';

export interface Template<T extends string, P extends ParamSpecs> {
  /** Name on the command line and in links, for ever. */
  readonly id: T;
  readonly label: string;
  /** One sentence for the start page. */
  readonly summary: string;
  readonly reference?: Reference;
  readonly params: P;
  /** Every combination of params within their bounds gives a document; one that cannot work compiles to a diagnostic, never throws. */
  build(params: ParamsOf<P>): NetloomDocument;
}

export function defineTemplate<const T extends string, const P extends ParamSpecs>(template: Template<T, P>): Template<T, P> {
  return template;
}

export type AnyTemplate = Template<string, ParamSpecs>;
