// The networks that the benches of compiling and of the canvas are run on. Built, not drawn; knows no clock.

import { block, network, type NetworkBuilder, type Tensor } from '../../src/graph/builder.ts';
import type { GraphEdge, GraphNode, Json, NetloomDocument } from '../../src/graph/document.ts';
import type { Edit } from '../../src/graph/edits.ts';

/** Column and row on the canvas grid. */
type At = readonly [column: number, row: number];

export interface BenchNetwork {
  readonly document: NetloomDocument;
  /** A convolution in the middle, or an instance of a block, whose filters may change without harm. */
  readonly free: string;
  /** An edge into `free`. */
  readonly cut: GraphEdge;
  /** Params that bring a convolution in the middle into conflict with the merge after it. */
  readonly conflict: Extract<Edit, { readonly kind: 'setParams' }>;
}

export const kinds = ['residual', 'dense', 'blocks'] as const;
export type Kind = (typeof kinds)[number];

/** Of about `size` layers after blocks are expanded. */
export function benchNetwork(kind: Kind, size: number): BenchNetwork {
  switch (kind) {
    case 'residual':
      return residual(size);
    case 'dense':
      return dense(size);
    case 'blocks':
      return blocks(size);
    default:
      return kind satisfies never;
  }
}

const begin = (net: NetworkBuilder): Tensor => net.input([32, 32, 3], { id: 'image', at: [0, 0] }).conv2d({ filters: 16, padding: 1 }, { id: 'stem', at: [0, 1] });

function end(x: Tensor, row: number): void {
  x.globalAveragePooling2d({}, { id: 'pool', at: [0, row] })
    .dense({ units: 10, activation: 'softmax' }, { id: 'classes', at: [0, row + 1] })
    .output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'answer', at: [0, row + 2] });
}

/** A deep chain with a skip over every five layers. */
function residual(size: number): BenchNetwork {
  const net = network(`residual-${size}`);
  let x = begin(net);
  const count = Math.floor((size - 5) / 6);
  for (let i = 0; i < count; i++) {
    const at = (row: number): { at: At } => ({ at: [0, 2 + 6 * i + row] });
    const inner = x
      .conv2d({ filters: 16, padding: 1, useBias: false }, { id: `a${i}`, ...at(0) })
      .batchNormalization({}, { id: `n${i}`, ...at(1) })
      .activation({}, { id: `r${i}`, ...at(2) })
      .conv2d({ filters: 16, padding: 1, useBias: false }, { id: `b${i}`, ...at(3) })
      .batchNormalization({}, { id: `m${i}`, ...at(4) });
    x = net.merge('add', [x, inner], {}, { id: `add${i}`, ...at(5) });
  }
  end(x, 2 + 6 * count);
  const middle = Math.floor(count / 2);
  return described(net, `a${middle}`, `b${middle}`, { filters: 17 });
}

/** Stages of ten layers in which each takes all that came before it in its stage: about four edges per node. */
function dense(size: number): BenchNetwork {
  const net = network(`dense-${size}`);
  let x = begin(net);
  const stages = Math.floor((size - 5) / 21);
  for (let stage = 0; stage < stages; stage++) {
    const grown = [x];
    for (let i = 0; i < 10; i++) {
      const at = (column: number): { at: At } => ({ at: [column, 2 + 12 * stage + i] });
      const joined = grown.length === 1 ? x : net.merge('concatenate', grown, {}, { id: `join${stage}_${i}`, ...at(0) });
      grown.push(joined.conv2d({ filters: 4, padding: 1 }, { id: `grow${stage}_${i}`, ...at(1) }));
    }
    x = net.merge('concatenate', grown, {}, { id: `all${stage}`, at: [0, 12 + 12 * stage] }).conv2d({ filters: 16, kernelSize: 1 }, { id: `narrow${stage}`, at: [0, 13 + 12 * stage] });
  }
  end(x, 2 + 12 * stages);
  const middle = Math.floor(stages / 2);
  return described(net, `grow${middle}_5`, `grow${middle}_5`, { strides: 2 });
}

/** The residual network as instances of one block, each repeated four times. */
function blocks(size: number): BenchNetwork {
  const unit = block('residual', (b) => {
    const x = b.input('x', [0, 0]);
    const inner = x
      .conv2d({ padding: 1, useBias: false }, { id: 'a', at: [0, 1] })
      .batchNormalization({}, { id: 'n', at: [0, 2] })
      .activation({}, { id: 'r', at: [0, 3] })
      .conv2d({ filters: 16, padding: 1, useBias: false }, { id: 'b', at: [0, 4] })
      .batchNormalization({}, { id: 'm', at: [0, 5] });
    b.output('y', b.merge('add', [x, inner], {}, { id: 'add', at: [0, 6] }), [0, 7]);
  }, { params: { filters: { default: 16, targets: [['a', 'filters']] } } });
  const net = network(`blocks-${size}`);
  let x = begin(net);
  const count = Math.floor((size - 5) / 24);
  for (let i = 0; i < count; i++) x = x.block(unit, { repeat: 4 }, { id: `stage${i}`, at: [0, 2 + i] });
  end(x, 2 + count);
  return described(net, `stage${Math.floor(count / 2)}`, 'stem', { filters: 17 });
}

function described(net: NetworkBuilder, free: string, tied: string, params: Readonly<Record<string, Json>>): BenchNetwork {
  const document = net.document();
  return { document, free, cut: document.edges.find((e) => e.target === free)!, conflict: { kind: 'setParams', id: tied, params } };
}

/** Each edit and the one that takes it back: so the network stays as it is, and both are measured. */
export function editPairs({ document, free, cut, conflict }: BenchNetwork): Readonly<Record<string, (i: number) => readonly [readonly Edit[], readonly Edit[]]>> {
  const [x, y] = document.nodes.find((n) => n.id === free)!.position;
  const added: GraphNode = { id: 'added', type: 'activation', position: [x + 400, y] };
  const before = conflict.params;
  const own = document.nodes.find((n) => n.id === conflict.id)!.params ?? {};
  const back = Object.fromEntries(Object.keys(before).map((name) => [name, own[name]]));
  return {
    'filters of one': (i) => [[{ kind: 'setParams', id: free, params: { filters: 20 + (i % 7) } }], [{ kind: 'setParams', id: free, params: { filters: 16 } }]],
    'all shapes': (i) => [[{ kind: 'setParams', id: 'image', params: { shape: [33 + i, 32, 3] } }], [{ kind: 'setParams', id: 'image', params: { shape: [32, 32, 3] } }]],
    'cut, connect': () => [[{ kind: 'disconnect', edge: cut }], [{ kind: 'connect', edge: cut }]],
    'add, remove': () => [[{ kind: 'addNode', node: added }, { kind: 'connect', edge: { source: cut.source, target: 'added' } }], [{ kind: 'removeNode', id: 'added' }]],
    rename: () => [[{ kind: 'renameNode', id: free, to: 'renamed' }], [{ kind: 'renameNode', id: 'renamed', to: free }]],
    move: (i) => [[{ kind: 'moveNode', id: free, position: [x + 3 + i, y] }], [{ kind: 'moveNode', id: free, position: [x, y] }]],
    'conflict, mend': () => [[conflict], [{ kind: 'setParams', id: conflict.id, params: back }]],
  };
}
