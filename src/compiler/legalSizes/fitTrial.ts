// Whether the network's shapes fit when some inputs have other shapes: the layers' own rules, walked in order, remembered by what
// arrives. Has no case for any layer; changes nothing in the analysis it is given.

import type { Shape } from '../../layers/layer.ts';
import type { Analysis } from '../analysis.ts';
import type { Station } from '../network.ts';
import { builtOf, type Evaluation, type Resolved } from '../resolve.ts';

/** `drops`: it fits, but a stride leaves rows or columns of the map unseen. */
export type Fit = 'fits' | 'drops' | 'fails';

interface Outcome {
  readonly output: Shape | null;
  readonly fit: Fit;
  /** How the layer would be built, to compare with those that share its weights. */
  readonly built: string;
}

const builtText = (evaluation: Evaluation): string => JSON.stringify(builtOf(evaluation));

export class FitTrial {
  /** Layers judged so far, remembered ones not counted: what the search costs. */
  judged = 0;
  private readonly reached: ReadonlySet<Station>;
  private readonly after: readonly Station[];
  /** Layers with shared weights and those they share them with. */
  private readonly sharing: ReadonlySet<Station>;
  /** Their layers. */
  private readonly builtOnce: ReadonlySet<Resolved>;
  private readonly remembered = new Map<Resolved, Map<string, Outcome>>();

  /** Only what depends on `inputs` is looked at. */
  constructor({ sorted }: Pick<Analysis, 'sorted'>, inputs: readonly Station[]) {
    const reached = new Set(inputs);
    for (const station of sorted) if (station.incoming.some((w) => reached.has(w.source))) reached.add(station);
    this.reached = reached;
    this.sharing = new Set(sorted.flatMap((s) => (s.shared ? [s, s.shared] : [])));
    this.builtOnce = new Set([...this.sharing].flatMap(({ resolved }) => resolved ?? []));
    this.after = sorted.filter((s) => reached.has(s) && !inputs.includes(s));
  }

  /** Layers that a trial may have to judge. */
  get size(): number {
    return this.after.length;
  }

  /** `shapes` are those of the varied inputs. What waits for an edge or is of an unknown type judges nothing. */
  fit(shapes: ReadonlyMap<Station, Shape>): Fit {
    const outputs = new Map<Station, Shape>(shapes);
    const built = new Map<Station, string>();
    let fit: Fit = 'fits';
    for (const station of this.after) {
      const { resolved, incoming, missing } = station;
      if (!resolved || missing.length > 0) continue;
      const arriving: Shape[] = [];
      for (const { source } of incoming) {
        const shape = this.reached.has(source) ? outputs.get(source) : source.evaluation?.output;
        if (shape) arriving.push(shape);
      }
      if (arriving.length < incoming.length) continue;
      const outcome = this.outcome(resolved, arriving);
      if (outcome.fit === 'fails') return 'fails';
      if (outcome.fit === 'drops') fit = 'drops';
      if (outcome.output) outputs.set(station, outcome.output);
      if (this.sharing.has(station)) built.set(station, outcome.built);
    }
    for (const station of this.sharing) {
      if (!station.shared) continue;
      const [mine, theirs] = [station, station.shared].map((s) => built.get(s) ?? (s.evaluation?.output ? builtText(s.evaluation) : undefined));
      if (mine !== undefined && theirs !== undefined && mine !== theirs) return 'fails';
    }
    return fit;
  }

  /** Frees what is remembered, which other sizes hardly use. */
  forget(): void {
    this.remembered.clear();
  }

  private outcome(resolved: Resolved, inputs: readonly Shape[]): Outcome {
    let known = this.remembered.get(resolved);
    if (!known) this.remembered.set(resolved, (known = new Map()));
    const key = inputs.map((shape) => shape.join()).join(';');
    let outcome = known.get(key);
    if (!outcome) {
      this.judged++;
      const evaluation = resolved.tryInputs(inputs);
      const { output, problems, steps } = evaluation;
      const failed = problems.some((p) => p.severity === 'error');
      outcome = { output, fit: failed ? 'fails' : steps.some((s) => s.unseen !== undefined) ? 'drops' : 'fits', built: !failed && this.builtOnce.has(resolved) ? builtText(evaluation) : '' };
      known.set(key, outcome);
    }
    return outcome;
  }
}
