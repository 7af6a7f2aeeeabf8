// One tab stop for a long list: the arrows, Home and End move between its rows, Tab goes on from the one they came to.

import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';

export interface ListKeys<E extends HTMLElement> {
  readonly list: RefObject<E | null>;
  /** The props of the row with this number. */
  readonly rowProps: (index: number) => { readonly tabIndex: number; readonly onFocus: () => void; readonly onKeyDown: (event: KeyboardEvent) => void };
}

/** @param row selects the rows within the list, in their order */
export function useListKeys<E extends HTMLElement>(count: number, row: string): ListKeys<E> {
  const list = useRef<E>(null);
  const [active, setActive] = useState(0);
  const last = count - 1;
  const current = Math.min(active, last);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: Math.min(last, current + 1), ArrowUp: Math.max(0, current - 1), Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setActive(to);
    list.current?.querySelectorAll<HTMLElement>(row)[to]?.focus();
  };
  return { list, rowProps: (index) => ({ tabIndex: index === current ? 0 : -1, onFocus: () => setActive(index), onKeyDown }) };
}
