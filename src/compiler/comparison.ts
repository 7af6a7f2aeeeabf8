// Two documents compared: what changed in the graph, and what that does to shapes, parameters, operations and memory.

import type { NetloomDocument } from '../graph/document.ts';
import { diffDocuments, isSameNetwork, type DocumentDiff } from '../graph/diff.ts';
import type { Shape } from '../layers/layer.ts';
import type { Compilation, NodeReport, Totals } from './compilation.ts';

/** What a node costs. */
export interface NodeCost {
  readonly shape: Shape | null;
  readonly params: number;
  readonly macs: number | null;
  readonly activationBytes: number | null;
}

export interface CostChange {
  /** Its new id; the old one of a removed node. */
  readonly id: string;
  /** Null where the node is not on that side. */
  readonly before: NodeCost | null;
  readonly after: NodeCost | null;
}

export interface Comparison {
  readonly diff: DocumentDiff;
  /** Nothing but places and names of the documents differ. */
  readonly same: boolean;
  readonly totals: { readonly before: Totals; readonly after: Totals };
  /** Nodes of the network itself whose shape or cost is another, in the order of the new document, removed ones last. */
  readonly costs: readonly CostChange[];
}

export interface Side {
  readonly document: NetloomDocument;
  readonly compilation: Compilation;
}

export function compareDocuments(before: Side, after: Side): Comparison {
  const diff = diffDocuments(before.document, after.document);
  const found = new Map([...diff.graph.kept].map(([old, now]) => [now, old]));
  const [olds, news] = [before.compilation.report.nodes, after.compilation.report.nodes];
  const costs = after.document.nodes.flatMap(({ id }): CostChange[] => {
    const old = found.get(id);
    const [was, is] = [old === undefined ? null : costOf(olds[old]), costOf(news[id])];
    return sameCost(was, is) ? [] : [{ id, before: was, after: is }];
  });
  const gone = diff.graph.removed.map(({ id }): CostChange => ({ id, before: costOf(olds[id]), after: null }));
  return {
    diff,
    same: isSameNetwork(diff),
    totals: { before: before.compilation.report.totals, after: after.compilation.report.totals },
    costs: [...costs, ...gone],
  };
}

function costOf(report: NodeReport | undefined): NodeCost | null {
  return report ? { shape: report.outputShape, params: report.params, macs: report.macs, activationBytes: report.activationBytes } : null;
}

function sameCost(a: NodeCost | null, b: NodeCost | null): boolean {
  if (a === null || b === null) return a === b;
  return a.params === b.params && a.macs === b.macs && a.activationBytes === b.activationBytes && (a.shape?.join() ?? '?') === (b.shape?.join() ?? '?');
}
