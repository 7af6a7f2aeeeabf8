// A search box over the window: what "Search or run" and "Find a layer" stand in. Closing gives the keyboard back to the canvas.

import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useUi } from '../panels/useStores.ts';
import type { Overlay } from '../state/uiStore.ts';
import { viewportStore } from '../state/viewportStore.ts';

export interface SearchDialogProps {
  readonly overlay: Overlay;
  /** For screen readers. */
  readonly title: string;
  /** Made anew each time it opens. */
  readonly children: ReactNode;
}

export function SearchDialog({ overlay, title, children }: SearchDialogProps) {
  const open = useUi((ui) => ui.overlay === overlay);
  const setOverlay = useUi((ui) => ui.setOverlay);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => setOverlay(next ? overlay : null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay overlay-light" />
        <Dialog.Content
          className="command-palette"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            viewportStore.getState().controls?.focus();
          }}
        >
          <Dialog.Title className="visually-hidden">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
