// Keys and clipboard events of the canvas that need no command: arrows nudge; the browser's own copy, cut and paste work without asking for permission.

import { useCallback, useEffect, type KeyboardEvent } from 'react';
import { pasteText, selectionText } from '../../commands/canvas/clipboard.ts';
import { deleteSelection, nudgeSelection } from '../../commands/canvas/selection.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';

/** A pause this long ends a run of nudges: what follows is undone by itself. */
const NUDGE_PAUSE_MS = 900;
const STEP = 4;
const LONG_STEP = 20;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Whether a key or clipboard event is meant for text, not for the canvas. */
function isForText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"], .monaco-editor') !== null);
}

let nudging: ReturnType<typeof setTimeout> | undefined;

export function useCanvasKeys() {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent): void => copy(event, false);
    const onCut = (event: ClipboardEvent): void => copy(event, true);
    const copy = (event: ClipboardEvent, cut: boolean): void => {
      // Marked text anywhere in the window is what the person means to copy.
      if (event.defaultPrevented || isForText(event.target) || !isEditing() || window.getSelection()?.isCollapsed === false) return;
      const text = selectionText();
      if (text === null || !event.clipboardData) return;
      event.clipboardData.setData('text/plain', text);
      event.preventDefault();
      if (cut) deleteSelection('Cut');
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (event.defaultPrevented || isForText(event.target) || !isEditing() || !event.clipboardData) return;
      event.preventDefault();
      pasteText(event.clipboardData.getData('text/plain'));
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCut);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCut);
      document.removeEventListener('paste', onPaste);
    };
  }, []);

  /** In the capture phase, before React Flow moves the focused card by its own step. */
  return useCallback((event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey || isForText(event.target) || uiStore.getState().selectedNodes.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? LONG_STEP : STEP;
    nudgeSelection(arrow[0] * step, arrow[1] * step);
    clearTimeout(nudging);
    nudging = setTimeout(() => documentStore.getState().endGesture(), NUDGE_PAUSE_MS);
  }, []);
}

const isEditing = (): boolean => uiStore.getState().screen === 'editor';
