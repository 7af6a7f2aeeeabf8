// Keys and clipboard events of the canvas that need no command: arrows nudge; the browser's own copy, cut and paste work without asking for permission.

import { useCallback, useEffect, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { pasteText, selectionText } from '../../commands/canvas/clipboard.ts';
import { openAdd } from '../../commands/canvas/popups.ts';
import { editParams } from '../../commands/canvas/walk.ts';
import { deleteSelection, nudgeSelection } from '../../commands/canvas/selection.ts';
import { run } from '../../commands/index.ts';
import { commandFor } from '../../commands/keyboard.ts';
import { isAnnotation } from '../../graph/document.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';

/** A pause this long ends a run of nudges: what follows is undone by itself. */
const NUDGE_PAUSE_MS = 900;
const STEP = 1;
const LONG_STEP = 10;
/** Space held longer than this was for panning. */
const TAP_MS = 300;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Whether a key or clipboard event is meant for text, not for the canvas. */
function isForText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"], .monaco-editor') !== null);
}

/** Whether the canvas, or nothing, has the keyboard: not a button or field on it. */
function isForCanvas(target: EventTarget | null): boolean {
  if (target === document.body) return true;
  return target instanceof Element && target.closest('.canvas') !== null && target.closest('button, a, input, textarea, select, [contenteditable], [role="dialog"]') === null;
}

/** A tap on Space opens the search for a layer, with Shift for one that branches off; held, it pans. */
function listenForSpace(): () => void {
  let pressedAt: number | null = null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || event.repeat) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const { overlay, popup, question } = uiStore.getState();
    pressedAt = plain && isEditing() && !overlay && !popup && !question && isForCanvas(event.target) ? event.timeStamp : null;
    // With Shift the key adds a card to the selection; one that is selected it would take out.
    if (event.shiftKey && isUnselectedNode(event.target)) pressedAt = null;
    if (pressedAt === null) return;
    // The page must not scroll.
    event.preventDefault();
    if (event.shiftKey) event.stopPropagation();
  };
  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || pressedAt === null) return;
    if (event.timeStamp - pressedAt < TAP_MS) openAdd(event.shiftKey);
    pressedAt = null;
  };
  const onPointerDown = (): void => {
    pressedAt = null;
  };
  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('keyup', onKeyUp, true);
  window.addEventListener('pointerdown', onPointerDown, true);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('keyup', onKeyUp, true);
    window.removeEventListener('pointerdown', onPointerDown, true);
  };
}

/** Of the node that has the keyboard; null where none has. */
const nodeAt = (target: EventTarget | null): string | null => (target instanceof HTMLElement && target.matches('.react-flow__node') ? (target.dataset['id'] ?? null) : null);

/** Whether a node has the keyboard that is the only one selected. */
function isSelectedNode(target: EventTarget | null): boolean {
  const { selectedNodes } = uiStore.getState();
  return selectedNodes.length === 1 && selectedNodes[0] === nodeAt(target);
}

function isUnselectedNode(target: EventTarget | null): boolean {
  const id = nodeAt(target);
  return id !== null && !uiStore.getState().selectedNodes.includes(id);
}

/** A layer's params are edited in the inspector, a comment where it is. */
function editSelected(): void {
  const [id] = uiStore.getState().selectedNodes;
  const node = graphHere(documentStore.getState()).nodes.find((n) => n.id === id);
  if (node && isAnnotation(node) && !documentStore.getState().readOnly) uiStore.getState().setWriting(node.id);
  else editParams();
}

let nudging: ReturnType<typeof setTimeout> | undefined;

export function useCanvasKeys() {
  useEffect(listenForSpace, []);
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
      if (cut) deleteSelection({ verb: 'Cut' });
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
  return useCallback((event: ReactKeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey && isSelectedNode(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      editSelected();
      return;
    }
    const arrow = ARROWS[event.key];
    // React Flow would take these for moves of the card, too.
    if (arrow && (event.ctrlKey || event.metaKey || event.altKey) && !isForText(event.target)) {
      const command = commandFor(event, 'other');
      if (!command) return;
      event.preventDefault();
      event.stopPropagation();
      void run(command);
      return;
    }
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
