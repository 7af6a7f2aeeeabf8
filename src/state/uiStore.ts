// What the window shows: screen, theme, selection, open tab. Not part of the document, so not undoable. Knows no React.

import { createStore } from 'zustand/vanilla';
import type { GraphEdge } from '../graph/document.ts';

export type Screen = 'start' | 'editor';
export type Theme = 'dark' | 'light';
export type BottomTab = 'problems' | 'code' | 'training' | 'insight' | 'data';

export interface UiState {
  readonly screen: Screen;
  readonly theme: Theme;
  readonly bottomTab: BottomTab;
  readonly bottomOpen: boolean;
  /** Ids of selected nodes, in the order they were selected. */
  readonly selectedNodes: readonly string[];
  readonly selectedEdges: readonly GraphEdge[];
  /** A node the canvas should bring into view; the count makes asking twice work. */
  readonly reveal: { readonly node: string; readonly count: number } | null;
  /** A sentence shown for a few seconds (role=status), e.g. "Exported to …"; errors stay until dismissed. */
  readonly notice: { readonly kind: 'info' | 'error'; readonly text: string } | null;

  setScreen(screen: Screen): void;
  setTheme(theme: Theme): void;
  showTab(tab: BottomTab): void;
  setBottomOpen(open: boolean): void;
  select(nodes: readonly string[], edges?: readonly GraphEdge[]): void;
  /** Selects the node and brings it into view. */
  goTo(node: string): void;
  notify(kind: 'info' | 'error', text: string): void;
  dismissNotice(): void;
}

export const uiStore = createStore<UiState>()((set, get) => ({
  screen: 'start',
  theme: 'dark',
  bottomTab: 'problems',
  bottomOpen: true,
  selectedNodes: [],
  selectedEdges: [],
  reveal: null,
  notice: null,

  setScreen: (screen) => set({ screen }),
  setTheme: (theme) => set({ theme }),
  showTab: (bottomTab) => set({ bottomTab, bottomOpen: true }),
  setBottomOpen: (bottomOpen) => set({ bottomOpen }),
  select: (selectedNodes, selectedEdges = []) => set({ selectedNodes, selectedEdges }),
  goTo: (node) => set({ selectedNodes: [node], selectedEdges: [], reveal: { node, count: (get().reveal?.count ?? 0) + 1 }, screen: 'editor' }),
  notify: (kind, text) => set({ notice: { kind, text } }),
  dismissNotice: () => set({ notice: null }),
}));
