// Puts a graph's nodes in an order in which each comes after its sources, and finds the cycles that forbid one. Knows only numbers.

import { targetsOf, type Adjacency } from '../graph/adjacency.ts';

export interface Order {
  /** Every node that does not depend on a cycle; among those that could come next, the first of the document comes first. */
  readonly sorted: readonly number[];
  /** One path per knot of cycles, beginning at its first node of the document; the last node feeds the first. */
  readonly cycles: readonly (readonly number[])[];
}

/** O((V + E)·log V); needs no recursion, so that chains of any length are fine. */
export function order(graph: Adjacency): Order {
  const { count, begin, targets } = graph;
  const waiting = new Int32Array(count);
  for (const target of targets) waiting[target]!++;
  const ready = new Heap();
  for (let node = 0; node < count; node++) if (waiting[node] === 0) ready.push(node);
  const sorted: number[] = [];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    sorted.push(node);
    for (let i = begin[node]!; i < begin[node + 1]!; i++) {
      const target = targets[i]!;
      if (--waiting[target]! === 0) ready.push(target);
    }
  }
  if (sorted.length === count) return { sorted, cycles: [] };
  const knots = stronglyConnected(graph, waiting);
  return { sorted, cycles: knots.map((knot) => shortestCycle(knot, graph)).toSorted((a, b) => a[0]! - b[0]!) };
}

/** Tarjan (1972), with its own stack; only over nodes that still wait, and only components that hold a cycle. */
function stronglyConnected(graph: Adjacency, waiting: Int32Array): readonly ReadonlySet<number>[] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const path: number[] = [];
  const onPath = new Set<number>();
  const components: ReadonlySet<number>[] = [];
  for (let root = 0; root < waiting.length; root++) {
    if (waiting[root] === 0 || index.has(root)) continue;
    const calls: { node: number; next: number }[] = [];
    const enter = (node: number): void => {
      index.set(node, index.size);
      low.set(node, index.get(node)!);
      path.push(node);
      onPath.add(node);
      calls.push({ node, next: 0 });
    };
    enter(root);
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { node } = call;
      const target = targetsOf(graph, node)[call.next++];
      if (target !== undefined) {
        if (!index.has(target)) enter(target);
        else if (onPath.has(target)) low.set(node, Math.min(low.get(node)!, index.get(target)!));
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller) low.set(caller.node, Math.min(low.get(caller.node)!, low.get(node)!));
      if (low.get(node) !== index.get(node)) continue;
      const component = new Set<number>();
      for (let member = path.pop(); member !== undefined; member = path.pop()) {
        component.add(member);
        onPath.delete(member);
        if (member === node) break;
      }
      if (component.size > 1 || targetsOf(graph, node).includes(node)) components.push(component);
    }
  }
  return components;
}

/** Breadth first from the component's first node back to itself. */
function shortestCycle(component: ReadonlySet<number>, graph: Adjacency): readonly number[] {
  let start = Infinity;
  for (const node of component) start = Math.min(start, node);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!;
    for (const target of targetsOf(graph, node)) {
      if (target === start) {
        const cycle = [node];
        for (let at = node; at !== start; ) {
          at = cameFrom.get(at)!;
          cycle.push(at);
        }
        return cycle.reverse();
      }
      if (component.has(target) && !cameFrom.has(target)) {
        cameFrom.set(target, node);
        queue.push(target);
      }
    }
  }
  return [start];
}

/** A binary heap of numbers, smallest first. */
class Heap {
  private readonly items: number[] = [];

  push(value: number): void {
    const { items } = this;
    let at = items.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]! <= value) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = value;
  }

  pop(): number | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child++;
      if (items[child]! >= last) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
