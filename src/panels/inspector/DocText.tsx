// What a layer or a block is, in prose: paragraphs, `code`, and the reference. Never rendered as HTML.

import { ExternalLink } from 'lucide-react';
import type { BlockDefinition } from '../../graph/document.ts';
import type { AnyLayer } from '../../layers/layer.ts';
import { InlineCode } from '../InlineCode.tsx';
import { Section } from './Section.tsx';

const isWeb = (url: string | undefined): url is string => url?.startsWith('https://') === true;

function Prose({ text }: { readonly text: string }) {
  return text.split(/\n\s*\n/).map((paragraph) => (
    <p key={paragraph}>
      <InlineCode text={paragraph} />
    </p>
  ));
}

export function DocText({ layer }: { readonly layer: AnyLayer }) {
  const { reference } = layer;
  return (
    <div className="doc">
      <Prose text={layer.doc} />
      {layer.ports ? (
        <dl className="doc-ports">
          {layer.ports.map((port, i) => (
            <div key={port.name}>
              <dt>
                Input {i + 1}, {port.name}
              </dt>
              <dd>{port.doc}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {reference ? (
        <p className="doc-reference">
          {isWeb(reference.url) ? (
            <a href={reference.url} target="_blank" rel="noreferrer">
              {reference.text}
              <ExternalLink size={11} aria-hidden="true" />
            </a>
          ) : (
            reference.text
          )}
        </p>
      ) : null}
    </div>
  );
}

/** What its author wrote about a block. */
export function AboutBlock({ definition: { doc } }: { readonly definition: BlockDefinition }) {
  if (!doc) return null;
  return (
    <Section title="About this block">
      <div className="doc">
        <Prose text={doc} />
      </div>
    </Section>
  );
}
