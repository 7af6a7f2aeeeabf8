// The kinds of params a layer can have: default, bounds, doc, form kind and the check of untrusted values, in one record each.
// The TypeScript type of a layer's params is inferred from its specs.

import type { AnyLayer } from './layer.ts';

/** What a param may hold in a file. */
export type ParamValue = number | string | boolean | null | readonly ParamValue[] | LayerValue;

/** A layer that another one holds, as a node of the file would say it: params left out have their defaults. */
export type LayerValue = { readonly type: string; readonly params?: { readonly [name: string]: ParamValue } };

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

interface Spec<Kind extends string, T extends ParamValue> {
  readonly kind: Kind;
  readonly label: string;
  /** One or two sentences: what it does, its unit. */
  readonly doc: string;
  readonly default: T;
  /** Shown folded under "More". */
  readonly advanced?: boolean;
  /** What a 0 stands for where it is no size, e.g. `the pool size`; the form says it beside a 0. */
  readonly zero?: string;
  /** Hidden in the form unless this holds for the layer's (complete) params. */
  visible?(params: Readonly<Record<string, ParamValue>>): boolean;
  /** Checks a value from a file or a form; the problem says what is expected, then what came. */
  parse(value: unknown): Parsed<T>;
}

export type PerAxis = number | readonly number[];
export type Padding = number | readonly number[] | 'same' | 'valid' | 'causal';
/** `1`, `[height, width]` or `[[top, bottom], [left, right]]`. */
export type Borders = number | readonly (number | readonly number[])[];

export interface IntegerParam extends Spec<'integer', number> {
  readonly min: number;
  readonly max: number;
}
export interface NumberParam extends Spec<'number', number> {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}
export type BooleanParam = Spec<'boolean', boolean>;
export interface ChoiceParam<T extends string> extends Spec<'choice', T> {
  readonly options: readonly { readonly value: T; readonly label: string; readonly doc?: string }[];
}
export interface PerAxisParam extends Spec<'perAxis', PerAxis> {
  readonly axes: number;
  readonly min: number;
  readonly max: number;
}
export interface PaddingParam extends Spec<'padding', Padding> {
  readonly axes: number;
  /** What may stand instead of numbers: "same" and "valid", for sequences "causal" too. */
  readonly words: readonly ('same' | 'valid' | 'causal')[];
}
export interface BordersParam extends Spec<'borders', Borders> {
  readonly axes: number;
}
/** A shape without the batch; `null` axes allowed where `unknownAxes`. */
export interface ShapeParam extends Spec<'shape', readonly (number | null)[]> {
  readonly unknownAxes: boolean;
}
export type TextParam = Spec<'text', string>;
/** A layer with params of its own, one of `layers`. */
export interface LayerParam extends Spec<'layer', LayerValue> {
  readonly layers: readonly AnyLayer[];
}

export type ParamSpec =
  | IntegerParam
  | NumberParam
  | BooleanParam
  | ChoiceParam<string>
  | PerAxisParam
  | PaddingParam
  | BordersParam
  | ShapeParam
  | TextParam
  | LayerParam;

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

type ValueOf<S> = S extends { parse(value: unknown): Parsed<infer T> } ? T : never;

/** The complete params of a layer with these specs. */
export type ParamsOf<P extends ParamSpecs> = { readonly [K in keyof P]: ValueOf<P[K]> };

/** Upper bound for sizes and counts in a file; larger ones are typing errors. */
export const LARGEST = 1 << 20;

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });
const good = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

const isIntegerIn = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

const range = (min: number, max: number): string => (max >= LARGEST ? `of at least ${min}` : `from ${min} to ${max}`);

type Common<T extends ParamValue> = Pick<Spec<string, T>, 'label' | 'doc' | 'default' | 'zero' | 'advanced' | 'visible'>;

export function integer(spec: Common<number> & { min?: number; max?: number }): IntegerParam {
  const { min = 1, max = LARGEST } = spec;
  return {
    ...spec,
    kind: 'integer',
    min,
    max,
    parse: (value) =>
      isIntegerIn(value, min, max) ? good(value) : bad(`${spec.label} must be a whole number ${range(min, max)}, but is ${show(value)}.`),
  };
}

export function number(spec: Common<number> & { min?: number; max?: number; step?: number }): NumberParam {
  const { min = -1e6, max = 1e6 } = spec;
  return {
    ...spec,
    kind: 'number',
    min,
    max,
    parse: (value) =>
      typeof value === 'number' && value >= min && value <= max
        ? good(value)
        : bad(`${spec.label} must be a number from ${min} to ${max}, but is ${show(value)}.`),
  };
}

export function boolean(spec: Common<boolean>): BooleanParam {
  return {
    ...spec,
    kind: 'boolean',
    parse: (value) => (typeof value === 'boolean' ? good(value) : bad(`${spec.label} must be true or false, but is ${show(value)}.`)),
  };
}

export function choice<const T extends string>(
  spec: Omit<Common<string>, 'default'> & { default: NoInfer<T>; options: readonly { value: T; label: string; doc?: string }[] },
): ChoiceParam<T> {
  return {
    ...spec,
    kind: 'choice',
    parse: (value) => {
      const option = spec.options.find((o) => o.value === value);
      return option ? good(option.value) : bad(`${spec.label} must be one of ${spec.options.map((o) => o.value).join(', ')}, but is ${show(value)}.`);
    },
  };
}

export function perAxis(spec: Common<PerAxis> & { axes: number; min?: number; max?: number }): PerAxisParam {
  const { min = 1, max = LARGEST, axes } = spec;
  return {
    ...spec,
    kind: 'perAxis',
    min,
    max,
    parse: (value) => {
      if (isIntegerIn(value, min, max)) return good(value);
      if (Array.isArray(value) && value.length === axes && value.every((v) => isIntegerIn(v, min, max))) return good(value as number[]);
      return bad(`${spec.label} must be a whole number ${range(min, max)}, or ${axes} of them (one per axis), but is ${show(value)}.`);
    },
  };
}

export function padding(spec: Common<Padding> & { axes: number; causal?: boolean }): PaddingParam {
  const { causal = false, ...rest } = spec;
  const words = causal ? (['same', 'valid', 'causal'] as const) : (['same', 'valid'] as const);
  return {
    ...rest,
    kind: 'padding',
    words,
    parse: (value) => {
      const word = words.find((known) => known === value);
      if (word !== undefined) return good(word);
      if (isIntegerIn(value, 0, LARGEST)) return good(value);
      if (Array.isArray(value) && value.length === spec.axes && value.every((v) => isIntegerIn(v, 0, LARGEST))) return good(value as number[]);
      return bad(`${spec.label} must be ${words.map((w) => `"${w}"`).join(', ')}, a whole number of at least 0, or ${spec.axes} of them (one per axis), but is ${show(value)}.`);
    },
  };
}

export function borders(spec: Common<Borders> & { axes: number }): BordersParam {
  const isBorder = (v: unknown): boolean =>
    isIntegerIn(v, 0, LARGEST) || (Array.isArray(v) && v.length === 2 && v.every((x) => isIntegerIn(x, 0, LARGEST)));
  return {
    ...spec,
    kind: 'borders',
    parse: (value) => {
      if (isIntegerIn(value, 0, LARGEST)) return good(value);
      if (Array.isArray(value) && value.length === spec.axes && value.every(isBorder)) return good(value as Borders);
      return bad(`${spec.label} must be a whole number of at least 0, one per axis, or a [before, after] pair per axis, but is ${show(value)}.`);
    },
  };
}

export function shape(spec: Common<readonly (number | null)[]> & { unknownAxes?: boolean }): ShapeParam {
  const unknownAxes = spec.unknownAxes ?? false;
  return {
    ...spec,
    kind: 'shape',
    unknownAxes,
    parse: (value) => {
      const isAxis = (v: unknown): boolean => isIntegerIn(v, 1, LARGEST) || (unknownAxes && v === null);
      if (Array.isArray(value) && value.length >= 1 && value.length <= 5 && value.every(isAxis)) return good(value as (number | null)[]);
      return bad(`${spec.label} must be a list of 1 to 5 whole numbers of at least 1, but is ${show(value)}.`);
    },
  };
}

export function text(spec: Common<string>): TextParam {
  return {
    ...spec,
    kind: 'text',
    parse: (value) =>
      typeof value === 'string' && value.length <= 200 ? good(value) : bad(`${spec.label} must be a text of at most 200 characters, but is ${show(value)}.`),
  };
}

/** So many types are named in a message. */
const FEW = 8;

export function innerLayer(spec: Common<LayerValue> & { layers: readonly AnyLayer[] }): LayerParam {
  return {
    ...spec,
    kind: 'layer',
    parse: (value) => {
      const { type, params = {} } = isRecord(value) ? value : {};
      if (typeof type !== 'string') return bad(`${spec.label} must be a layer like {"type": "${spec.default.type}"}, but is ${show(value)}.`);
      const known = spec.layers.find((one) => one.type === type);
      const few = spec.layers.length <= FEW ? `; it may be ${spec.layers.map((one) => one.type).join(', ')}` : '';
      if (known === undefined) return bad(`${spec.label} cannot be a layer of the type ${show(type)}${few}.`);
      if (!isRecord(params)) return bad(`${spec.label}: the params of ${known.label} are an object, but here they are ${show(params)}.`);
      const [problem] = completeParams(known.params, params).problems;
      if (problem !== undefined) return bad(`${spec.label}: ${known.label}: ${problem.message}`);
      return good<LayerValue>(Object.keys(params).length === 0 ? { type: known.type } : { type: known.type, params: params as Readonly<Record<string, ParamValue>> });
    },
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The layer that a param of this spec holds, with complete params. */
export function layerIn(layers: readonly AnyLayer[], value: LayerValue): { readonly layer: AnyLayer; readonly params: ParamsOf<ParamSpecs> } {
  const layer = layers.find((one) => one.type === value.type) ?? layers[0]!;
  return { layer, params: completeParams(layer.params, value.params ?? {}).params };
}

/** A per-axis value spread over its axes: `3` → `[3, 3]`. */
export function spread(value: PerAxis, axes: number): readonly number[] {
  return typeof value === 'number' ? Array.from({ length: axes }, () => value) : value;
}

/** Borders spread to a `[before, after]` pair per axis. */
export function spreadBorders(value: Borders, axes: number): readonly (readonly [number, number])[] {
  return Array.from({ length: axes }, (_, i): readonly [number, number] => {
    const border = typeof value === 'number' ? value : (value[i] ?? 0);
    return typeof border === 'number' ? [border, border] : [border[0] ?? 0, border[1] ?? 0];
  });
}

/** Fills in defaults and checks what a file or form says; unknown names are reported, never dropped from the file. */
export function completeParams<P extends ParamSpecs>(
  specs: P,
  given: Readonly<Record<string, unknown>>,
): { readonly params: ParamsOf<P>; readonly problems: readonly { readonly param: string; readonly message: string; readonly unknown: boolean }[] } {
  const params: Record<string, ParamValue> = {};
  const problems: { param: string; message: string; unknown: boolean }[] = [];
  for (const [name, spec] of Object.entries(specs)) {
    if (given[name] === undefined) {
      params[name] = spec.default;
      continue;
    }
    const parsed = spec.parse(given[name]);
    params[name] = parsed.ok ? parsed.value : spec.default;
    if (!parsed.ok) problems.push({ param: name, message: parsed.problem, unknown: false });
  }
  for (const name of Object.keys(given)) {
    if (!(name in specs)) problems.push({ param: name, message: `There is no param "${name}"; known are ${Object.keys(specs).join(', ') || 'none'}.`, unknown: true });
  }
  return { params: params as ParamsOf<P>, problems };
}
