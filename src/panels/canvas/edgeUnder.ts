// Which connection lies under a place of the window, and marking it as the one that something would be dropped on. Knows the page, not the stores.

const isEdge = (element: Element): HTMLElement | SVGElement | null => element.closest<HTMLElement | SVGElement>('.react-flow__edge, [data-edge]');

/** The id of the connection whose line or label is at one of these places, in window pixels. Cards hide it, but for the `dragged` one. */
export function edgeUnder(places: readonly (readonly [number, number])[], dragged?: string): string | null {
  for (const [x, y] of places) {
    for (const element of document.elementsFromPoint(x, y)) {
      const card = element.closest<HTMLElement>('.react-flow__node');
      if (card && card.dataset['id'] !== dragged) break;
      const edge = card ? null : isEdge(element);
      const id = edge?.dataset['edge'] ?? edge?.dataset['id'];
      if (id !== undefined) return id;
    }
  }
  return null;
}

let marked: Element | null = null;

/** Marks one connection, or none. By hand, since it changes while the pointer moves and React has nothing else to draw then. */
export function markEdge(id: string | null): void {
  const next = id === null ? null : document.querySelector(`.react-flow__edge[data-id="${CSS.escape(id)}"]`);
  if (next === marked) return;
  marked?.removeAttribute('data-drop');
  next?.setAttribute('data-drop', 'true');
  marked = next;
}
