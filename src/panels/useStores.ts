// React's view of the vanilla stores: one hook per store, each with a selector. Components re-render when the selected value changes.

import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { compilationStore, type CompilationState } from '../state/compilationStore.ts';
import { documentStore, type DocumentState } from '../state/documentStore.ts';
import { uiStore, type UiState } from '../state/uiStore.ts';

export { useStore };

export const useDocument = <T>(select: (state: DocumentState) => T): T => useStore(documentStore, select);
export const useCompilation = <T>(select: (state: CompilationState) => T): T => useStore(compilationStore, select);
export const useUi = <T>(select: (state: UiState) => T): T => useStore(uiStore, select);

/** For selectors that build a new array or record each time: compares one level deep. */
export const useDocumentShallow = <T>(select: (state: DocumentState) => T): T => useStore(documentStore, useShallow(select));
export const useCompilationShallow = <T>(select: (state: CompilationState) => T): T => useStore(compilationStore, useShallow(select));
export const useUiShallow = <T>(select: (state: UiState) => T): T => useStore(uiStore, useShallow(select));
