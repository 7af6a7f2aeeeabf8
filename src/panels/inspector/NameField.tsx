// The node's name, which is its id: edited in place, unique, and usable as a variable in the code.

import { useId, useState } from 'react';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { TextField } from '../controls/TextField.tsx';
import { useDocument } from '../useStores.ts';

/** What is wrong with a new name for node `id`, or null. */
export function nameProblem(name: string, id: string, taken: ReadonlySet<string>): string | null {
  if (name === '') return 'A layer needs a name.';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'Letters, digits and _ only, not beginning with a digit: the name becomes a variable in the code.';
  if (name.length > 60) return 'At most 60 characters.';
  return name !== id && taken.has(name) ? `Another layer is called ${name}.` : null;
}

export function NameField({ id }: { readonly id: string }) {
  const view = useDocument(graphHere);
  // Inside a block opened in place, the name within the block.
  const local = view.origins.get(id)?.local ?? id;
  const path = id.slice(0, id.length - local.length);
  const names = new Set(view.nodes.filter((n) => n.id.startsWith(path)).map((n) => n.id.slice(path.length)));
  const readOnly = useDocument((d) => d.readOnly);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useId();
  const rename = (to: string): void => {
    if (to === local) return;
    documentStore.getState().edit(`Rename ${local} to ${to}`, [{ kind: 'renameNode', id, to }]);
    const after = graphHere(documentStore.getState());
    if ([...after.nodes, ...after.groups].some((n) => n.id === `${path}${to}`)) uiStore.getState().select([`${path}${to}`]);
    // The field is another one for the new name: the keyboard goes back to the card instead of nowhere.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) viewportStore.getState().controls?.focus();
    });
  };
  return (
    <div className="name-field">
      <TextField
        id={field}
        key={id}
        label="Name"
        value={local}
        lazy
        disabled={readOnly}
        className="name-input"
        check={(text) => nameProblem(text, local, names)}
        onValue={rename}
        onProblem={setProblem}
      />
      {problem ? (
        <p className="field-problem" id={`${field}-message`} role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
