// Which of a node's problems are told at a field of its form, and which in the list below it: each stands once. Pure.

import type { Diagnostic } from '../../compiler/compilation.ts';
import { completeParams, type ParamSpecs } from '../../layers/params.ts';

/** The params that a form has fields for. */
export function fieldsOf(specs: ParamSpecs, given: Readonly<Record<string, unknown>> = {}): ReadonlySet<string> {
  const { params } = completeParams(specs, given);
  return new Set(Object.entries(specs).filter(([, spec]) => spec.visible?.(params) ?? true).map(([name]) => name));
}

export const NO_FIELDS: ReadonlySet<string> = new Set();

const isAtField = ({ param }: Diagnostic, fields: ReadonlySet<string>): boolean => param !== undefined && fields.has(param);

export const problemsAtParam = (diagnostics: readonly Diagnostic[], node: string, param: string): readonly Diagnostic[] => diagnostics.filter((d) => d.node === node && d.param === param);

export const problemsBeside = (diagnostics: readonly Diagnostic[], node: string, fields: ReadonlySet<string>): readonly Diagnostic[] => diagnostics.filter((d) => d.node === node && !isAtField(d, fields));
