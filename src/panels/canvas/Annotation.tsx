// A comment, and a frame behind other nodes: shown, written in place, resized.

import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import { LONGEST_TEXT, resizeTo, writeText } from '../../commands/canvas/annotate.ts';
import { SMALLEST } from '../../graph/boxes.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { useDocument, useUi } from '../useStores.ts';
import type { AnnotationNode } from './flow/annotationsToFlow.ts';

const write = (id: string): void => {
  if (!documentStore.getState().readOnly) uiStore.getState().setWriting(id);
};

function Comment({ id, data, selected }: NodeProps<AnnotationNode>) {
  const writing = useUi((s) => s.writing === id);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- The node around it is what the keyboard reaches: Enter writes. */}
      <div className="canvas-comment" data-colour={data.colour} data-selected={selected} style={{ width: data.width, height: data.height }} onDoubleClick={() => write(id)}>
        {writing ? <Writing id={id} text={data.text} label="Text of the comment" /> : <div className="canvas-comment-text nowheel">{data.text || <span className="canvas-comment-empty">Double-click to write</span>}</div>}
      </div>
      <Resizer id={id} selected={selected} />
    </>
  );
}

function Frame({ id, data, selected }: NodeProps<AnnotationNode>) {
  const writing = useUi((s) => s.writing === id);
  return (
    <>
      <div className="canvas-frame" data-colour={data.colour} data-selected={selected} data-turned={data.turned} style={{ width: data.width, height: data.height }}>
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- The node around it is what the keyboard reaches: Enter writes. */}
        <div className="canvas-frame-title" onDoubleClick={() => write(id)}>
          {writing ? <Writing id={id} text={data.text} label="Title of the frame" oneLine /> : <span>{data.text || 'Frame'}</span>}
        </div>
      </div>
      <Resizer id={id} selected={selected} />
    </>
  );
}

const same = (a: NodeProps<AnnotationNode>, b: NodeProps<AnnotationNode>): boolean => a.id === b.id && a.data === b.data && a.selected === b.selected;
export const CommentNote = memo(Comment, same);
export const FrameBox = memo(Frame, same);

/** Text as it is written: every letter is in the document at once, and the whole of it is one step to undo. */
function Writing({ id, text, label, oneLine = false }: { readonly id: string; readonly text: string; readonly label: string; readonly oneLine?: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const take = (): void => {
      field.current?.focus({ preventScroll: true });
      field.current?.select();
    };
    // At once, so that no letter is lost; and a frame later, where React Flow shows a new node only then.
    take();
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== field.current) take();
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const end = (): void => {
    documentStore.getState().endGesture();
    if (uiStore.getState().writing === id) uiStore.getState().setWriting(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key !== 'Escape' && !(event.key === 'Enter' && (oneLine || event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    end();
    viewportStore.getState().controls?.focus();
  };
  return (
    <textarea
      ref={field}
      className="canvas-writing nodrag nopan nowheel"
      aria-label={label}
      rows={oneLine ? 1 : 3}
      maxLength={LONGEST_TEXT}
      value={text}
      onChange={(event) => writeText(id, oneLine ? event.target.value.replaceAll('\n', ' ') : event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={end}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}

function Resizer({ id, selected }: { readonly id: string; readonly selected: boolean }) {
  const readOnly = useDocument((s) => s.readOnly);
  return (
    <NodeResizer
      nodeId={id}
      isVisible={selected && !readOnly}
      minWidth={SMALLEST}
      minHeight={SMALLEST}
      lineClassName="canvas-resize-line"
      handleClassName="canvas-resize-handle"
      onResize={(_event, box) => resizeTo(id, box)}
      onResizeEnd={() => documentStore.getState().endGesture()}
    />
  );
}
