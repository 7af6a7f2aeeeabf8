// The flow that a canvas shows from one moment to the next: each shares with the one before what has not changed, and where a large
// network opens or is arranged, the part in sight comes first. Pure; knows no React.

import type { View } from '../../../graph/view.ts';
import { documentToFlow } from './documentToFlow.ts';
import type { Flow, FlowInput } from './flow.ts';
import { sameApartFromDrag } from './followDrag.ts';
import type { Region } from './obstacles.ts';
import { partOf } from './sight.ts';

/** Cards out of sight that are brought up to date between two frames. */
const AT_A_TIME = 500;
/** Beyond this many cards that have come or stand elsewhere, drawing all of them would be felt. */
const MUCH = 1500;

export interface Shown {
  readonly flow: Flow;
  /** Only what is about the region is in it, and the whole is to be made: by `documentToFlowInSteps`. */
  readonly isPart: boolean;
}

export interface Moment {
  /** What is in sight of a large network; null of others. */
  readonly region: Region | null;
  /** The last flow, if its late cards are to be taken on now. */
  readonly behind: Flow | null;
  /** The last that was made of a whole. */
  readonly whole: Flow | null;
}

export function rememberingFlow(): (input: FlowInput, moment: Moment) => Shown {
  let last: Flow | null = null;
  let lastWhole: Flow | null = null;
  return (input, { region, behind, whole }) => {
    if (whole && whole !== lastWhole && whole.input.graph === input.graph) last = whole;
    lastWhole = whole;
    if (region && isMuch(input.graph, last)) return { flow: documentToFlow({ ...input, graph: partOf(input.graph, region) }), isPart: true };
    const isSame = last !== null && sameApartFromDrag(last.input, input);
    const goesOn = isSame && behind === last;
    if (last === null || !isSame || goesOn || last.input.moved !== input.moved) last = documentToFlow(input.pace && goesOn ? { ...input, pace: { ...input.pace, others: AT_A_TIME } } : input, last);
    return { flow: last, isPart: false };
  };
}

function isMuch(graph: View, last: Flow | null): boolean {
  if (graph.nodes.length <= MUCH || last?.input.graph === graph) return false;
  const before = last && (last.rest ?? last).settled.places.places;
  let count = 0;
  for (const { id, position } of graph.nodes) {
    const place = before?.get(id);
    if ((!place || place[0] !== position[0] || place[1] !== position[1]) && ++count > MUCH) return true;
  }
  return false;
}
