// What the parts of the window are for, in a few lines each: the texts behind the question marks.

import type { CommandId } from '../commands/index.ts';
import type { BottomTab } from '../state/uiStore.ts';

export type HelpTopic = BottomTab | 'drawing';

export interface HelpText {
  readonly title: string;
  /** Paragraphs; `backticks` mark keys and formulas. */
  readonly text: readonly string[];
  /** What one may do next. */
  readonly commands: readonly CommandId[];
}

/** A total table: a new tab needs its lines here. */
export const helpTexts: { readonly [T in HelpTopic]: HelpText } = {
  drawing: {
    title: 'Drawing',
    text: [
      'On the left are the layers: click one and it connects itself after what is selected, in a chain before what follows, with `Shift` beside it. Or drag it onto the canvas, or onto a connection. On the canvas a double-click or `Space` searches them where you are.',
      'A connection is drawn from port to port, and shows the shape that flows along it. The slab on a card is that shape: as tall as the map, as thick as its channels.',
      'On the right stands all about what is selected: its params, its size and why, what it costs, what it does. With nothing selected it is the network, and which input sizes fit.',
    ],
    commands: ['edit.add', 'edit.connect', 'network.arrange', 'go.find', 'help.shortcuts'],
  },
  problems: {
    title: 'Problems',
    text: [
      'Every size is computed as you draw. What does not fit stands here, worst first, with the arithmetic in your own numbers.',
      'The buttons are fixes: each has been applied and checked before it is offered. The first is the best guess; undo takes it back.',
      'Red keeps the network from training, yellow is probably not meant, blue is worth knowing.',
    ],
    commands: ['view.problems', 'file.summary'],
  },
  code: {
    title: 'Code',
    text: [
      'The TypeScript that trains here, call by call. Put the cursor on a line and its layer is selected; select a layer and its lines are marked.',
      'Export writes it as a project of its own, with the trained weights where there are any.',
    ],
    commands: ['file.export', 'view.code'],
  },
  training: {
    title: 'Training',
    text: [
      'The loss is what training makes small: its curve over the steps, and over samples kept aside for validation. If the second rises while the first falls, the network learns by heart.',
      'The same seed, data and settings give the same curve again. A pause or a lost GPU loses nothing.',
    ],
    commands: ['training.start', 'training.pause', 'training.stop'],
  },
  insight: {
    title: 'Insight',
    text: ['What happens inside while the network trains: what its layers give, and what comes back to them as gradients. Gradients that fade towards the input mean that the first layers hardly learn.'],
    commands: ['training.start'],
  },
  data: {
    title: 'Data',
    text: [
      'What the network learns from: a built-in set, drawn anew from its seed, or your own files. Files stay where they are, and the network file does not name them.',
      'If samples and network do not agree, Problems says so and offers to change the input or the end of the network.',
    ],
    commands: ['view.data'],
  },
  compare: {
    title: 'Compare',
    text: [
      'What differs between the open network and another state of it. Renamed layers are followed; layers that were only moved do not count.',
      'On the canvas green is new, yellow is changed, and dashed red is where something was.',
    ],
    commands: ['file.compareSaved', 'file.compareFile', 'file.endComparison'],
  },
};
