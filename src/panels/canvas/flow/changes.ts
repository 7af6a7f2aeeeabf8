// What a flow takes over of the one before it, and what has changed since. Types, and the limits that all who look at changes share.

import type { Drawable } from './drawable.ts';
import type { Drawing } from './drawing.ts';
import type { Flow, FlowInput, Settled } from './flow.ts';
import type { Obstacles } from './obstacles.ts';
import type { Places } from './places.ts';
import type { Routes } from './routes.ts';

/** Beyond this many changed places it is quicker to look at all labels, and to put all cards among the obstacles anew. */
export const MANY_PLACES = 100;
/** So many lines or cards are looked at in one step. */
export const AT_ONCE = 128;

export interface Changes {
  readonly input: FlowInput;
  readonly drawing: Drawing;
  readonly places: Places;
  readonly drawable: Drawable;
  readonly obstacles: Obstacles;
  readonly routes: Routes;
  readonly previous: Flow | null;
  /** The previous flow's, if anything of it can be taken over by index. */
  readonly last: Settled | null;
  readonly sameSelection: boolean;
}

