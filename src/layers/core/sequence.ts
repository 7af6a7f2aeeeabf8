// The check that layers for sequences share: `[length, features]` with known lengths.

import type { Problem, Shape, ShapeOutcome } from '../layer.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';

type Checked = { readonly ok: true; readonly length: number; readonly features: number } | { readonly ok: false; readonly outcome: ShapeOutcome };

export function checkedSequence(label: string, input: Shape | undefined, port = 0): Checked {
  if (input === undefined) return { ok: false, outcome: missingInput(label, port) };
  const problem = sequenceProblem(label, input, port);
  const [length, features] = input;
  if (problem !== null || typeof length !== 'number' || typeof features !== 'number') return { ok: false, outcome: { ok: false, problems: problem === null ? [] : [problem] } };
  return { ok: true, length, features };
}

function sequenceProblem(label: string, input: Shape, port: number): Problem | null {
  if (input.length === 3) {
    const [height, width, channels] = input;
    const mend = typeof height === 'number' && typeof width === 'number' && typeof channels === 'number';
    return {
      ...rankMismatch(label, 2, input, port),
      repairs: mend ? [{ kind: 'insertBefore', label: `Insert a reshape to ${height * width}×${channels}, the pixels as a sequence`, port, layer: 'reshape', params: { targetShape: [height * width, channels] } }] : [],
    };
  }
  if (input.length !== 2) return rankMismatch(label, 2, input, port);
  return input.includes(null) ? unknownAxis(label, 'length and the features', 'its weights depend on', port) : null;
}
