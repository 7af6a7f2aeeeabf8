import ELK from 'elkjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { templates } from '../../../../templates/index.ts';
import { compile } from '../../../compiler/compile.ts';
import { network, type Tensor } from '../../../graph/builder.ts';
import { emptyDocument, type NetloomDocument } from '../../../graph/document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../../graph/layout.ts';
import { viewAt } from '../../../graph/view.ts';
import { completeParams } from '../../../layers/params.ts';
import { arrangeBoxes } from '../../../state/arranging/arrangeBoxes.ts';
import { graphArrangement } from '../../../state/arranging/graphArrangement.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow } from './flow.ts';
import { alongCurve, corners } from './ends.ts';
import { separateLanes, type Routed } from './lanes.ts';
import { Obstacles, portAt, rightOf, type Place, type Point } from './obstacles.ts';
import { directEnds, skipEnds } from './route.ts';
import { coversBorderOnly, Labels, labelWidth, pathBetween, placeLabel } from './way.ts';

const chain = (count: number): Place[] => Array.from({ length: count }, (_, i) => [0, i * 104]);
const numbers = (path: string): number[] => (path.match(/-?[\d.]+/g) ?? []).map(Number);

describe('the way of an edge', () => {
  it('goes down to what stands below, up to what stands above, across to what stands beside', () => {
    expect(directEnds([0, 0], [40, 104])).toMatchObject({ source: 'bottom', target: 'top' });
    expect(directEnds([0, 104], [40, 0])).toMatchObject({ source: 'top', target: 'bottom' });
    expect(directEnds([0, 0], [400, 10])).toMatchObject({ source: 'right', target: 'left' });
    expect(directEnds([400, 0], [0, 0])).toMatchObject({ source: 'left', target: 'right' });
  });

  it('is a level line for a skip of a U-Net', () => {
    const [from, to]: [Place, Place] = [[0, 100], [660, 100]];
    const way = skipEnds(from, to, new Obstacles([from, to, [40, 204], [620, 204]]));
    expect(way).toEqual({ source: 'right', target: 'left', bends: [] });
    expect(pathBetween(portAt(from, 'right'), portAt(to, 'left'), way)).toBe(`M${NODE_WIDTH} ${100 + NODE_HEIGHT / 2} L660 ${100 + NODE_HEIGHT / 2}`);
  });

  it('passes beside the cards that a skip down a chain bypasses', () => {
    const places = chain(4);
    const way = skipEnds(places[0]!, places[3]!, new Obstacles(places));
    expect(way.source).toBe(way.target);
    expect(way.bends).toHaveLength(1);
    expect(Math.abs(way.bends[0]! - NODE_WIDTH / 2)).toBeGreaterThan(NODE_WIDTH / 2 + 20);
  });

  it('keeps its lane off a card that stands beside the chain', () => {
    const places: Place[] = [...chain(4), [210, 150], [-210, 150]];
    const way = skipEnds(places[0]!, places[3]!, new Obstacles(places));
    for (const p of places) expect(way.bends[0]! > p[0] - 8 && way.bends[0]! < rightOf(p) + 8).toBe(false);
  });

  it('begins and ends exactly at its ports', () => {
    const path = numbers(pathBetween([95, 58], [300, 208], { source: 'bottom', target: 'left', bends: [] }));
    expect([path.slice(0, 2), path.slice(-2)]).toEqual([[95, 58], [300, 208]]);
  });
});

describe('lines that would run over one another', () => {
  const obstacles = new Obstacles([]);
  const bracket = (sourceId: string, y0: number, y1: number): Routed => ({ sourceId, source: [0, y0], target: [0, y1], ends: { source: 'right', target: 'right', bends: [230] } });
  const lanes = (...lines: Routed[]): number[] => separateLanes(lines, obstacles).ends.map((e) => e.bends[0]!);

  it('lie side by side, the shorter inside, and share a lane where they are apart', () => {
    expect(lanes(bracket('a', 0, 400), bracket('b', 100, 200), bracket('c', 500, 600))).toEqual([246, 230, 230]);
  });

  it('stay where they are rather than reach a free lane through a card', () => {
    const beside: Place = [236, 0];
    const apart = (places: readonly Place[]) => separateLanes([bracket('a', 0, 400), bracket('b', 100, 200)], new Obstacles(places)).ends.map((e) => e.bends[0]);
    expect(apart([])).toEqual([246, 230]);
    expect(apart([beside])).toEqual([230, 230]);
  });

  it('stay where they are where two of their stretches, each free to move, would together meet a card', () => {
    // Up, across, up, across, up; others have taken the lanes of its first two stretches.
    const long: Routed = { sourceId: 'a', source: [0, 1000], target: [400, 0], ends: { source: 'top', target: 'bottom', bends: [960, 300, 100] } };
    const beside: Routed = { sourceId: 'b', source: [0, 400], target: [0, 500], ends: { source: 'right', target: 'right', bends: [300] } };
    const below: Routed = { sourceId: 'c', source: [20, 800], target: [80, 800], ends: { source: 'bottom', target: 'bottom', bends: [960] } };
    const moved = (cards: readonly Place[], ...lines: readonly Routed[]) => separateLanes([long, ...lines], new Obstacles(cards)).ends[0]!.bends;
    const corner: Place = [310, 968];
    expect(moved([], beside, below)).toEqual([967, 316, 100]);
    expect(moved([corner], beside)).toEqual([960, 316, 100]);
    expect(moved([corner], below)).toEqual([967, 300, 100]);
    expect(moved([corner], beside, below)).toEqual([960, 300, 100]);
  });

  it('do not turn back over where they came from', () => {
    const across = (sourceId: string, y: number): Routed => ({ sourceId, source: [0, 1000], target: [400, 0], ends: { source: 'top', target: 'bottom', bends: [y, 300, 100] } });
    const below = (y: number): Routed => ({ sourceId: 'c', source: [20, 800], target: [80, 800], ends: { source: 'bottom', target: 'bottom', bends: [y] } });
    // Down to 967, but at 990 rather up: its card begins at 1000.
    expect([960, 990].map((y) => separateLanes([across('a', y), below(y)], obstacles).ends[0]!.bends[0])).toEqual([967, 983]);
  });

  it('are one line as far as they carry the same', () => {
    expect(lanes(bracket('a', 0, 400), bracket('a', 0, 200), bracket('b', 100, 300))).toEqual([246, 246, 230]);
  });
});

describe('the label of a line between two cards that stand close together', () => {
  const upper: Place = [0, 0];
  const label = (gap: number, others: readonly Place[] = [], labels = new Labels()) => {
    const lower: Place = [0, NODE_HEIGHT + gap];
    return placeLabel(portAt(upper, 'bottom'), portAt(lower, 'top'), { source: 'bottom', target: 'top', bends: [] }, 60, new Obstacles([upper, lower, ...others]), labels);
  };

  it('lies in the middle, on the empty borders of the two, and nowhere if it would cover more of them', () => {
    expect(label(12)!.map(Math.round)).toEqual([NODE_WIDTH / 2, NODE_HEIGHT + 6]);
    expect(label(6)).toBeNull();
    expect(label(40)!.map(Math.round)).toEqual([NODE_WIDTH / 2, NODE_HEIGHT + 20]);
  });

  it('does not lie on the border of another card, nor on another label', () => {
    expect(label(12, [[NODE_WIDTH / 2 + 26, NODE_HEIGHT + 1, 40, 10]])).toBeNull();
    const labels = new Labels();
    labels.take([NODE_WIDTH / 2 + 20, NODE_HEIGHT + 12], 60);
    expect(label(12, [], labels)).toBeNull();
  });
});

/** Cards that a line of points passes through; of those it ends at, only as far as it goes beyond the border. */
function crossed(line: readonly Point[], places: readonly Place[], ends: readonly Place[]): readonly Place[] {
  const obstacles = new Obstacles(places);
  return line.slice(1).flatMap((point, i) => obstacles.on(line[i]!, point, i === 0 || i === line.length - 2 ? ends : [], -1));
}

/** What is wrong with the picture: `a → b through card`, `label of a → b on card`, `card on card`. */
function faults(flow: Flow): string[] {
  const place = new Map(flow.nodes.map((n): [string, Place] => [n.id, [n.position.x, n.position.y]]));
  const name = new Map([...place].map(([id, p]) => [p, id]));
  const obstacles = new Obstacles(place.values());
  const stacked = [...place].flatMap(([id, p]) => obstacles.within(p[0], p[1], rightOf(p), p[1] + NODE_HEIGHT).filter((other) => other !== p).map((other) => `${id} on ${name.get(other)}`));
  return [...stacked, ...[...flow.index.ways].flatMap(([edge, { from, to, ends, label, way }]) => {
    const points = corners(from, to, ends);
    const line = points.length === 2 ? alongCurve(from, to, ends) : points;
    const through = crossed(line, [...place.values()], [place.get(edge.source)!, place.get(edge.target)!]).map((p) => `${edge.source} → ${edge.target} through ${name.get(p)}`);
    const half = labelWidth(label) / 2;
    const body = way.label ? ([way.label[0] - half, way.label[1] - 9, way.label[0] + half, way.label[1] + 9] as const) : null;
    // Between two cards that stand close together it may lie on their empty borders.
    const own = [place.get(edge.source)!, place.get(edge.target)!];
    const under = body ? obstacles.within(...body).filter((p) => !own.includes(p) || !coversBorderOnly(...body, p)) : [];
    return [...through, ...under.map((p) => `label of ${edge.source} → ${edge.target} on ${name.get(p)}`)];
  })];
}

const elk = new ELK();
async function arranged(document: NetloomDocument): Promise<Flow> {
  const compilation = compile(document);
  const places = await arrangeBoxes(graphArrangement(viewAt(document, []), compilation.report.nodes), (graph) => elk.layout(graph));
  const nodes = document.nodes.map((n) => ({ ...n, position: places.get(n.id)!.place }));
  return flowOf({ ...document, nodes });
}
const flowOf = (document: NetloomDocument): Flow => documentToFlow({ graph: viewAt(document, []), compilation: compile(document), selectedNodes: [], selectedEdges: [] });

const wired = (most: number): fc.Arbitrary<NetloomDocument> =>
  fc.integer({ min: 2, max: most }).chain((count) =>
    fc.uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: count * 2, selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` }).map((pairs) => {
      const inputs = new Map<number, number>();
      return {
        ...emptyDocument(),
        nodes: Array.from({ length: count }, (_, i) => ({ id: `n${i}`, type: 'add', position: [0, 0] as const })),
        edges: pairs.filter(([a, b]) => a !== b).map(([a, b]) => {
          const target = Math.max(a, b);
          inputs.set(target, (inputs.get(target) ?? -1) + 1);
          return { source: `n${Math.min(a, b)}`, target: `n${target}`, targetPort: String(inputs.get(target)) };
        }),
      };
    }),
  );

describe('in an arranged network', () => {
  it('of any wiring no line passes through a card and no label lies on one', async () => {
    await fc.assert(fc.asyncProperty(wired(32), async (document) => {
      expect(faults(await arranged(document))).toEqual([]);
    }), { numRuns: 25 });
  });

  it('of dense layers, each of which takes all before it, likewise, and lanes hold one source each', async () => {
    const net = network('dense');
    const all: Tensor[] = [net.input([8, 8, 4])];
    for (let i = 0; i < 6; i++) all.push(net.merge('concatenate', all.slice(), {}, { id: `cat${i}` }).conv2d({ filters: 4, padding: 'same' }));
    const flow = await arranged(net.document());
    expect(faults(flow)).toEqual([]);
    const lanes = new Map<number, Set<string>>();
    for (const [edge, { ends }] of flow.index.ways) {
      if (ends.bends.length !== 1) continue;
      const lane = Math.round(ends.bends[0]!);
      lanes.set(lane, (lanes.get(lane) ?? new Set()).add(edge.source));
    }
    expect([...lanes.values()].every((sources) => sources.size === 1)).toBe(true);
  });
});

it('wherever cards were dragged, lines keep clear of them as long as there is room between', () => {
  const dragged = fc.tuple(wired(24), fc.array(fc.tuple(fc.integer({ min: -24, max: 24 }), fc.integer({ min: -20, max: 20 })), { minLength: 24, maxLength: 24 }), fc.shuffledSubarray(Array.from({ length: 30 }, (_, i) => i), { minLength: 24 }));
  fc.assert(
    fc.property(dragged, ([document, off, cells]) => {
      const nodes = document.nodes.map((n, i) => ({ ...n, position: [(cells[i]! % 5) * 290 + off[i]![0], Math.floor(cells[i]! / 5) * 150 + off[i]![1]] as const }));
      expect(faults(flowOf({ ...document, nodes }))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

describe.each(templates.map((t) => [t.id, t] as const))('%s', (_id, template) => {
  const build = template.build as (params: Record<string, unknown>) => NetloomDocument;
  const document = build(completeParams(template.params, {}).params);

  it('has no card on another, no line through one and no label on one, as it opens and arranged anew', async () => {
    expect(faults(flowOf(document))).toEqual([]);
    expect(faults(await arranged(document))).toEqual([]);
  });
});
