// A titled part of the inspector, and its rows of name and number.

import type { ReactNode } from 'react';

export function Section({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <section className="inspector-section">
      {title ? <h2 className="inspector-heading">{title}</h2> : null}
      {children}
    </section>
  );
}

export function Row({ name, title, children }: { readonly name: string; readonly title?: string | undefined; readonly children: ReactNode }) {
  return (
    <div className="inspector-row" title={title}>
      <span>{name}</span>
      <span className="number">{children}</span>
    </div>
  );
}
