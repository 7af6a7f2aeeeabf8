// The steps of the tour: what to do, where, and how it shows in the stores that it is done. Whatever the order, the first that is not done is shown.

import type { Compilation } from '../../compiler/compilation.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import type { TrainingStatus } from '../../state/trainingRun.ts';
import type { BottomTab, Screen } from '../../state/uiStore.ts';

/** What the steps look at. */
export interface TourFacts {
  readonly screen: Screen;
  readonly blankSeen: boolean;
  readonly document: NetloomDocument;
  readonly compilation: Compilation;
  readonly hasData: boolean;
  readonly tab: BottomTab;
  readonly selected: readonly string[];
  readonly training: TrainingStatus;
}

export interface TourStep {
  readonly id: string;
  readonly title: string;
  readonly text: (facts: TourFacts) => string;
  readonly done: (facts: TourFacts) => boolean;
  /** CSS selectors of the element to point at, the first that is there. */
  readonly target: (facts: TourFacts) => readonly string[];
  /** What the card stands beside, where that is not the target: it must not cover what is to be read. */
  readonly beside?: string;
}

const paletteItem = (type: string): string => `.palette-item[id$="-${type}"]`;
const tabOf = (tab: BottomTab): string => `.bottom [role="tab"][id$="-trigger-${tab}"]`;
const count = ({ document }: TourFacts, type: string): number => document.nodes.filter((n) => n.type === type).length;

/** The first Dense that feeds another layer than the output. */
function hiddenDense({ document }: TourFacts): string | null {
  const types = new Map(document.nodes.map((n) => [n.id, n.type]));
  const hidden = document.nodes.find((n) => n.type === 'dense' && document.edges.some((e) => e.source === n.id && types.get(e.target) !== 'output'));
  return hidden?.id ?? null;
}

/** Whether a layer before the last one bends: what a softmax or sigmoid does at the end turns the answer into probabilities only. */
const bends = ({ document }: TourFacts): boolean => {
  const types = new Map(document.nodes.map((n) => [n.id, n.type]));
  const isHidden = (id: string): boolean => document.edges.some((e) => e.source === id && types.get(e.target) !== 'output');
  return document.nodes.some(({ id, type, params }) => {
    const activation = params?.['activation'] ?? (type === 'activation' ? 'relu' : 'linear');
    return (type === 'activation' || type === 'dense') && typeof activation === 'string' && activation !== 'linear' && activation !== 'softmax' && isHidden(id);
  });
};
const hasOutput = ({ document }: TourFacts): boolean => document.nodes.some((n) => n.type === 'output' && document.edges.some((e) => e.target === n.id));
const inEditor = (facts: TourFacts): boolean => facts.screen === 'editor' && facts.blankSeen;
const hasRun = ({ training }: TourFacts): boolean => training !== 'idle' && training !== 'failed';

export const tourSteps: readonly TourStep[] = [
  {
    id: 'blank',
    title: 'Begin with an empty network',
    text: ({ screen }) => (screen === 'start' ? 'Press “Blank network”.' : 'Open the menu at the top right and choose “New network”. What is open now is asked about before it goes.'),
    done: (facts) => inEditor(facts),
    target: ({ screen }) => (screen === 'start' ? ['.start-actions .button'] : ['.topbar [aria-label="Menu"]']),
  },
  {
    id: 'input',
    title: 'Data comes in',
    text: () => 'Click “Input” in the list of layers. By keyboard: press / and type its name, then Enter.',
    done: (facts) => count(facts, 'input') > 0,
    target: () => [paletteItem('input'), '#palette-search'],
  },
  {
    id: 'dense',
    title: 'A layer that learns',
    text: () => 'Click “Dense”. While a layer is selected, the next one connects itself below it.',
    done: (facts) => count(facts, 'dense') > 0,
    target: () => [paletteItem('dense'), '#palette-search'],
  },
  {
    id: 'second',
    title: 'And one that answers',
    text: () => 'Click “Dense” once more: the second turns what the first found into an answer.',
    done: (facts) => count(facts, 'dense') > 1,
    target: () => [paletteItem('dense'), '#palette-search'],
  },
  {
    id: 'output',
    title: 'What it should learn',
    text: () => 'Click “Output”. It ends the network and holds the loss, the number that training makes small.',
    done: hasOutput,
    target: () => [paletteItem('output'), '#palette-search'],
  },
  {
    id: 'data',
    title: 'Something to learn from',
    text: ({ tab }) => (tab === 'data' ? 'Choose “Points in the plane”: dots of two kinds, to be told apart.' : 'Open the Data tab below the canvas.'),
    done: ({ hasData }) => hasData,
    beside: '.tabs.bottom',
    target: ({ tab }) => (tab === 'data' ? ['.choose-card[data-type="points"]', '.data-source .select', tabOf('data')] : [tabOf('data')]),
  },
  {
    id: 'fit',
    title: 'Let it be mended',
    text: ({ tab }) =>
      tab === 'problems'
        ? 'The network does not fit these data yet, and each problem says why. Press its first fix, until everything fits.'
        : 'Something does not fit: open Problems. Each one says why, and what would mend it.',
    done: ({ compilation }) => compilation.ok,
    beside: '.tabs.bottom',
    target: ({ tab }) => (tab === 'problems' ? ['.problem-fixes .button-accent', tabOf('problems')] : [tabOf('problems')]),
  },
  {
    id: 'bend',
    title: 'Straight lines are not enough',
    text: (facts) => {
      const dense = hiddenDense(facts);
      return dense !== null && facts.selected.includes(dense)
        ? 'In the inspector set “Activation” to relu: it bends the straight line that a Dense draws.'
        : `Click ${dense === null ? 'the first Dense' : `“${dense}”`} on the canvas: its params appear on the right.`;
    },
    done: bends,
    target: (facts) => {
      const dense = hiddenDense(facts);
      if (dense !== null && facts.selected.includes(dense)) return ['.inspector .param-form'];
      return dense === null ? ['.canvas'] : [`.react-flow__node[data-id="${dense.replaceAll(/["\\]/g, '\\$&')}"]`];
    },
  },
  {
    id: 'train',
    title: 'Train it',
    text: () => 'Press “Train”. It runs on your GPU, in this window; nothing leaves this computer.',
    done: hasRun,
    target: () => ['.train-main'],
  },
  {
    id: 'watch',
    title: 'Watch it learn',
    text: ({ training }) => (training === 'preparing' ? 'The model is being built…' : 'The loss falls as it learns. Change anything and train again: that is all there is to it.'),
    done: ({ training }) => training === 'finished',
    beside: '.tabs.bottom',
    target: () => [tabOf('training')],
  },
];

/** The first step that is not done; null when all are. A later step that is done covers for those before it only if they are done too. */
export function currentStep(facts: TourFacts): TourStep | null {
  return tourSteps.find((step) => !step.done(facts)) ?? null;
}
