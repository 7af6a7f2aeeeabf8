// A small search box that opens at a place of the window, above whatever is there. Knows no store.

import { Dialog } from 'radix-ui';
import { SearchList, type SearchListProps } from './SearchList.tsx';
import './controls.css';

export interface SearchPopupProps extends Omit<SearchListProps, 'size'> {
  /** Where it points to, in window pixels. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  /** Called when it has gone: gives the keyboard back. */
  readonly onClosed?: () => void;
}

const WIDTH = 320;
const HEIGHT = 340;
const MARGIN = 8;

export function SearchPopup({ at, onClose, onClosed, ...list }: SearchPopupProps) {
  const left = Math.max(MARGIN, Math.min(at.x - 24, window.innerWidth - WIDTH - MARGIN));
  const top = Math.max(MARGIN, Math.min(at.y, window.innerHeight - HEIGHT - MARGIN));
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="search-popup-ground" />
        <Dialog.Content
          className="search-popup"
          style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed?.();
          }}
        >
          <Dialog.Title className="visually-hidden">{list.label}</Dialog.Title>
          <SearchList {...list} size="sm" />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
