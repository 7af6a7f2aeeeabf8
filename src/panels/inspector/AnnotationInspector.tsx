// One selected comment or frame: its text and its colour.

import { useId } from 'react';
import { colourOf, COLOURS, LONGEST_TEXT, paint, textOf, writeText } from '../../commands/canvas/annotate.ts';
import { withContents } from '../../graph/boxes.ts';
import type { GraphNode } from '../../graph/document.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { countOf } from '../quantities.ts';
import { useDocument } from '../useStores.ts';
import { Section } from './Section.tsx';

const COLOUR_NAMES: { readonly [C in (typeof COLOURS)[number]]: string } = { amber: 'Amber', blue: 'Blue', green: 'Green', pink: 'Pink', violet: 'Violet', grey: 'Grey' };

export function AnnotationInspector({ node }: { readonly node: GraphNode }) {
  const readOnly = useDocument((s) => s.readOnly);
  const contents = useDocument((s) => (node.type === 'frame' ? withContents(graphHere(s), [node.id]).size - 1 : 0));
  const field = useId();
  const isFrame = node.type === 'frame';
  const chosen = colourOf(node);
  return (
    <>
      <Section>
        <h2 className="inspector-title">{isFrame ? 'Frame' : 'Comment'}</h2>
        <label className="inspector-text" htmlFor={field}>
          {isFrame ? 'Title' : 'Text'}
        </label>
        <textarea
          id={field}
          className="input inspector-textarea"
          rows={isFrame ? 1 : 6}
          maxLength={LONGEST_TEXT}
          disabled={readOnly}
          value={textOf(node)}
          onChange={(event) => writeText(node.id, isFrame ? event.target.value.replaceAll('\n', ' ') : event.target.value)}
          onBlur={() => documentStore.getState().endGesture()}
        />
        {isFrame ? <p className="inspector-text">{contents === 0 ? 'Nothing lies wholly inside it.' : `Moves the ${countOf(contents, 'layer')} inside it.`}</p> : null}
      </Section>
      <Section title="Colour">
        <div className="colour-choice" role="radiogroup" aria-label="Colour">
          {COLOURS.map((colour) => (
            <label key={colour} className="colour-swatch" data-colour={colour} title={COLOUR_NAMES[colour]}>
              <input type="radio" name={field} className="visually-hidden" checked={colour === chosen} disabled={readOnly} onChange={() => paint([node.id], colour)} />
              <span className="visually-hidden">{COLOUR_NAMES[colour]}</span>
            </label>
          ))}
        </div>
      </Section>
    </>
  );
}
