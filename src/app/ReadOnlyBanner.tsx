// Says why a file cannot be changed, above the canvas, for as long as it is open.

import { Lock } from 'lucide-react';
import { useDocument } from '../panels/useStores.ts';

export function ReadOnlyBanner() {
  const readOnly = useDocument((d) => d.readOnly);
  const version = useDocument((d) => d.document.version);
  if (!readOnly) return null;
  return (
    <p className="readonly" role="note">
      <Lock size={13} aria-hidden="true" />
      This file was written by a newer Netloom (format {version}). It is open for reading only, so that nothing in it is lost.
    </p>
  );
}
