import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { builtinSignature } from '../../compiler/dataSize.ts';
import { emptyDocument, type NetloomDocument } from '../../graph/document.ts';
import { applyEdits, type Edit } from '../../graph/edits.ts';
import { createTourStore } from '../../state/tourStore.ts';
import { placeCard } from './placeCard.ts';
import { currentStep, tourSteps, type TourFacts } from './steps.ts';

function factsOf(document: NetloomDocument, more: Partial<TourFacts> = {}): TourFacts {
  const data = builtinSignature(document);
  return { screen: 'editor', blankSeen: true, document, compilation: compile(document, data ? { data } : {}), hasData: data !== null, tab: 'problems', selected: [], training: 'idle', ...more };
}
const idOf = (facts: TourFacts): string | undefined => currentStep(facts)?.id;

describe('the tour', () => {
  it('leads from an empty network to a trained one, each step done by what it asks for', () => {
    let document = emptyDocument();
    const seen: (string | undefined)[] = [idOf(factsOf(document, { screen: 'start', blankSeen: false })), idOf(factsOf(document))];
    const act = (...edits: Edit[]): void => {
      document = applyEdits(document, edits);
      seen.push(idOf(factsOf(document)));
    };
    const add = (id: string, type: string, after?: string): void =>
      act({ kind: 'addNode', node: { id, type, position: [0, 0] } }, ...(after === undefined ? [] : [{ kind: 'connect' as const, edge: { source: after, target: id } }]));
    add('input', 'input');
    add('dense', 'dense', 'input');
    add('dense_2', 'dense', 'dense');
    add('output', 'output', 'dense_2');
    act({ kind: 'setTraining', training: { data: { type: 'points' } } });
    // The first fix of the first problem, as the card says.
    for (let press = 0; press < 6 && idOf(factsOf(document)) === 'fit'; press++) {
      const fix = factsOf(document).compilation.diagnostics.find((d) => d.severity === 'error')!.fixes[0]!;
      document = applyEdits(document, fix.edits);
    }
    seen.push(idOf(factsOf(document)));
    act({ kind: 'setParams', id: 'dense', params: { activation: 'relu' } });
    for (const training of ['preparing', 'running', 'finished'] as const) seen.push(idOf(factsOf(document, { training })));
    expect(seen).toEqual(['blank', 'input', 'dense', 'second', 'output', 'data', 'fit', 'bend', 'train', 'watch', 'watch', undefined]);
  });

  it('says something and points somewhere at every step', () => {
    const facts = factsOf(emptyDocument());
    expect(new Set(tourSteps.map((step) => step.id)).size).toBe(tourSteps.length);
    for (const step of tourSteps) {
      expect(step.text(facts).length).toBeGreaterThan(20);
      expect(step.target(facts).length).toBeGreaterThan(0);
    }
  });

  it('is offered until it was taken or declined, also after a restart', () => {
    const kept = new Map<string, string>();
    const memory = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    const first = createTourStore(memory);
    expect(first.getState().status).toBe('offered');
    first.getState().end();
    const second = createTourStore(memory);
    expect(second.getState().status).toBe('over');
    second.getState().begin();
    expect(second.getState()).toMatchObject({ status: 'running', blankSeen: false });
    const refused = { getItem: () => { throw new Error('off'); }, setItem: () => { throw new Error('off'); } };
    const third = createTourStore(refused);
    third.getState().end();
    expect(third.getState().status).toBe('over');
  });

  it('keeps its card inside the window and off what it points at', () => {
    const [card, window] = [{ width: 280, height: 150 }, { width: 1000, height: 700 }];
    for (const x of [0, 200, 480, 940]) {
      for (const y of [0, 100, 400, 690]) {
        const target = { x, y, width: 60, height: 24 };
        const place = placeCard(target, card, window);
        expect(place.x).toBeGreaterThanOrEqual(0);
        expect(place.y).toBeGreaterThanOrEqual(0);
        expect(place.x + card.width).toBeLessThanOrEqual(window.width);
        expect(place.y + card.height).toBeLessThanOrEqual(window.height);
        const apart = place.x >= target.x + target.width || place.x + card.width <= target.x || place.y >= target.y + target.height || place.y + card.height <= target.y;
        expect(apart, `${x} ${y}`).toBe(true);
      }
    }
  });
});
