// The tour as it is seen: a small card beside what it speaks of, and a ring around that. Blocks nothing; the person works on as they like.

import { X } from 'lucide-react';
import { useEffect, useState, type CSSProperties } from 'react';
import { Button, IconButton } from '../../panels/controls/Button.tsx';
import { useCompilation, useDocument, useStore, useUi } from '../../panels/useStores.ts';
import { dataStore } from '../../state/dataStore.ts';
import { tourStore } from '../../state/tourStore.ts';
import { trainingStore } from '../../state/trainingStore.ts';
import { currentStep, tourSteps, type TourFacts } from './steps.ts';
import { placeCard, type Rect } from './placeCard.ts';
import './tour.css';

const CARD = { width: 280, height: 150 };
/** How often the page is asked where the target is: it moves with panels, scrolling and zoom. */
const LOOK_MS = 120;

export function Tour() {
  const running = useStore(tourStore, (t) => t.status === 'running');
  return running ? <RunningTour /> : null;
}

function useFacts(): TourFacts {
  const document = useDocument((d) => d.document);
  const compilation = useCompilation((c) => c.compilation);
  const screen = useUi((ui) => ui.screen);
  const tab = useUi((ui) => ui.bottomTab);
  const selected = useUi((ui) => ui.selectedNodes);
  const training = useStore(trainingStore, (t) => t.status);
  const hasData = useStore(dataStore, (d) => d.source !== null);
  const blankSeen = useStore(tourStore, (t) => t.blankSeen);
  return { screen, blankSeen, document, compilation, hasData, tab, selected, training };
}

function RunningTour() {
  const facts = useFacts();
  const { end, seeBlank } = tourStore.getState();
  const blank = facts.screen === 'editor' && facts.document.nodes.length === 0;
  useEffect(() => {
    if (blank) seeBlank();
  }, [blank, seeBlank]);
  const step = currentStep(facts);
  const busy = useUi((ui) => ui.overlay !== null || ui.question !== null);
  const selectors = step?.target(facts).join('\n') ?? '';
  const rect = useTarget(selectors);
  const beside = useTarget(step?.beside ?? selectors);
  // What stands over the window is dealt with first.
  if (busy) return null;
  const place = placeCard(beside ?? rect, CARD, { width: window.innerWidth, height: window.innerHeight });
  const number = step ? tourSteps.indexOf(step) + 1 : tourSteps.length;
  return (
    <>
      {rect && step ? <div className="tour-ring" aria-hidden="true" style={{ left: rect.x - 4, top: rect.y - 4, width: rect.width + 8, height: rect.height + 8 }} /> : null}
      <aside className="tour" aria-label="Tour" style={{ left: place.x, top: place.y, width: CARD.width } as CSSProperties}>
        <header>
          <output aria-live="polite">
            <strong>{step ? step.title : 'You have built and trained a network'}</strong>
            <span>{step ? step.text(facts) : 'Templates on the start page are larger ones to take apart. Every layer explains itself in the inspector, and ? shows all shortcuts.'}</span>
          </output>
          <IconButton size="sm" label="End the tour" icon={<X size={13} />} onClick={end} />
        </header>
        <footer>
          <progress value={step ? number - 1 : number} max={tourSteps.length} aria-label="Steps done" />
          {step === null ? (
            <Button size="sm" variant="primary" onClick={end}>
              Done
            </Button>
          ) : rect ? (
            <Button size="sm" variant="quiet" onClick={() => focusTarget(selectors)}>
              Go there
            </Button>
          ) : null}
        </footer>
      </aside>
    </>
  );
}

const find = (selectors: string): HTMLElement | null => {
  for (const selector of selectors.split('\n')) {
    const element = selector === '' ? null : document.querySelector<HTMLElement>(selector);
    if (element) return element;
  }
  return null;
};

/** For the keyboard: the focus goes to what the card speaks of; an entry of a list is reached through its search box. */
function focusTarget(selectors: string): void {
  const element = find(selectors);
  if (!element) return;
  const inPalette = element.closest('.palette')?.querySelector<HTMLElement>('input');
  const focusable = inPalette ?? (element.matches('button, input, [tabindex]') ? element : element.querySelector<HTMLElement>('button, input, [tabindex]'));
  focusable?.focus();
}

/** Where the target is; null while it is not there. A new target is brought into view once. */
function useTarget(selectors: string): Rect | null {
  const [rect, setRect] = useState<Rect | null>(null);
  useEffect(() => {
    find(selectors)?.closest('.palette-item')?.scrollIntoView({ block: 'nearest' });
    const look = (): void => {
      const box = find(selectors)?.getBoundingClientRect();
      setRect((before) => {
        if (!box || box.width === 0) return null;
        const same = before && before.x === box.x && before.y === box.y && before.width === box.width && before.height === box.height;
        return same ? before : { x: box.x, y: box.y, width: box.width, height: box.height };
      });
    };
    const frame = requestAnimationFrame(look);
    const timer = setInterval(look, LOOK_MS);
    return () => {
      cancelAnimationFrame(frame);
      clearInterval(timer);
    };
  }, [selectors]);
  return rect;
}
