// Lines as they are now, after a drag's step or an edit, ahead of the edges that React Flow holds. Each wakes its own line alone. Knows no React.

import type { ShapeEdge, ShapeEdgeData } from './flow/flow.ts';

export class LiveLines {
  private lines: ReadonlyMap<string, ShapeEdgeData> = new Map();
  private readonly listeners = new Map<string, Set<() => void>>();

  /** What is drawn in place of the edge's own data; null where that holds. */
  readonly get = (id: string): ShapeEdgeData | null => this.lines.get(id) ?? null;

  subscribe(id: string, wake: () => void): () => void {
    let here = this.listeners.get(id);
    if (!here) this.listeners.set(id, (here = new Set()));
    here.add(wake);
    return () => {
      here.delete(wake);
      if (here.size === 0 && this.listeners.get(id) === here) this.listeners.delete(id);
    };
  }

  /** Draws what differs from the edges that are `held`, and lets go of what no longer does. */
  show(held: readonly ShapeEdge[], drawn: readonly ShapeEdge[]): void {
    const next = new Map<string, ShapeEdgeData>();
    if (held !== drawn) {
      let byId: ReadonlyMap<string, ShapeEdge> | null = null;
      held.forEach((edge, i) => {
        // Mostly they stand in the same order.
        const now = drawn[i]?.id === edge.id ? drawn[i] : (byId ??= new Map(drawn.map((other) => [other.id, other]))).get(edge.id);
        if (now && now !== edge && now.data && now.data !== edge.data) next.set(edge.id, now.data);
      });
    }
    const before = this.lines;
    if (next.size === 0 && before.size === 0) return;
    this.lines = next;
    for (const id of new Set([...before.keys(), ...next.keys()])) if (before.get(id) !== next.get(id)) this.listeners.get(id)?.forEach((wake) => wake());
  }
}

export const liveLines = new LiveLines();
