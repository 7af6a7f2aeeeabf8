// The read-only Monaco editor: what of it is loaded, its worker from the own build, its options. Knows no stores.
// The code is proven to typecheck by the tests of its printer, so no TypeScript service comes along: that saves seven megabytes.

import { editor } from 'monaco-editor/editor';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/languages/definitions/typescript/register';

self.MonacoEnvironment = { getWorker: () => new Worker(new URL('./editorWorker.ts', import.meta.url), { type: 'module', name: 'editor' }) };

export type CodeEditor = editor.IStandaloneCodeEditor;

const options: editor.IStandaloneEditorConstructionOptions = {
  readOnly: true,
  domReadOnly: true,
  automaticLayout: true,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontLigatures: false,
  fontSize: 12,
  lineHeight: 19,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 10,
  glyphMargin: false,
  folding: false,
  renderLineHighlight: 'none',
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  matchBrackets: 'never',
  guides: { indentation: false },
  stickyScroll: { enabled: false },
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  contextmenu: false,
  links: false,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
  padding: { top: 4, bottom: 8 },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  // Tab leaves the editor: nothing can be typed here.
  tabFocusMode: true,
  ariaLabel: 'Generated TypeScript',
};

export function createCodeEditor(element: HTMLElement): CodeEditor {
  return editor.create(element, { ...options, model: null });
}

const models = new Map<string, editor.ITextModel>();

/** The editor's document of this name. It outlives the editor, so coming back to the tab finds it as it was. */
export function codeModel(name: string, text: string): editor.ITextModel {
  let model = models.get(name);
  if (!model) {
    model = editor.createModel(text, 'typescript');
    // One colour carries no meaning here, let alone six.
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    models.set(name, model);
  }
  if (model.getValue() !== text) model.setValue(text);
  return model;
}
