// Params as text and back: how a value stands in a field, what may be typed, and one step up or down. Pure.

import type { LayerValue, ParamSpec, ParamValue, Parsed } from '../../layers/params.ts';
import { readNumber, stepNumber } from '../controls/NumberField.tsx';

const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

const item = (value: ParamValue | undefined): string => (value === null || value === undefined ? '?' : String(value));

/** `3`, `3 × 5`, `same`, `0,1 × 0,1`, `64 × 64 × 3`. */
export function formatParam(spec: ParamSpec, value: ParamValue): string {
  if (spec.kind === 'layer') return (value as LayerValue).type;
  if (!Array.isArray(value)) return value === null ? '' : String(value);
  const list = value as readonly ParamValue[];
  if (spec.kind === 'borders') return list.map((part) => (Array.isArray(part) ? part.map((v: ParamValue) => item(v)).join(',') : item(part))).join(' × ');
  return list.map(item).join(' × ');
}

/** Numbers separated by `×`, `x`, `*`, commas or blanks; null where one is none. */
function readList(text: string, unknown: boolean): readonly (number | null)[] | null {
  const parts = text.trim().replaceAll(/[[\]()]/g, '').split(/\s*[×x*,;]\s*|\s+/i).filter((part) => part !== '');
  const list = parts.map((part) => (unknown && /^(\?|null|none|-)$/i.test(part) ? null : Number(part)));
  return list.some((v) => v !== null && !Number.isFinite(v)) ? null : list;
}

/** One number for all axes where they are equal: that is how people write it, and the file stays short. */
const merged = (list: readonly number[]): number | readonly number[] => (list.length > 0 && list.every((v) => v === list[0]) ? list[0]! : list);

/** What was typed as a value of this param; the problem says what is expected. */
export function readParam(spec: ParamSpec, text: string): Parsed<ParamValue> {
  const typed = text.trim();
  switch (spec.kind) {
    case 'integer':
    case 'number': {
      const read = readNumber(typed, { integer: spec.kind === 'integer' });
      return read.ok ? spec.parse(read.value) : bad(read.problem);
    }
    case 'perAxis':
    case 'padding': {
      const word = typed.toLowerCase();
      if (spec.kind === 'padding' && spec.words.some((known) => known === word)) return spec.parse(word);
      const list = readList(typed, false) as readonly number[] | null;
      const words = spec.kind === 'padding' ? `${spec.words.map((known) => `“${known}”`).join(', ')}, a whole number` : 'a whole number';
      if (!list || list.length === 0) return bad(spec.axes === 1 ? `Type ${words}.` : `Type ${words}, or ${spec.axes} like 3 × 5.`);
      if (list.length > 1 && list.length !== spec.axes) return bad(`One number for all axes, or ${spec.axes} of them, one per axis; these are ${list.length}.`);
      return spec.parse(merged(list));
    }
    case 'borders': {
      const axes = typed.split(/\s*[×x*;]\s*/i).map((part) => readList(part, false) as readonly number[] | null);
      if (axes.some((axis) => !axis || axis.length === 0 || axis.length > 2)) return bad('Type a whole number, or before,after for each axis, like 0,1 × 0,1.');
      const sides = axes.map((axis) => (axis!.length === 1 ? axis![0]! : axis!));
      return spec.parse(sides.length === 1 && typeof sides[0] === 'number' ? sides[0] : sides);
    }
    case 'shape': {
      const list = readList(typed, spec.unknownAxes);
      return list && list.length > 0 ? spec.parse(list) : bad('Type the sizes of the axes, like 64 × 64 × 3.');
    }
    case 'text':
      return spec.parse(text);
    case 'choice':
      return spec.parse(typed);
    case 'boolean':
      return spec.parse(typed === 'true');
    case 'layer':
      return spec.parse({ type: typed });
    default:
      return spec satisfies never;
  }
}

/** The text one step up or down; null where stepping means nothing. All axes step together. */
export function stepParam(spec: ParamSpec, text: string, direction: 1 | -1, factor: number): string | null {
  switch (spec.kind) {
    case 'integer':
    case 'number': {
      const read = readNumber(text);
      if (!read.ok) return null;
      const next = stepNumber(read.value, direction, factor, { integer: spec.kind === 'integer', step: spec.kind === 'number' ? spec.step : undefined });
      return String(Math.min(spec.max, Math.max(spec.min, next)));
    }
    case 'perAxis':
    case 'padding': {
      const list = readList(text, false) as readonly number[] | null;
      if (!list || list.length === 0) return null;
      const [min, max] = spec.kind === 'perAxis' ? [spec.min, spec.max] : [0, Infinity];
      return list.map((v) => Math.min(max, Math.max(min, v + direction * factor))).join(' × ');
    }
    default:
      return null;
  }
}
