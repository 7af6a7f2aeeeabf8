import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unet } from '../../templates/unet.ts';
import { emptyDocument, type NetloomDocument } from '../graph/document.ts';
import { parseDocument, serializeDocument } from '../graph/parse.ts';
import { completeParams } from '../layers/params.ts';
import { graphHere } from '../state/currentGraph.ts';
import { documentStore } from '../state/documentStore.ts';
import { keepSelectionLive } from '../state/liveSelection.ts';
import { uiStore } from '../state/uiStore.ts';
import { addComment, COLOURS, frameSelection, paint, resizeTo, writeText } from './canvas/annotate.ts';
import { addLayer } from './canvas/addLayer.ts';
import { blocksToAdd } from './canvas/blockSources.ts';
import { enterBlock, leaveBlock, makeBlockOfSelection, toggleMeantExpanded, ungroupSelected, unlinkSelected } from './canvas/blocks.ts';
import { duplicateSelection, pasteText, selectionText } from './canvas/clipboard.ts';
import { connectNodes, connectSelection, replaceNodes } from './canvas/popups.ts';
import { alignSelection, deleteSelection, distributeSelection, nudgeSelection } from './canvas/selection.ts';

const store = () => documentStore.getState();
const here = () => graphHere(store());
const ui = () => uiStore.getState();

/** Numbers that an action turns into the nodes, edges and values it is about. */
interface Dice {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}
const TYPES = ['conv2d', 'dense', 'add', 'activation', 'maxPooling2d', 'flatten', 'output', 'input', 'concatenate', 'dropout'];

const nodeAt = (n: number) => here().nodes[n % Math.max(1, here().nodes.length)];
const edgeAt = (n: number) => here().edges[n % Math.max(1, here().edges.length)];
const select = (...dice: number[]): void => ui().select([...new Set(dice.map((n) => nodeAt(n)?.id).filter((id) => id !== undefined))]);
const place = ({ a, b }: Dice): [number, number] => [(a % 40) * 25, (b % 60) * 25];

/** Everything a person can do to a document, by what the edits of it are called in graph/edits.ts or the command that makes them. */
const actions: readonly ((dice: Dice) => void)[] = [
  ({ a }) => addLayer(TYPES[a % TYPES.length]!),
  (dice) => addLayer(TYPES[dice.c % TYPES.length]!, place(dice)),
  ({ a, b }) => {
    select(b);
    addLayer(TYPES[a % TYPES.length]!);
  },
  ({ a, b }) => {
    const edge = edgeAt(b);
    if (edge) addLayer(TYPES[a % TYPES.length]!, [a % 500, b % 500], { kind: 'on', edge });
  },
  ({ a, b }) => {
    const [source, target] = [nodeAt(a), nodeAt(b)];
    if (source && target) connectNodes(source.id, target.id);
  },
  ({ a, b }) => {
    select(a, b);
    if (ui().selectedNodes.length > 1) connectSelection();
  },
  ({ a }) => {
    const edge = edgeAt(a);
    if (edge) store().edit('Disconnect', [{ kind: 'disconnect', edge }]);
  },
  ({ a, b, c }) => {
    select(a, b);
    replaceNodes(ui().selectedNodes, TYPES[c % TYPES.length]!);
  },
  ({ a }) => {
    select(a);
    deleteSelection({ heal: true });
  },
  ({ a, b }) => {
    select(a, b);
    const edge = edgeAt(b);
    if (edge) ui().select(ui().selectedNodes, [edge]);
    deleteSelection();
  },
  ({ a, b, c }) => {
    select(a, b);
    nudgeSelection((c % 21) - 10, (a % 21) - 10);
    if (c % 3 === 0) store().endGesture();
  },
  ({ a, b, c }) => {
    select(a, b, c);
    alignSelection((['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const)[a % 6]!);
  },
  ({ a, b, c }) => {
    select(a, b, c);
    distributeSelection(a % 2 === 0 ? 'x' : 'y');
  },
  ({ a, b }) => {
    select(a, b);
    duplicateSelection();
  },
  ({ a, b, c }) => {
    select(a, b, c);
    const text = selectionText();
    if (text !== null) pasteText(text);
  },
  (dice) => addComment(place(dice)),
  ({ a, b }) => {
    select(a, b);
    frameSelection();
  },
  ({ a, c }) => {
    const note = here().nodes.filter((n) => n.type === 'comment' || n.type === 'frame')[a % 3];
    if (!note) return;
    writeText(note.id, `words ${c}`);
    paint([note.id], COLOURS[c % COLOURS.length]!);
    resizeTo(note.id, { x: a, y: c, width: 60 + (c % 300), height: 60 + (a % 300) });
    store().endGesture();
  },
  ({ a, c }) => {
    const node = nodeAt(a);
    if (node) store().edit('Set', [{ kind: 'setParams', id: node.id, params: c % 4 === 0 ? { filters: undefined } : { filters: c % 64, padding: c % 2 === 0 ? 'same' : 'valid' } }]);
  },
  ({ a, c }) => {
    const node = nodeAt(a);
    if (node) store().edit('Rename', [{ kind: 'renameNode', id: node.id, to: `renamed_${c % 50}` }]);
  },
  ({ a, b }) => {
    const [node, other] = [nodeAt(a), nodeAt(b)];
    if (node && other) store().edit('Share', [{ kind: 'setNode', id: node.id, fields: { sharedWith: a % 2 === 0 ? other.id : undefined } }]);
  },
  ({ c }) => store().edit('Train', [{ kind: 'setTraining', training: { epochs: 1 + (c % 9), optimizer: { type: 'sgd', learningRate: 0.1 } } }]),
  ({ c }) => store().edit('Name', [{ kind: 'setName', name: `net ${c % 9}` }]),
  ({ a, b, c }) => {
    select(a, b, c);
    makeBlockOfSelection();
  },
  ({ a }) => {
    const library = blocksToAdd(store().document, []);
    addLayer(library[a % library.length]!.type);
  },
  ({ a, c }) => {
    const instances = here().nodes.filter((n) => n.type === 'block');
    if (instances.length === 0) return;
    ui().select([instances[a % instances.length]!.id]);
    [toggleMeantExpanded, unlinkSelected, ungroupSelected, () => enterBlock(ui().selectedNodes[0]!)][c % 4]!();
  },
  () => leaveBlock(),
];

/** Frozen to the bottom, so that an edit that changed a document in place would throw. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

/** Documents kept small: what would grow beyond this is deleted, which is an edit like the others. */
const MOST_NODES = 40;

function perform(index: number, dice: Dice): void {
  actions[index % actions.length]!(dice);
  frozen(store().document);
  if (here().nodes.length > MOST_NODES) {
    ui().select(here().nodes.slice(MOST_NODES / 2).map((n) => n.id));
    deleteSelection({ heal: true });
  }
}

interface Snapshot {
  readonly text: string;
  readonly copy: NetloomDocument;
}
const snapshot = (): Snapshot => ({ text: serializeDocument(store().document), copy: structuredClone(store().document) });

const same = (expected: Snapshot): void => {
  expect(serializeDocument(store().document)).toBe(expected.text);
  expect(store().document).toEqual(expected.copy);
};

describe('undo', () => {
  const dice = fc.record({ a: fc.nat(9999), b: fc.nat(9999), c: fc.nat(9999) });
  const step = fc.tuple(fc.nat(actions.length - 1), dice);

  it('takes a thousand random edits back to the exact first document, through blocks, paste and comments, and redoes the last', () => {
    const stop = keepSelectionLive();
    const { training, ...network } = unet.build({ ...completeParams(unet.params, {}).params, depth: 1, width: 4, size: 16 });
    // Without data to load: another test's stores may be listening, and there is no worker here.
    const { data: _, ...settings } = training;
    const start = { ...network, training: settings } as NetloomDocument;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1000, maxLength: 1000 }), (steps) => {
        store().open(frozen(structuredClone(start)));
        ui().select([]);
        const first = snapshot();
        const kept = new Map<number, Snapshot>();
        for (const [index, roll] of steps) {
          perform(index, roll);
          // Undo may be asked for anywhere; what then follows begins from there.
          if (roll.c % 40 === 0) store().undo();
          if (store().past.length % 50 === 0) kept.set(store().past.length, snapshot());
          for (const depth of kept.keys()) if (depth > store().past.length) kept.delete(depth);
        }
        const last = snapshot();
        expect(store().past.length).toBeGreaterThan(500);
        while (store().past.length > 0) {
          store().undo();
          const then = kept.get(store().past.length);
          if (then) same(then);
        }
        same(first);
        while (store().future.length > 0) store().redo();
        same(last);
        // The file says it all: written and read, it is the same document.
        const parsed = parseDocument(last.text);
        expect(parsed.ok && serializeDocument(parsed.document)).toBe(last.text);
      }),
      { numRuns: 1, seed: 20_261_125, endOnFailure: true },
    );
    stop();
    store().open(emptyDocument());
  });

  it('of every edit alone gives the document before it', () => {
    const { training, ...network } = unet.build({ ...completeParams(unet.params, {}).params, depth: 1, width: 4, size: 16 });
    // Without data to load: another test's stores may be listening, and there is no worker here.
    const { data: _, ...settings } = training;
    const start = { ...network, training: settings } as NetloomDocument;
    for (let index = 0; index < actions.length; index++) {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 6 }), dice, (before, roll) => {
          store().open(frozen(structuredClone(start)));
          ui().select([]);
          for (const [other, otherRoll] of before) perform(other, otherRoll);
          store().endGesture();
          const [depth, then] = [store().past.length, snapshot()];
          perform(index, roll);
          while (store().past.length > depth) store().undo();
          same(then);
        }),
        { numRuns: 8, seed: index },
      );
    }
    store().open(emptyDocument());
  });
});
