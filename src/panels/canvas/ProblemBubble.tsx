// The bubble beside a card with an error: what is wrong, the arithmetic with the user's numbers, and fixes in one click.

import { useStore as useFlowStore } from '@xyflow/react';
import { Wand2, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Diagnostic, Fix } from '../../compiler/compilation.ts';
import type { FormulaStep } from '../../layers/layer.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { documentStore } from '../../state/documentStore.ts';
import { applyFix } from '../../commands/canvas/applyFix.ts';
import { bubblePlace, codeParts, overlap, titleAndText, type Rect } from './bubblePlace.ts';
import type { CardNode, GroupNode } from './flow/flow.ts';

export interface ProblemBubbleProps {
  /** The card, or the opened block, that it is about. */
  readonly card: CardNode | GroupNode;
  readonly problem: Diagnostic;
  /** How many further problems the card has. */
  readonly more: number;
  readonly cards: readonly CardNode[];
  onDismiss(): void;
}

export function ProblemBubble({ card, problem, more, cards, onDismiss }: ProblemBubbleProps) {
  const transform = useFlowStore((s) => s.transform);
  const paneWidth = useFlowStore((s) => s.width);
  const paneHeight = useFlowStore((s) => s.height);
  const bubble = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);

  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    const measure = (): void => setSize({ width: element.offsetWidth, height: element.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // The first Escape closes the bubble, the next one clears the selection.
      event.preventDefault();
      event.stopPropagation();
      onDismiss();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [onDismiss]);

  const [panX, panY, zoom] = transform;
  const onScreen = (n: CardNode | GroupNode): Rect => ({ x: n.position.x * zoom + panX, y: n.position.y * zoom + panY, width: (n.width ?? NODE_WIDTH) * zoom, height: (n.height ?? NODE_HEIGHT) * zoom });
  const pane = { width: paneWidth, height: paneHeight };
  const here = onScreen(card);
  const inside: Rect = { x: 0, y: 0, ...pane };
  const others = cards.filter((n) => n.id !== card.id).map(onScreen).filter((rect) => overlap(rect, inside) > 0);
  const at = size ? bubblePlace(here, size, pane, others) : { x: 0, y: 0 };
  // Off screen with its card: nothing to point at.
  const shown = size !== null && overlap(here, inside) > 0;
  const { title, text } = titleAndText(problem.message);

  return (
    <div
      ref={bubble}
      className="canvas-bubble nopan nowheel"
      role="alertdialog"
      aria-modal="false"
      aria-labelledby="canvas-bubble-title"
      aria-describedby="canvas-bubble-text"
      style={{ transform: `translate(${at.x}px, ${at.y}px)`, visibility: shown ? 'visible' : 'hidden' }}
    >
      <div className="canvas-bubble-head">
        <h3 id="canvas-bubble-title"><Sentence text={title} /></h3>
        <button type="button" className="canvas-bubble-close" aria-label="Dismiss" title="Dismiss (Esc)" onClick={onDismiss}>
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <div id="canvas-bubble-text">
        {text === '' ? null : <p><Sentence text={text} /></p>}
        {problem.steps && problem.steps.length > 0 ? <Formula steps={problem.steps} /> : null}
      </div>
      {problem.fixes.length > 0 ? (
        <fieldset className="canvas-bubble-fixes" aria-label="Fixes">
          {problem.fixes.map((fix, i) => (
            <FixButton key={fix.label} fix={fix} best={i === 0} />
          ))}
        </fieldset>
      ) : null}
      {more > 0 ? <p className="canvas-bubble-more">{more === 1 ? 'One more problem here, in the Problems panel.' : `${more} more problems here, in the Problems panel.`}</p> : null}
    </div>
  );
}

function Sentence({ text }: { readonly text: string }) {
  return codeParts(text).map((part, i) => (part.code ? <code key={`${i} ${part.text}`}>{part.text}</code> : part.text));
}

function FixButton({ fix, best }: { readonly fix: Fix; readonly best: boolean }) {
  const readOnly = documentStore.getState().readOnly;
  return (
    <button type="button" className={`canvas-bubble-fix${best ? ' canvas-bubble-fix-best' : ''}`} disabled={readOnly} onClick={() => applyFix(fix)}>
      {best ? <Wand2 size={13} aria-hidden="true" /> : null}
      <span>
        <Sentence text={fix.label} />
      </span>
    </button>
  );
}

/** The arithmetic line by line; the result, where it goes wrong, stands out. */
function Formula({ steps }: { readonly steps: readonly FormulaStep[] }) {
  return (
    <div className="canvas-bubble-formula">
      {steps.map((step) => {
        const split = step.text.lastIndexOf('= ');
        const result = split < 0 ? '' : step.text.slice(split + 2);
        return (
          <div key={`${step.axis} ${step.text}`}>
            {steps.length > 1 ? <span className="canvas-bubble-axis">{step.axis}</span> : null}
            <code>
              {split < 0 ? step.text : step.text.slice(0, split + 2)}
              {result === '' ? null : <strong>{result}</strong>}
            </code>
            {step.note ? <span className="canvas-bubble-note">{step.note}</span> : null}
          </div>
        );
      })}
    </div>
  );
}
