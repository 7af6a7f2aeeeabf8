// The code panel: the network as TypeScript, live. A selected node lights up its lines; the cursor in a line selects its node.

import { Check, Copy, FolderOutput, TriangleAlert } from 'lucide-react';
import { editor, Range } from 'monaco-editor/editor';
import { useEffect, useRef, useState } from 'react';
import { graphHere, shownHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { goToNode } from '../../state/goToNode.ts';
import { uiStore } from '../../state/uiStore.ts';
import { Button } from '../controls/Button.tsx';
import { Segments } from '../controls/Segments.tsx';
import { useCommand } from '../useCommand.ts';
import { useCompilation, useDocument, useStore, useUi } from '../useStores.ts';
import { codeModel, createCodeEditor, type CodeEditor } from './codeEditor.ts';
import { nodeAtLine, rangesOfNodes } from './codeLines.ts';
import { applyEditorTheme } from './editorTheme.ts';
import { codeFiles, codeStore, followNetwork, type CodeFile } from './generatedCode.ts';
import './code.css';

/** How long the copy button says that it has copied. */
const COPIED_MS = 1600;

function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      size="sm"
      variant="quiet"
      icon={copied ? <Check size={13} /> : <Copy size={13} />}
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => uiStore.getState().notify('error', 'The clipboard is not available here. Select the code and copy it with the keyboard.'),
        )
      }
    >
      {copied ? 'Copied' : 'Copy'}
    </Button>
  );
}

/** Lights up the lines of the selected nodes, and brings them into view unless the selection came from the code itself. */
function useHighlight(code: CodeEditor | null, file: CodeFile): void {
  const selected = useUi((ui) => ui.selectedNodes);
  const { prefix } = useDocument(graphHere);
  const generated = useStore(codeStore, (s) => s.code);
  const marks = useRef<editor.IEditorDecorationsCollection | null>(null);
  /** The node that the cursor selected: its lines are where the person is looking. */
  const fromCursor = useRef<string | null>(null);
  const shown = useRef(file);

  useEffect(() => {
    shown.current = file;
  }, [file]);

  useEffect(() => {
    if (!code) return;
    marks.current = code.createDecorationsCollection();
    const listening = code.onDidChangeCursorPosition((event) => {
      // What the program does with the cursor is no wish of the person's.
      if (event.source === 'api' || event.source === 'model' || event.reason === editor.CursorChangeReason.ContentFlush) return;
      if (shown.current !== 'model.ts') return;
      const node = nodeAtLine(codeStore.getState().code?.lines ?? [], event.position.lineNumber);
      if (!node) return;
      const { selectedNodes, select } = uiStore.getState();
      const here = shownHere(graphHere(documentStore.getState()), node);
      if (here !== null && selectedNodes.length === 1 && selectedNodes[0] === here) return;
      fromCursor.current = here ?? node;
      if (here === null) goToNode(node);
      else select([here]);
    });
    return () => {
      listening.dispose();
      marks.current = null;
    };
  }, [code]);

  useEffect(() => {
    if (!code) return;
    const ranges = file === 'model.ts' ? rangesOfNodes(generated?.lines ?? [], selected.map((id) => `${prefix}${id}`)) : [];
    marks.current?.set(
      ranges.map((range) => ({
        range: new Range(range.from, 1, range.to, 1),
        options: { isWholeLine: true, className: 'code-line-selected', linesDecorationsClassName: 'code-line-mark' },
      })),
    );
    const first = ranges[0];
    const byCursor = selected.length === 1 && selected[0] === fromCursor.current;
    fromCursor.current = null;
    if (first && !byCursor) code.revealLinesInCenterIfOutsideViewport(first.from, ranges.at(-1)!.to, editor.ScrollType.Smooth);
  }, [code, file, generated, selected, prefix]);
}

function Nothing() {
  const isEmpty = useDocument((d) => d.document.nodes.length === 0);
  const errors = useCompilation((c) => c.compilation.diagnostics.filter((d) => d.severity === 'error').length);
  return (
    <div className="beginning">
      <h3>{isEmpty ? 'No code yet' : 'The network has errors, so there is no code yet'}</h3>
      <p>
        {isEmpty
          ? 'As soon as an input leads through layers to an output, the same network stands here as TypeScript, ready to run outside the app.'
          : 'Code is printed from a network whose sizes fit. Mend the problems and it appears here.'}
      </p>
      {isEmpty ? null : (
        <Button onClick={() => uiStore.getState().showTab('problems')}>
          Show {errors === 1 ? 'the problem' : `${errors} problems`}
        </Button>
      )}
    </div>
  );
}

export function CodePanel() {
  const [file, setFile] = useState<CodeFile>('model.ts');
  const host = useRef<HTMLDivElement>(null);
  const [code, setCode] = useState<CodeEditor | null>(null);
  const generated = useStore(codeStore, (s) => s.code);
  const theme = useUi((ui) => ui.theme);
  const exporting = useCommand('file.export');
  const has = generated !== null;

  useEffect(followNetwork, []);

  useEffect(() => {
    if (!has || !host.current) return;
    const created = createCodeEditor(host.current);
    setCode(created);
    return () => {
      setCode(null);
      created.dispose();
    };
  }, [has]);

  useEffect(() => {
    // A frame later the page has the theme's colours.
    const frame = requestAnimationFrame(() => applyEditorTheme(theme));
    return () => cancelAnimationFrame(frame);
  }, [theme]);

  const text = generated?.texts[file] ?? '';
  useEffect(() => {
    if (!code) return;
    const model = codeModel(file, text);
    if (code.getModel() !== model) code.setModel(model);
  }, [code, file, text]);

  useHighlight(code, file);

  if (!generated) return <Nothing />;
  return (
    <div className="code">
      <div className="code-bar">
        <Segments label="File" value={file} options={codeFiles.map((name) => ({ value: name, label: name }))} onValue={setFile} />
        {generated.errors > 0 ? (
          <button type="button" className="code-stale" onClick={() => uiStore.getState().showTab('problems')}>
            <TriangleAlert size={13} aria-hidden="true" />
            The network has {generated.errors === 1 ? 'a problem' : `${generated.errors} problems`}: this is the code from before.
          </button>
        ) : null}
        <span className="training-space" />
        <CopyButton text={text} />
        <Button size="sm" icon={<FolderOutput size={13} />} disabled={!exporting.enabled} onClick={exporting.run}>
          Export project
        </Button>
      </div>
      <div className="code-editor" data-stale={generated.errors > 0} ref={host} />
    </div>
  );
}
