// The network as a table of its layers, as Keras prints one: name, type, output shape, parameters, what it is connected to. Values only.

import type { NetloomDocument } from '../graph/document.ts';
import { layerOf as registeredLayer } from '../layers/index.ts';
import type { Shape } from '../layers/layer.ts';
import { analyse, isOutput } from './analysis.ts';
import type { Compilation, Totals } from './compilation.ts';
import type { LayerLookup } from './network.ts';

export interface SummaryRow {
  /** Of a layer inside blocks with the instances around it: `stage1/conv1`. */
  readonly name: string;
  /** `Conv2D`. */
  readonly type: string;
  /** Without the batch; null where it could not be derived. */
  readonly shape: Shape | null;
  readonly params: number;
  readonly trainableParams: number;
  readonly macs: number | null;
  readonly activationBytes: number | null;
  /** Names of the layers whose outputs it takes, in order. */
  readonly inputs: readonly string[];
  /** The layer whose weights it uses, if they are not its own. */
  readonly sharedWith?: string;
}

export interface Summary {
  readonly name: string;
  /** In the order of computation; outputs are no layers, and what stands on a cycle comes last. */
  readonly rows: readonly SummaryRow[];
  readonly totals: Totals;
}

export function summarize(document: NetloomDocument, { report }: Pick<Compilation, 'report'>, layerOf: LayerLookup = registeredLayer): Summary {
  const { stations, sorted } = analyse(document, { layerOf });
  const ordered = new Set([...sorted, ...stations]);
  const rows = [...ordered].filter((station) => !isOutput(station)).map((station): SummaryRow => {
    const known = report.nodes[station.id];
    return {
      name: station.id,
      type: station.resolved?.layer.label ?? station.node.type,
      shape: known?.outputShape ?? null,
      params: known?.params ?? 0,
      trainableParams: known?.trainableParams ?? 0,
      macs: known?.macs ?? null,
      activationBytes: known?.activationBytes ?? null,
      inputs: station.incoming.map((w) => w.source.id),
      ...(station.shared ? { sharedWith: station.shared.id } : {}),
    };
  });
  return { name: document.name, rows, totals: report.totals };
}
