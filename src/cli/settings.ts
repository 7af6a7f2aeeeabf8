// Reads `key=value` settings of templates and built-in data sets against their param specs.

import type { ParamSpecs, ParamValue } from '../layers/params.ts';
import { bad, good, unknownWord, type Outcome } from './command.ts';

/** Values are JSON (`3`, `true`, `[64,64]`) or else text. Unknown keys and values out of bounds are problems. */
export function parseSettings(specs: ParamSpecs, settings: readonly string[], owner: string): Outcome<Readonly<Record<string, ParamValue>>> {
  const values: Record<string, ParamValue> = {};
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) return bad(`"${setting}" should be KEY=VALUE, e.g. ${example(specs)}.`);
    const key = setting.slice(0, at).trim();
    const spec = Object.hasOwn(specs, key) ? specs[key] : undefined;
    if (!spec) return bad(unknownWord(`param of ${owner}`, key, Object.keys(specs)));
    const text = setting.slice(at + 1).trim();
    // The words of a choice may look like numbers: ResNet's depths do.
    const parsed = spec.parse(spec.kind === 'choice' ? text : valueOf(text));
    if (!parsed.ok) return bad(parsed.problem);
    values[key] = parsed.value as ParamValue;
  }
  return good(values);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function example(specs: ParamSpecs): string {
  const [name, spec] = Object.entries(specs)[0] ?? ['depth', undefined];
  return `${name}=${String(spec?.default ?? 3)}`;
}
