// The tour's offer on the start page, until it is taken or declined.

import { X } from 'lucide-react';
import { Button, IconButton } from '../../panels/controls/Button.tsx';
import { useStore } from '../../panels/useStores.ts';
import { tourStore } from '../../state/tourStore.ts';
import './tour.css';

export function TourOffer() {
  const offered = useStore(tourStore, (t) => t.status === 'offered');
  const { begin, end } = tourStore.getState();
  if (!offered) return null;
  return (
    <section className="tour-offer" aria-label="First steps">
      <p>
        <strong>First time here?</strong> Build and train a tiny network in a minute.
      </p>
      <Button size="sm" variant="accent" onClick={begin}>
        Show me how
      </Button>
      <IconButton size="sm" label="Do not offer the tour again" icon={<X size={13} />} onClick={end} />
    </section>
  );
}
