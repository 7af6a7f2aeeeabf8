import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { emptyDocument, type GraphEdge, type NetloomDocument } from '../../../graph/document.ts';
import { viewAt } from '../../../graph/view.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow } from './flow.ts';
import type { Region } from './obstacles.ts';
import { inSight, regionOf, sightAt } from './sight.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** A chain of activations, one every 200 units downwards, with a skip from the first to the last. */
function tower(count: number): NetloomDocument {
  const ids = Array.from({ length: count }, (_, i) => `l${i}`);
  const edges: GraphEdge[] = ids.slice(1).map((id, i) => ({ source: ids[i]!, target: id }));
  return { ...emptyDocument(), nodes: ids.map((id, i) => ({ id, type: i === count - 1 ? 'add' : 'activation', position: [0, 200 * i] })), edges: [...edges, { source: 'l0', target: ids.at(-1)!, targetPort: '1' }] };
}

const flowOf = (document: NetloomDocument, selectedNodes: readonly string[] = [], selectedEdges: readonly GraphEdge[] = []): Flow =>
  documentToFlow({ graph: viewAt(document, []), compilation: compile(document), selectedNodes, selectedEdges });
const rows = (from: number, to: number): Region => ({ left: -50, top: 200 * from, right: 500, bottom: 200 * to });
const seen = (flow: Flow, region: Region, named = NOBODY): readonly [nodes: readonly string[], edges: number] => {
  const { nodes, edges } = inSight(flow, flow.nodes, region, named);
  return [nodes.map((n) => n.id), edges.length];
};

describe('in a large network React Flow is given', () => {
  const document = tower(30);

  it('the cards and lines that reach into view, and the cards at the other ends of these lines', () => {
    const flow = flowOf(document);
    // The skip passes by: its line is drawn, so that both its cards have to be known.
    expect(seen(flow, rows(10, 12))).toEqual([['l0', 'l9', 'l10', 'l11', 'l12', 'l13', 'l29'], 5]);
    expect(seen(flow, { ...rows(10, 12), left: 5000, right: 6000 })).toEqual([[], 0]);
  });

  it('what is selected or taken hold of, wherever it stands', () => {
    const far = { ...rows(10, 12), left: 5000, right: 6000 };
    expect(seen(flowOf(document, ['l5']), far)).toEqual([['l5'], 0]);
    const [edge] = document.edges;
    expect(seen(flowOf(document, [], [edge!]), far)).toEqual([['l0', 'l1'], 1]);
    expect(seen(flowOf(document), far, new Set(['l20']))).toEqual([['l19', 'l20', 'l21'], 2]);
  });

  it('no edge without the cards at both its ends, and each card and edge that touches the region', () => {
    const flow = flowOf(document);
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 6500 }), fc.integer({ min: 1, max: 3000 }), (top, height) => {
        const region = { left: -100, top, right: 400, bottom: top + height };
        const { nodes, edges } = inSight(flow, flow.nodes, region, NOBODY);
        const ids = new Set(nodes.map((n) => n.id));
        expect(edges.every((e) => ids.has(e.source) && ids.has(e.target))).toBe(true);
        for (const { id, position, height: own = 0 } of flow.nodes) if (position.y <= region.bottom && position.y + own >= top) expect(ids).toContain(id);
        expect(edges.filter((e) => e.id.startsWith('l0. l29'))).toHaveLength(top <= 5900 && top + height >= 0 ? 1 : 0);
      }),
    );
  });

  it('the same through small moves, of a part that always holds the view', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: 0.1, max: 2.5, noNaN: true }), (left, top, zoom) => {
        const region = regionOf(sightAt([left, top, zoom], 1000, 700));
        // Denormal numbers aside.
        expect(region.left).toBeLessThanOrEqual(-left / zoom + 1e-9);
        expect(region.top).toBeLessThanOrEqual(-top / zoom + 1e-9);
        expect(region.right).toBeGreaterThanOrEqual((1000 - left) / zoom - 1e-9);
        expect(region.bottom).toBeGreaterThanOrEqual((700 - top) / zoom - 1e-9);
        expect(region.right - region.left).toBeLessThanOrEqual((4 * 1000) / zoom);
      }),
    );
    expect(sightAt([-100, -100, 1], 1000, 700)).toBe(sightAt([-200, -300, 1], 1000, 700));
    expect(seen(flowOf(document), regionOf(sightAt([0, 0, 1], 0, 0)))).toEqual([[], 0]);
  });
});
