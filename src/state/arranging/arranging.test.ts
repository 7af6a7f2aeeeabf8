import ELK from 'elkjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { graphAt, makeBlock } from '../../graph/blocks.ts';
import { network, type Tensor } from '../../graph/builder.ts';
import { emptyDocument, type GraphNode, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { viewAt } from '../../graph/view.ts';
import { arrangeBoxes, type LayoutEngine } from './arrangeBoxes.ts';
import type { Arrangement, Box, Places } from './arrangement.ts';
import { graphArrangement } from './graphArrangement.ts';

const elk = new ELK();
const engine: LayoutEngine = (graph) => elk.layout(graph);
const noEngine: LayoutEngine = () => Promise.reject(new Error('ELK was asked'));

const card = (id: string, place: readonly [number, number] = [0, 0]): Box => ({ id, place, width: NODE_WIDTH, height: NODE_HEIGHT, extent: null });
const arranged = (document: NetloomDocument, only?: readonly string[]): Promise<Places> =>
  arrangeBoxes(graphArrangement(viewAt(document, []), compile(document).report.nodes, only && new Set(only)), engine);
const at = (places: Places, id: string): readonly [number, number] => places.get(id)!.place;

function overlapping(places: Places): string[] {
  const all = [...places].sort(([, a], [, b]) => a.place[1] - b.place[1]);
  return all.flatMap(([a, p], i) => {
    const met: string[] = [];
    for (const [b, q] of all.slice(i + 1)) {
      if (q.place[1] >= p.place[1] + p.height) break;
      if (p.place[0] < q.place[0] + q.width && q.place[0] < p.place[0] + p.width) met.push(`${a} and ${b}`);
    }
    return met;
  });
}

/** Any loopless network: each node takes some of those before it. */
const dag = (most: number): fc.Arbitrary<Arrangement> =>
  fc.integer({ min: 1, max: most }).chain((count) =>
    fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: count * 2 }).map((pairs) => ({
      boxes: Array.from({ length: count }, (_, i) => card(`n${i}`, [i * 7, -i * 3])),
      links: pairs.filter(([a, b]) => a !== b).map(([a, b]) => ({ source: `n${Math.min(a, b)}`, target: `n${Math.max(a, b)}` })),
    })),
  );

describe('any network without loops', () => {
  it('is arranged without cards on one another, and every edge leads down', async () => {
    await fc.assert(
      fc.asyncProperty(dag(40), async (arrangement) => {
        const places = await arrangeBoxes(arrangement, engine);
        expect(places.size).toBe(arrangement.boxes.length);
        expect(overlapping(places)).toEqual([]);
        for (const { place } of places.values()) expect(place.every(Number.isInteger)).toBe(true);
        for (const { source, target } of arrangement.links) expect(at(places, target)[1]).toBeGreaterThanOrEqual(at(places, source)[1] + NODE_HEIGHT);
      }),
      { numRuns: 25 },
    );
  });

  it('stands still when it is arranged once more', async () => {
    await fc.assert(
      fc.asyncProperty(dag(16), async (arrangement) => {
        const once = await arrangeBoxes(arrangement, engine);
        const twice = await arrangeBoxes({ ...arrangement, boxes: arrangement.boxes.map((b) => ({ ...b, place: at(once, b.id) })) }, engine);
        expect(twice).toEqual(once);
      }),
      { numRuns: 10 },
    );
  });
});

it('a loop, an edge to itself and an edge to nowhere do no harm', async () => {
  const node = (id: string): GraphNode => ({ id, type: 'add', position: [0, 0] });
  const graph = {
    ...emptyDocument(),
    nodes: [node('a'), node('b')],
    edges: [['a', 'b'], ['b', 'a'], ['a', 'a'], ['a', 'gone']].map(([source, target]) => ({ source: source!, target: target! })),
  };
  const places = await arrangeBoxes(graphArrangement(viewAt(graph, []), {}), engine);
  expect(overlapping(places)).toEqual([]);
  expect(places.size).toBe(2);
});

it('a residual chain stays straight beside its skips', async () => {
  const net = network('chain');
  let x: Tensor = net.input([8, 8, 4], { id: 'image' });
  for (let i = 0; i < 3; i++) x = net.merge('add', [x, x.conv2d({ filters: 4, padding: 'same' }).activation()]);
  x.output();
  const places = await arranged(net.document());
  expect(new Set([...places.values()].map((p) => p.place[0])).size).toBe(1);
});

describe('a network that halves maps and doubles them again', () => {
  /** As published: valid convolutions, the skip cropped to fit. */
  function published(depth: number): NetloomDocument {
    const net = network('published');
    const block = (x: Tensor, name: string): Tensor => x.conv2d({ filters: 4, padding: 0 }, { id: `${name}a` }).conv2d({ filters: 4, padding: 0 }, { id: `${name}b` });
    let x = net.input([188, 188, 1], { id: 'image' });
    const skips: Tensor[] = [];
    for (let level = 0; level < depth; level++) {
      x = block(x, `enc${level}`);
      skips.push(x);
      x = x.maxPooling2d({}, { id: `down${level}` });
    }
    x = block(x, 'bottom');
    for (let level = depth - 1; level >= 0; level--) {
      const upper = x.conv2dTranspose({ filters: 4, kernelSize: 2, strides: 2 }, { id: `up${level}` });
      const crop = skips[level]!.cropping2d({ cropping: 4 }, { id: `crop${level}` });
      x = block(net.merge('concatenate', [crop, upper], {}, { id: `join${level}` }), `dec${level}`);
    }
    x.output({}, { id: 'mask' });
    return net.document();
  }

  it('becomes a U: down on the left, up on the right, each skip and what stands on it level', async () => {
    const document = published(3);
    const places = await arrangeBoxes(graphArrangement(viewAt(document, []), compile(document).report.nodes), noEngine);
    expect(overlapping(places)).toEqual([]);
    for (let level = 0; level < 3; level++) {
      const [left, crop, right] = [`enc${level}b`, `crop${level}`, `join${level}`].map((id) => at(places, id));
      expect([crop![1], right![1]]).toEqual([left![1], left![1]]);
      expect(left![0]).toBeLessThan(crop![0]);
      expect(crop![0]).toBeLessThan(right![0]);
      expect(at(places, `down${level}`)[1]).toBeGreaterThan(left![1]);
      expect(at(places, `dec${level}b`)[1]).toBeLessThan(right![1]);
    }
    const lowest = Math.max(...[...places.values()].map((p) => p.place[1]));
    expect([at(places, 'bottoma')[1], at(places, 'bottomb')[1]]).toContain(lowest);
  });

  it('without skips is no U, nor is one whose sizes are unknown', async () => {
    const net = network('autoencoder');
    net.input([8, 8, 1]).maxPooling2d().upSampling2d().output();
    const document = net.document();
    await expect(arrangeBoxes(graphArrangement(viewAt(document, []), compile(document).report.nodes), noEngine)).rejects.toThrow('ELK was asked');
    await expect(arrangeBoxes(graphArrangement(viewAt(published(2), []), {}), noEngine)).rejects.toThrow('ELK was asked');
  });
});

describe('a selection', () => {
  const net = network('three');
  net.input([4], { id: 'a', at: [0, 0] }).dense({ units: 1 }, { id: 'b', at: [3, 1] }).dense({ units: 1 }, { id: 'c', at: [4, 3] }).output({}, { id: 'd', at: [5, 4] });

  it('keeps its place as a whole, and nothing else is asked to move', async () => {
    const places = await arranged(net.document(), ['b', 'c']);
    expect([...places.keys()].toSorted()).toEqual(['b', 'c']);
    const b = net.document().nodes[1]!.position;
    expect(at(places, 'b')[1]).toBe(b[1]);
    expect(at(places, 'b')[0]).toBe(at(places, 'c')[0]);
    expect(at(places, 'b')[0]).toBe(b[0] + 115);
  });
});

describe('remarks and frames', () => {
  const net = network('framed');
  net.input([4], { id: 'a', at: [0, 0] }).dense({ units: 1 }, { id: 'b', at: [0, 2] }).dense({ units: 1 }, { id: 'c', at: [0, 3] }).output({}, { id: 'd', at: [0, 9] });
  const document: NetloomDocument = {
    ...net.document(),
    nodes: [
      ...net.document().nodes,
      { id: 'frame', type: 'frame', position: [-20, 180], size: [300, 260] },
      { id: 'remark', type: 'comment', position: [220, 940], size: [120, 40] },
    ],
  };

  it('a frame is a group: what stood in it stands in it, and nothing else does', async () => {
    const places = await arrangeBoxes(graphArrangement(viewAt(document, []), {}), engine);
    const frame = places.get('frame')!;
    const inside = (id: string): boolean => {
      const { place, width, height } = places.get(id)!;
      return place[0] >= frame.place[0] && place[1] >= frame.place[1] && place[0] + width <= frame.place[0] + frame.width && place[1] + height <= frame.place[1] + frame.height;
    };
    expect(['a', 'b', 'c', 'd'].filter(inside)).toEqual(['b', 'c']);
  });

  it('a remark keeps its distance to what it stands next to', async () => {
    const places = await arrangeBoxes(graphArrangement(viewAt(document, []), {}), engine);
    const [d, remark] = [at(places, 'd'), at(places, 'remark')];
    expect([remark[0] - d[0], remark[1] - d[1]]).toEqual([220, 4]);
  });
});

it('an expanded block is one box: what is inside keeps its place in the definition, and nothing else stands in it', async () => {
  const net = network('blocks');
  net.input([8], { id: 'a', at: [0, 0] }).dense({ units: 8 }, { id: 'inner1', at: [0, 1] }).dense({ units: 8 }, { id: 'inner2', at: [0, 2] }).output({}, { id: 'z', at: [0, 1.5] });
  const made = makeBlock(net.document(), graphAt(net.document(), [])!, ['inner1', 'inner2'], 'Pair');
  if (typeof made === 'string') throw new Error(made);
  const document = applyEdits(applyEdits(net.document(), made.edits), [{ kind: 'setNode', id: made.instance, fields: { expanded: true } }]);
  const arrangement = graphArrangement(viewAt(document, []), {});
  expect(arrangement.boxes.map((b) => b.id).toSorted()).toEqual(['a', made.instance, 'z'].toSorted());
  const places = await arrangeBoxes(arrangement, engine);
  expect(overlapping(places)).toEqual([]);
  expect(at(places, made.instance)[1]).toBeGreaterThan(at(places, 'a')[1]);
  expect(at(places, 'z')[1]).toBeGreaterThan(at(places, made.instance)[1] + places.get(made.instance)!.height);
});
