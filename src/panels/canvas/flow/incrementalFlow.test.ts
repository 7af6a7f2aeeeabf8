import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { emptyDocument, type GraphEdge, type GraphNode, type NetloomDocument } from '../../../graph/document.ts';
import { applyEdits, type Edit } from '../../../graph/edits.ts';
import { COLUMN_GAP, RANK_GAP } from '../../../graph/layout.ts';
import { viewAt } from '../../../graph/view.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow, FlowInput, Pace } from './flow.ts';
import { reaches } from './obstacles.ts';

const SIZE = 14;
const node = fc.nat(SIZE - 1).map((i) => `n${i}`);
/** Mostly on the grid, as layouts are; sometimes between its lines or over another card. */
const place = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 18 })).map(([column, row]): [number, number] => [(column * COLUMN_GAP) / 2, (row * RANK_GAP) / 2]);

/** Cards in a few columns, wired at random, so that lines turn, share lanes and crowd each other's labels. */
const drawing: fc.Arbitrary<NetloomDocument> = fc
  .tuple(fc.array(fc.constantFrom('conv2d', 'add', 'concatenate', 'activation', 'comment'), { minLength: SIZE - 2, maxLength: SIZE - 2 }), fc.array(place, { minLength: SIZE, maxLength: SIZE }), fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1), fc.nat(2)), { minLength: 8, maxLength: 26 }))
  .map(([types, places, wires]) => ({
    ...emptyDocument(),
    nodes: ['input', ...types, 'output'].map((type, i): GraphNode => ({ id: `n${i}`, type, position: places[i]!, ...(type === 'input' ? { params: { shape: [16, 16, 3] } } : {}) })),
    edges: wires.map(([a, b, port]): GraphEdge => ({ source: `n${Math.min(a, b)}`, target: `n${Math.max(a, b)}`, targetPort: String(port) })).filter((e) => e.source !== e.target),
  }));

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('moveNode' as const), id: node, position: place }),
  fc.record({ kind: fc.constant('setParams' as const), id: node, params: fc.record({ filters: fc.integer({ min: 1, max: 2000 }) }) }),
  fc.record({ kind: fc.constant('setParams' as const), id: fc.constant('n0'), params: fc.record({ shape: fc.constantFrom([16, 16, 3], [200, 200, 3], [5]) }) }),
  fc.record({ kind: fc.constant('connect' as const), edge: fc.record({ source: node, target: node, targetPort: fc.constantFrom('0', '1', '2') }) }),
  fc.record({ kind: fc.constant('removeNode' as const), id: node }),
  fc.record({ kind: fc.constant('renameNode' as const), id: node, to: fc.constantFrom('renamed', 'again') }),
  fc.record({ kind: fc.constant('addNode' as const), node: fc.record({ id: node, type: fc.constantFrom('conv2d', 'frame', 'comment'), position: place }) }),
);
const pace: fc.Arbitrary<Pace> = fc.tuple(place, fc.nat(800), fc.nat(800), fc.nat(2)).map(([[left, top], width, height, others]) => ({ seen: { left, top, right: left + width, bottom: top + height }, others }));
/** Edits, or edges that go or are put back as undoing does; then what is selected, after a drag that may have come to nothing. */
type Step = { readonly edits: readonly Edit[]; readonly drop: number | null; readonly selected: readonly string[]; readonly drag: readonly [string, [number, number]] | null; readonly pace: Pace | null };
const step: fc.Arbitrary<Step> = fc.record({ edits: fc.array(edit, { maxLength: 2 }), drop: fc.option(fc.nat(20)), selected: fc.array(node, { maxLength: 2 }), drag: fc.option(fc.tuple(node, place), { freq: 4 }), pace: fc.option(pace) });

const shown = ({ nodes, groups, edges }: Flow): unknown => ({ nodes, groups, edges });

describe('the flow after any edits', () => {
  it('is the one that its document alone gives', () => {
    let kept = 0;
    let late = 0;
    fc.assert(
      fc.property(drawing, fc.array(step, { minLength: 1, maxLength: 8 }), (start, steps) => {
        let document = start;
        const before = document;
        let compilation = compile(document);
        const flowOf = (selectedNodes: readonly string[], previous: Flow | null, more: Partial<FlowInput> = {}): Flow =>
          documentToFlow({ graph: viewAt(document, []), compilation, selectedNodes, selectedEdges: [], ...more }, previous);
        let flow = flowOf([], null);
        for (const { edits, drop, selected, drag, pace: given } of steps) {
          if (drag && document.nodes.some((n) => n.id === drag[0])) flow = flowOf(selected, flow, { moved: new Map([drag]) });
          document = applyEdits(document, edits);
          if (drop !== null) document = { ...document, edges: drop === 0 ? before.edges : document.edges.filter((_, i) => i !== drop) };
          compilation = compile(document, { previous: compilation });
          const last = flow;
          flow = flowOf(selected, flow, given ? { pace: given } : {});
          kept += flow.edges.filter((e) => last.edges.includes(e)).length;
          const whole = flowOf(selected, null);
          if (!given) {
            expect(shown(flow)).toEqual(shown(whole));
            continue;
          }
          late += flow.late;
          const inSight = ({ nodes }: Flow) => nodes.filter(({ position: { x, y } }) => reaches([x, y], given.seen));
          expect(inSight(flow)).toEqual(inSight(whole));
          expect(flow.nodes.filter((n, i) => n.data.shape !== whole.nodes[i]!.data.shape && !isDeepStrictEqual(n.data, whole.nodes[i]!.data)).length).toBeLessThanOrEqual(flow.late);
        }
        // What is late follows, some cards at a time.
        const nowhere = { left: 0, top: 0, right: -1, bottom: -1 };
        const [{ selected }] = steps.slice(-1) as [Step];
        for (let left = flow.late; left > 0; left = flow.late) {
          flow = flowOf(selected, flow, { pace: { seen: nowhere, others: 2 } });
          expect(flow.late).toBe(Math.max(0, left - 2));
        }
        expect(shown(flow)).toEqual(shown(flowOf(selected, null)));
      }),
      { numRuns: Number(process.env['RANDOM_FLOWS'] ?? 25) },
    );
    // It would be easy to be right by keeping nothing.
    expect(kept).toBeGreaterThan(300);
    expect(late).toBeGreaterThan(20);
  });
});
