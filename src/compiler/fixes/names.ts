// Ideas for params and types that a layer or this build does not know: the closest known name, a readable value, the default.

import type { Json } from '../../graph/document.ts';
import { layers } from '../../layers/index.ts';
import type { LayerParam, LayerValue, ParamSpec, ParamValue } from '../../layers/params.ts';
import type { Fix } from '../compilation.ts';
import { accepts } from '../resolve.ts';
import { bypass, setParams, type Idea } from './candidate.ts';

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return value.map(show).join('×');
  if (typeof value !== 'object' || value === null) return String(value);
  // A layer that a param holds.
  const { type, params = {} } = value as LayerValue;
  return [type, ...Object.entries(params).map(([name, of]) => `${name} ${show(of)}`)].join(', ');
}

export const mendParam: Idea = (finding, station) => {
  const { param } = finding;
  const specs = station.resolved?.layer.params;
  if (!specs) return [];
  if (param === undefined) return [];
  const spec = Object.hasOwn(specs, param) ? specs[param] : undefined;
  if (!spec) return [];
  const value = station.node.params?.[param];
  const readings = readingsOf(spec, value).filter((reading) => accepts(spec, reading));
  return [
    ...readings.map((reading) => setParams(`Set ${spec.label.toLowerCase()} to ${show(reading)}`, station.id, { [param]: reading })),
    setParams(`Use the default, ${show(spec.default)}`, station.id, { [param]: undefined }),
  ];
};

/** What a value that does not parse may have meant: "3" is 3, "Same" is "same", 2.5 is 3, a number out of bounds the bound. */
function readingsOf(spec: ParamSpec, value: Json | undefined): readonly ParamValue[] {
  if (spec.kind === 'layer') return heldReadings(spec, value);
  if (typeof value === 'string') {
    const asNumber = Number(value);
    const option = spec.kind === 'choice' ? closest(value, spec.options.map((o) => o.value)) : undefined;
    return [
      ...(value.trim() !== '' && Number.isFinite(asNumber) ? [asNumber, Math.round(asNumber)] : []),
      value.trim().toLowerCase(),
      ...(option === undefined ? [] : [option]),
      ...(spec.kind === 'boolean' ? [value.toLowerCase() === 'true'] : []),
    ];
  }
  if (typeof value === 'number') {
    const [min, max] = 'min' in spec ? [spec.min, spec.max] : [0, Infinity];
    return [...new Set([Math.round(value), Math.min(max, Math.max(min, Math.round(value)))])];
  }
  // One entry too few or too many for the axes.
  return Array.isArray(value) && typeof value[0] === 'number' ? [value[0]] : [];
}

/** A held layer by its type alone, its type spelt otherwise, or with params that it does not accept: those are read anew or left out. */
function heldReadings(spec: LayerParam, value: Json | undefined): readonly LayerValue[] {
  const { type, params } = (typeof value === 'string' ? { type: value } : isRecord(value) ? value : {}) as Readonly<Record<string, Json | undefined>>;
  if (typeof type !== 'string') return [];
  const types = spec.layers.map((layer) => layer.type);
  const layer = spec.layers.find((one) => one.type === (types.includes(type) ? type : closest(type, types)));
  if (!layer) return [];
  const read = Object.entries(isRecord(params) ? params : {}).flatMap(([name, given]): (readonly [string, ParamValue])[] => {
    const inner = Object.hasOwn(layer.params, name) ? layer.params[name] : undefined;
    const found = inner && [given as ParamValue, ...readingsOf(inner, given)].find((reading) => accepts(inner, reading));
    return found === undefined ? [] : [[name, found]];
  });
  return [read.length === 0 ? { type: layer.type } : { type: layer.type, params: Object.fromEntries(read) }];
}

const isRecord = (value: unknown): value is Readonly<Record<string, Json>> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const mendUnknownParam: Idea = (finding, station) => {
  const { param } = finding;
  const specs = station.resolved?.layer.params;
  if (param === undefined || !specs) return [];
  const given = station.node.params ?? {};
  const name = closest(param, Object.keys(specs).filter((key) => !Object.hasOwn(given, key)));
  const value = given[param];
  const renamed: readonly Fix[] =
    name !== undefined && accepts(specs[name]!, value) ? [setParams(`Rename it to ${name}`, station.id, { [param]: undefined, [name]: value as ParamValue })] : [];
  return [...renamed, setParams('Remove the param', station.id, { [param]: undefined })];
};

export const mendUnknownLayer: Idea = (_finding, station) => {
  if (station.node.type === 'block') return [];
  const type = closest(station.node.type, layers.map((layer) => layer.type));
  const renamed: readonly Fix[] = type === undefined ? [] : [{ label: `Change the type to ${type}`, edits: [{ kind: 'setType', id: station.id, type }] }];
  return station.incoming.length > 0 && station.outgoing.length > 0 ? [...renamed, bypass(station)] : renamed;
};

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The known name that differs in case and punctuation only, else in at most a fifth of its letters (at least 2). */
function closest(name: string, known: readonly string[]): string | undefined {
  if (name.length > 60) return undefined;
  const wanted = plain(name);
  let best: { readonly known: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance <= Math.max(2, candidate.length / 5) && distance < candidate.length / 2 && (!best || distance < best.distance)) best = { known: candidate, distance };
  }
  return best?.known;
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}
