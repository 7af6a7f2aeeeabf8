// A layer's documentation: paragraphs, `code`, and the reference. Never rendered as HTML.

import { ExternalLink } from 'lucide-react';
import type { AnyLayer } from '../../layers/layer.ts';

const isWeb = (url: string | undefined): url is string => /^https:\/\//.test(url ?? '');

export function Prose({ text }: { readonly text: string }) {
  return text.split(/\n\s*\n/).map((paragraph) => (
    <p key={paragraph}>
      {paragraph.split('`').map((part, i) => (i % 2 === 1 ? <code key={`${i}${part}`}>{part}</code> : part))}
    </p>
  ));
}

export function DocText({ layer }: { readonly layer: AnyLayer }) {
  const { reference } = layer;
  return (
    <div className="doc">
      <Prose text={layer.doc} />
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
