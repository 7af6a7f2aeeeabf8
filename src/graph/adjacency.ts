// Who follows whom in a directed graph, as two lists of numbers: no list per node, so that large graphs cost little. Pure.

/** Over `0 … count − 1`. The targets of node n are those of `targets` from `begin[n]` to `begin[n + 1]`, in the order they were given. */
export interface Adjacency {
  readonly count: number;
  readonly begin: Int32Array;
  readonly targets: Int32Array;
}

/** Of edges from `sources[i]` to `targets[i]`; parallel ones are allowed. O(V + E). */
export function adjacencyOf(count: number, sources: ArrayLike<number>, targets: ArrayLike<number>): Adjacency {
  const begin = new Int32Array(count + 1);
  for (let i = 0; i < sources.length; i++) begin[sources[i]! + 1]!++;
  for (let n = 0; n < count; n++) begin[n + 1]! += begin[n]!;
  const after = new Int32Array(sources.length);
  const filled = begin.slice();
  for (let i = 0; i < sources.length; i++) after[filled[sources[i]!]!++] = targets[i]!;
  return { count, begin, targets: after };
}

export const targetsOf = ({ begin, targets }: Adjacency, node: number): Int32Array => targets.subarray(begin[node]!, begin[node + 1]!);
