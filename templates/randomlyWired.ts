// Randomly wired networks: not designed, drawn. Each stage is a random graph of small convolutions.

import { CONV, NORM } from '../src/graph/blockLibrary/parts.ts';
import { wiredNode } from '../src/graph/blockLibrary/wiredNode.ts';
import { block, network, type Block, type Tensor } from '../src/graph/builder.ts';
import { choice, integer, number, type ParamValue } from '../src/layers/params.ts';
import { randomGraph, type GraphModel, type RandomEdge } from './randomGraph.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

/** Channels before the mean over the map: the paper's. */
const LAST = 1280;

/** Columns and rows of the canvas that a node and the sum before it take. */
const PAIR = 2.6;
const RANK = 1.3;

type Place = readonly [column: number, row: number];

/** Places of the nodes: ranked by their longest way from the input, each near those that lead to it. The last row is the output's. */
function placesOf(nodes: number, edges: readonly RandomEdge[]): { readonly nodes: readonly Place[]; readonly last: number } {
  const before = Array.from({ length: nodes }, (_, i) => edges.filter(([, to]) => to === i).map(([from]) => from));
  const rank: number[] = [];
  for (const [i, from] of before.entries()) rank[i] = Math.max(0, ...from.map((j) => rank[j]! + 1));
  const column: number[] = [];
  const last = Math.max(...rank) + 1;
  for (let row = 0; row < last; row++) {
    const wanted = rank
      .flatMap((r, i) => (r === row ? [i] : []))
      .map((i) => ({ i, at: before[i]!.reduce((sum, j) => sum + column[j]!, 0) / Math.max(1, before[i]!.length) }))
      .toSorted((a, b) => a.at - b.at);
    wanted.forEach(({ i }, place) => (column[i] = place - (wanted.length - 1) / 2));
  }
  return { nodes: column.map((c, i): Place => [c * PAIR, (rank[i]! + 1) * RANK]), last: (last + 1) * RANK };
}

/**
 * A stage as a block. Nodes that no edge leads to take the stage's input, with stride 2; edges meet in sums with learned weights;
 * what leads nowhere is averaged.
 */
function stageOf(name: string, label: string, nodes: number, edges: readonly RandomEdge[], filters: number): Block {
  const places = placesOf(nodes, edges);
  return block(
    name,
    (b) => {
      const x = b.input('x', [0, 0]);
      const made: Tensor[] = [];
      for (const [i, [column, row]] of places.nodes.entries()) {
        const [first, ...others] = edges.filter(([, to]) => to === i).map(([from]) => made[from]!);
        // A sum stands to the left of its node.
        const merged = first && others.length > 0 ? first.weightedSum({}, { id: `sum${i}`, with: others, at: [column - 1.1, row] }) : (first ?? x);
        made.push(merged.block(wiredNode, { filters, ...(first ? {} : { strides: 2 }) }, { id: `node${i}`, at: [column, row] }));
      }
      const [end, ...others] = made.filter((_, i) => edges.every(([from]) => from !== i));
      const y = others.length > 0 ? end!.average({}, { id: 'mean', with: others, at: [0, places.last] }) : end!;
      b.output('y', y, [0, places.last + 1]);
    },
    {
      label,
      doc: `A random graph of ${nodes} nodes and ${edges.length} edges. Nodes that nothing leads to take what comes in and halve it; where edges meet, a sum with learned weights joins them; the mean of those that lead nowhere goes out.`,
    },
  );
}

const only = (graph: string) => (params: Readonly<Record<string, ParamValue>>) => params['graph'] === graph;

export const randomlyWired = defineTemplate({
  id: 'randomly-wired',
  label: 'Randomly wired network',
  group: 'wired',
  summary: 'Wires small convolutions at random, stage by stage, and is as accurate as designed networks. Another seed is another network.',
  keywords: ['randwire', 'random graph', 'watts-strogatz', 'barabási-albert', 'barabasi', 'erdős-rényi', 'erdos', 'neural architecture search', 'weighted sum'],
  reference: { text: 'Xie, Kirillov, Girshick, He: Exploring Randomly Wired Neural Networks for Image Recognition (ICCV 2019)', url: 'https://arxiv.org/abs/1904.01569' },
  params: {
    graph: choice<GraphModel['kind']>({
      label: 'Graph',
      doc: 'How the edges of each stage are drawn.',
      default: 'wattsStrogatz',
      options: [
        { value: 'wattsStrogatz', label: 'Watts–Strogatz', doc: 'A ring of neighbours, some edges moved to anywhere: a small world. The best of the paper.' },
        { value: 'barabasiAlbert', label: 'Barabási–Albert', doc: 'New nodes join those that have many edges already: few hubs.' },
        { value: 'erdosRenyi', label: 'Erdős–Rényi', doc: 'Every pair is joined with the same probability.' },
      ],
    }),
    seed: integer({ label: 'Seed', doc: 'Another number draws other edges.', default: 1, min: 0, max: 1_000_000 }),
    nodes: integer({ label: 'Nodes', doc: 'Convolutions per stage. The paper has 32.', default: 16, min: 1, max: 64 }),
    stages: integer({ label: 'Stages', doc: 'Random graphs one after another; each halves the map and doubles the channels. The paper has 3.', default: 3, min: 1, max: 4 }),
    neighbours: integer({ label: 'Neighbours', doc: 'Edges of each node on the ring, an even number: K of the paper.', default: 4, min: 2, max: 16, visible: only('wattsStrogatz') }),
    rewiring: number({ label: 'Rewiring', doc: 'Share of the edges that are moved: P of the paper.', default: 0.75, min: 0, max: 1, step: 0.05, visible: only('wattsStrogatz') }),
    links: integer({ label: 'Links', doc: 'Edges that each new node brings: M of the paper.', default: 5, min: 1, max: 16, visible: only('barabasiAlbert') }),
    probability: number({ label: 'Probability', doc: 'Of an edge between two nodes: P of the paper.', default: 0.2, min: 0, max: 1, step: 0.05, visible: only('erdosRenyi') }),
    width: integer({ label: 'Width', doc: 'Channels of the first stage: C of the paper, which has 78 for small networks.', default: 24, min: 2, max: 256 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels. The paper has 224.', default: 64, min: 32, max: 512 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
    classes: integer({ label: 'Classes', doc: 'Number of classes.', default: 10, min: 2, max: 1000 }),
  },
  build({ graph, seed, nodes, stages, neighbours, rewiring, links, probability, width, size, channels, classes }) {
    const models: { readonly [K in GraphModel['kind']]: Extract<GraphModel, { kind: K }> } = {
      wattsStrogatz: { kind: 'wattsStrogatz', neighbours, rewiring },
      barabasiAlbert: { kind: 'barabasiAlbert', links },
      erdosRenyi: { kind: 'erdosRenyi', probability },
    };
    const net = network('randomly-wired');
    const path = winding();
    const half = { ...CONV, kernelSize: 3, strides: 2, padding: 1 } as const;
    let x = net
      .input([size, size, channels], { id: 'image', at: path.next() })
      .conv2d({ ...half, filters: Math.max(1, Math.floor(width / 2)) }, { id: 'conv1', at: path.next() })
      .batchNormalization(NORM, { id: 'norm1', at: path.next() })
      .activation({ activation: 'relu' }, { id: 'relu2', at: path.next() })
      .conv2d({ ...half, filters: width }, { id: 'conv2', at: path.next() })
      .batchNormalization(NORM, { id: 'norm2', at: path.next() });
    path.turn();
    for (let stage = 0; stage < stages; stage++) {
      const edges = randomGraph(nodes, models[graph], seed * 8 + stage);
      const filters = width * 2 ** stage;
      x = x.block(stageOf(`random-stage-${stage + 1}`, `Random stage ${stage + 1}`, nodes, edges, filters), {}, { id: `stage${stage + 1}`, at: path.next() });
    }
    path.turn();
    x = x
      .activation({ activation: 'relu' }, { id: 'relu_last', at: path.next() })
      .conv2d({ ...CONV, filters: LAST, kernelSize: 1 }, { id: 'last', at: path.next() })
      .batchNormalization(NORM, { id: 'last_norm', at: path.next() })
      .activation({ activation: 'relu' }, { id: 'last_relu', at: path.next() });
    path.turn();
    x.globalAveragePooling2d({}, { id: 'pool', at: path.next() })
      .dense({ units: classes, activation: 'softmax' }, { id: 'classify', at: path.next() })
      .output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'label', at: path.next() });
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
