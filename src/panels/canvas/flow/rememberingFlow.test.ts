import { describe, expect, it } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { emptyDocument, type GraphEdge, type NetloomDocument } from '../../../graph/document.ts';
import { applyEdits, type Edit } from '../../../graph/edits.ts';
import { viewAt } from '../../../graph/view.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow, FlowInput } from './flow.ts';
import { rememberingFlow } from './rememberingFlow.ts';

const COUNT = 1600;

/** A chain of activations, one every 200 units downwards, with a skip over every ten. */
function tower(): NetloomDocument {
  const ids = Array.from({ length: COUNT }, (_, i) => `l${i}`);
  const skips = ids.flatMap((target, i): GraphEdge[] => (i > 0 && i % 10 === 0 ? [{ source: ids[i - 10]!, target, targetPort: '1' }] : []));
  return { ...emptyDocument(), nodes: ids.map((id, i) => ({ id, type: i > 0 && i % 10 === 0 ? 'add' : 'activation', position: [0, 200 * i] })), edges: [...ids.slice(1).map((id, i) => ({ source: ids[i]!, target: id })), ...skips] };
}

const NOBODY: readonly never[] = [];
const inputOf = (document: NetloomDocument, selectedNodes: readonly string[] = NOBODY): FlowInput => ({ graph: viewAt(document, []), compilation: compile(document, { deferAbove: 0 }), selectedNodes, selectedEdges: NOBODY });
const rows = (from: number, to: number) => ({ left: -50, top: 200 * from, right: 500, bottom: 200 * to });
const moment = { region: rows(20, 30), behind: null, whole: null };
const shown = ({ nodes, edges }: Flow): unknown => ({ nodes, edges });

describe('of thousands of layers', () => {
  const document = tower();
  const input = inputOf(document);

  it('the part in sight comes first, then the whole', () => {
    const derive = rememberingFlow();
    const { flow: part, isPart } = derive(input, moment);
    expect([isPart, part.nodes.length]).toEqual([true, 15]);
    const whole = documentToFlow(input);
    // Near by it says what the whole does.
    const near = (flow: Flow) => flow.edges.filter((e) => part.edges.some((other) => other.id === e.id)).map((e) => [e.id, e.data?.label, e.data?.tone]);
    expect(near(part)).toEqual(near(whole));
    expect(near(part).map(([, , tone]) => tone)).toContain('skip');
    expect(derive(input, { ...moment, region: rows(100, 105) }).flow.nodes.map((n) => n.id)).toContain('l103');
    const after = derive(input, { ...moment, whole });
    expect([after.isPart, after.flow === whole]).toEqual([false, true]);
    // Looking elsewhere costs nothing then.
    expect(derive(input, { ...moment, region: rows(100, 105), whole }).flow).toBe(whole);
  });

  it('an edit meanwhile is in the part, and the whole of before it is not taken', () => {
    const derive = rememberingFlow();
    derive(input, moment);
    const edited = inputOf(applyEdits(document, [{ kind: 'renameNode', id: 'l25', to: 'renamed' }]));
    const late = documentToFlow(input);
    const { flow, isPart } = derive(edited, { ...moment, whole: late });
    expect([isPart, flow.nodes.some((n) => n.id === 'renamed')]).toEqual([true, true]);
    const { flow: last } = derive(edited, { ...moment, whole: documentToFlow(edited) });
    expect(shown(last)).toEqual(shown(documentToFlow(edited)));
  });

  it('what is selected meanwhile is selected in the whole', () => {
    const derive = rememberingFlow();
    derive(input, moment);
    const selecting = { ...input, selectedNodes: ['l25'] };
    const { flow, isPart } = derive(selecting, { ...moment, whole: documentToFlow(input) });
    expect(isPart).toBe(false);
    expect(shown(flow)).toEqual(shown(documentToFlow(selecting)));
  });

  it('an edit of a few goes on from the whole, arranging all begins with the part again', () => {
    const derive = rememberingFlow();
    const whole = documentToFlow(input);
    derive(input, { ...moment, whole });
    const moved = applyEdits(document, [{ kind: 'moveNode', id: 'l25', position: [300, 5000] }]);
    const next = derive(inputOf(moved), { ...moment, whole });
    expect(next.isPart).toBe(false);
    expect(shown(next.flow)).toEqual(shown(documentToFlow(inputOf(moved))));
    const all = applyEdits(moved, document.nodes.map(({ id, position: [x, y] }): Edit => ({ kind: 'moveNode', id, position: [x + 40, y] })));
    expect(derive(inputOf(all), { ...moment, whole }).isPart).toBe(true);
  });

  it('of a small network the whole comes at once', () => {
    const small = { ...document, nodes: document.nodes.slice(0, 400), edges: document.edges.filter((e) => document.nodes.slice(0, 400).some((n) => n.id === e.target)) };
    expect(rememberingFlow()(inputOf(small), moment).isPart).toBe(false);
  });
});
