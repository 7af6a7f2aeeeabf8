// What an edit takes over of the drawing before, rule by rule; random edits are in incrementalFlow.test.ts.

import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { emptyDocument, type NetloomDocument } from '../../../graph/document.ts';
import { viewAt } from '../../../graph/view.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow } from './flow.ts';
import { lanesOf, separateLanes, type Routed } from './lanes.ts';
import { Obstacles, type Place } from './obstacles.ts';

const flowOf = (document: NetloomDocument, previous: Flow | null = null): Flow =>
  documentToFlow({ graph: viewAt(document, []), compilation: compile(document), selectedNodes: [], selectedEdges: [] }, previous);
const shown = ({ nodes, edges }: Flow): unknown => ({ nodes, edges });

it('a lane into which a card comes is left, though no other lane has changed', () => {
  const bracket = (sourceId: string, y0: number, y1: number): Routed => ({ sourceId, source: [0, y0], target: [0, y1], ends: { source: 'right', target: 'right', bends: [230] } });
  const lines = [bracket('a', 0, 400), bracket('b', 100, 200)];
  const beside: Place = [236, 0];
  const { lanes } = lanesOf({ linesOf: () => lines, sources: null, obstacles: new Obstacles([]), changed: [] }, null);
  const obstacles = new Obstacles([beside]);
  const { turns } = lanesOf({ linesOf: (ids) => lines.filter((l) => !ids || ids.has(l.sourceId)), sources: new Set(), obstacles, changed: [beside] }, lanes);
  expect(lines.map((line) => turns.get(line)?.[0] ?? 230)).toEqual(separateLanes(lines, obstacles).ends.map((e) => e.bends[0]));
  expect(turns.get(lines[0]!)).toEqual([230]);
});

describe('a line', () => {
  const chain = (x: number, left: number, both: boolean): NetloomDocument => ({
    ...emptyDocument(),
    nodes: [['s', 0, 0], ['m', 0, 104], ['k', 0, 208], ['t', left, 312], ['u', x, 416]].map(([id, at, top]) => ({ id: id as string, type: 'add', position: [at as number, top as number] as const })),
    edges: [{ source: 's', target: 'm' }, { source: 'm', target: 'k' }, { source: 'k', target: 't' }, { source: 't', target: 'u' }, ...(both ? [{ source: 's', target: 't', targetPort: '1' }] : []), { source: 's', target: 'u', targetPort: '1' }],
  });

  it('that took the side of another one of its source takes its own when that has gone', () => {
    let others = 0;
    for (let i = 0; i < 120; i++) {
      const [x, left] = [-500 + 50 * (i % 20), -690 + 230 * Math.floor(i / 20)];
      const [before, after] = [chain(x, left, true), chain(x, left, false)];
      // The edges that stay are the same objects.
      const kept = { ...before, edges: before.edges.filter((e) => !(e.target === 't' && e.source === 's')) };
      const start = flowOf(before);
      const flow = flowOf(kept, start);
      expect(shown(flow)).toEqual(shown(flowOf(after)));
      const side = ({ settled: { routes } }: Flow): string => routes.found.find(({ edge }) => edge.source === 's' && edge.target === 'u')!.alone.ends.source;
      if (side(flow) !== side(start)) others++;
    }
    expect(others).toBeGreaterThan(0);
  });

  it('to nowhere, or at a taken port, is left out also where all could be drawn before', () => {
    const document = chain(0, 180, true);
    const before = flowOf(document);
    for (const edges of [
      [...document.edges, { source: 'nobody', target: 'u' }],
      [...document.edges, { source: 's', target: 't', targetPort: '1' }],
    ]) expect(shown(flowOf({ ...document, edges }, before))).toEqual(shown(flowOf({ ...document, edges })));
    const nodes = document.nodes.filter((n) => n.id !== 'k');
    expect(shown(flowOf({ ...document, nodes }, before))).toEqual(shown(flowOf({ ...document, nodes })));
  });
});
