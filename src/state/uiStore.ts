// What the window shows: screen, theme, selection, open tab. Not part of the document, so not undoable. Knows no React.

import { createStore } from 'zustand/vanilla';
import type { GraphEdge } from '../graph/document.ts';

export type Screen = 'start' | 'editor';
export type Theme = 'dark' | 'light';
/** `system` follows the desktop's setting. */
export type ThemeChoice = Theme | 'system';
/** What stands over the window; one at a time. */
export type Overlay = 'commandPalette' | 'find' | 'shortcuts' | 'export' | 'about' | 'picture' | 'summary';

/** A place on the canvas, in canvas units. */
export type Spot = readonly [number, number];

/** A search box that stands on the canvas at `anchor`; one at a time. */
export type CanvasPopup =
  | {
      readonly kind: 'add';
      readonly anchor: Spot;
      /** Where the new layer goes; null finds a place below the selection. */
      readonly at: Spot | null;
      /** What the new layer is connected to at once; left out: to nothing. */
      readonly link?: AddLink;
      /** The step of undo that adding belongs to: the one in which an edge's end was let go here. */
      readonly step?: string;
    }
  | { readonly kind: 'replace'; readonly anchor: Spot; readonly nodes: readonly string[] }
  | { readonly kind: 'connect'; readonly anchor: Spot; readonly source: string };

export type AddLink =
  /** Takes these nodes' outputs; a branch does so beside the layer that takes them already. */
  | { readonly kind: 'after'; readonly nodes: readonly string[]; readonly branch?: boolean }
  /** Feeds this input. */
  | { readonly kind: 'before'; readonly node: string; readonly port: number }
  /** Stands in the middle of this edge. */
  | { readonly kind: 'on'; readonly edge: GraphEdge };

/** A question that must be answered before going on. The last answer is the main one. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly answers: readonly { readonly id: string; readonly label: string; readonly tone?: 'primary' | 'danger' }[];
}
export type BottomTab = 'problems' | 'code' | 'training' | 'insight' | 'data' | 'compare';

export type Notice = { readonly kind: 'info' | 'error'; readonly text: string } | { readonly kind: 'work'; readonly text: string; readonly cancel: () => void };

export interface UiState {
  readonly screen: Screen;
  /** The theme that is shown. */
  readonly theme: Theme;
  readonly themeChoice: ThemeChoice;
  readonly overlay: Overlay | null;
  readonly popup: CanvasPopup | null;
  /** The comment or frame whose text is being written in place. */
  readonly writing: string | null;
  readonly question: Question | null;
  /** Dragged cards are drawn to the edges of others, to the grid. */
  readonly snapToNeighbours: boolean;
  readonly snapToGrid: boolean;
  readonly paletteOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly bottomTab: BottomTab;
  readonly bottomOpen: boolean;
  /** Ids of selected nodes, in the order they were selected. */
  readonly selectedNodes: readonly string[];
  readonly selectedEdges: readonly GraphEdge[];
  /** A node the canvas should bring into view; the count makes asking twice work. */
  readonly reveal: { readonly node: string; readonly count: number } | null;
  /** A sentence shown for a few seconds (role=status), e.g. "Exported to …"; errors stay until dismissed, and work under way until it is done. */
  readonly notice: Notice | null;

  setScreen(screen: Screen): void;
  /** Chooses a theme; the platform shows and keeps the choice. */
  setTheme(theme: Theme): void;
  /** `system` is what the desktop is set to. */
  chooseTheme(choice: ThemeChoice, system: Theme): void;
  setOverlay(overlay: Overlay | null): void;
  setWriting(node: string | null): void;
  setPopup(popup: CanvasPopup | null): void;
  setSnapping(snapping: { readonly neighbours?: boolean; readonly grid?: boolean }): void;
  /** Asks, and resolves to the id of the chosen answer, or null when dismissed. A second question dismisses the first. */
  ask(question: Question): Promise<string | null>;
  answer(id: string | null): void;
  setPaletteOpen(open: boolean): void;
  setInspectorOpen(open: boolean): void;
  showTab(tab: BottomTab): void;
  setBottomOpen(open: boolean): void;
  select(nodes: readonly string[], edges?: readonly GraphEdge[]): void;
  /** Selects the node and brings it into view. */
  goTo(node: string): void;
  notify(kind: 'info' | 'error', text: string): void;
  /** Says what takes a while. `cancel` ends it. */
  showWork(text: string, cancel: () => void): void;
  dismissNotice(): void;
}

let resolveQuestion: ((id: string | null) => void) | null = null;

export const uiStore = createStore<UiState>()((set, get) => ({
  screen: 'start',
  theme: 'dark',
  themeChoice: 'system',
  overlay: null,
  popup: null,
  writing: null,
  question: null,
  snapToNeighbours: true,
  snapToGrid: false,
  paletteOpen: true,
  inspectorOpen: true,
  bottomTab: 'problems',
  bottomOpen: true,
  selectedNodes: [],
  selectedEdges: [],
  reveal: null,
  notice: null,

  setScreen: (screen) => set({ screen }),
  setTheme: (theme) => set({ theme, themeChoice: theme }),
  chooseTheme: (themeChoice, system) => set({ themeChoice, theme: themeChoice === 'system' ? system : themeChoice }),
  setOverlay: (overlay) => set({ overlay, popup: null }),
  setPopup: (popup) => set({ popup }),
  setWriting: (writing) => set({ writing }),
  setSnapping: ({ neighbours, grid }) => set({ snapToNeighbours: neighbours ?? get().snapToNeighbours, snapToGrid: grid ?? get().snapToGrid }),
  ask: (question) => {
    resolveQuestion?.(null);
    set({ question, overlay: null, popup: null });
    return new Promise((resolve) => {
      resolveQuestion = resolve;
    });
  },
  answer: (id) => {
    const resolve = resolveQuestion;
    resolveQuestion = null;
    set({ question: null });
    resolve?.(id);
  },
  setPaletteOpen: (paletteOpen) => set({ paletteOpen }),
  setInspectorOpen: (inspectorOpen) => set({ inspectorOpen }),
  showTab: (bottomTab) => set({ bottomTab, bottomOpen: true }),
  setBottomOpen: (bottomOpen) => set({ bottomOpen }),
  select: (selectedNodes, selectedEdges = []) => set({ selectedNodes, selectedEdges }),
  goTo: (node) => set({ selectedNodes: [node], selectedEdges: [], reveal: { node, count: (get().reveal?.count ?? 0) + 1 }, screen: 'editor' }),
  notify: (kind, text) => set({ notice: { kind, text } }),
  showWork: (text, cancel) => set({ notice: { kind: 'work', text, cancel } }),
  dismissNotice: () => set({ notice: null }),
}));
