// Where one is: the network and the blocks entered, each a way back. Nothing at the network itself.

import { ChevronRight } from 'lucide-react';
import { pathHere } from '../../commands/canvas/blocks.ts';
import { documentStore } from '../../state/documentStore.ts';
import { useDocument } from '../useStores.ts';

export function BlockPath() {
  const scope = useDocument((d) => d.scope);
  useDocument((d) => d.document);
  if (scope.length === 0) return null;
  const path = pathHere();
  return (
    <nav className="canvas-path" aria-label="Blocks entered">
      <ol>
        {path.map(({ label, depth }) => (
          <li key={depth}>
            {depth > 0 ? <ChevronRight size={13} aria-hidden="true" /> : null}
            {depth === scope.length ? (
              <span aria-current="location">{label}</span>
            ) : (
              <button type="button" onClick={() => documentStore.getState().setScope(scope.slice(0, depth))}>
                {label}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
