// The code of the open network, and the last good one while the network has errors. Knows no editor.

import { createStore } from 'zustand/vanilla';
import { printModel, type LineRange } from '../../codegen/typescript/printModel.ts';
import { printTrain } from '../../codegen/typescript/printTrain.ts';
import { compilationStore } from '../../state/compilationStore.ts';
import { documentStore } from '../../state/documentStore.ts';

export const codeFiles = ['model.ts', 'train.ts'] as const;
export type CodeFile = (typeof codeFiles)[number];

export interface GeneratedCode {
  readonly texts: Readonly<Record<CodeFile, string>>;
  /** Lines of model.ts by node. */
  readonly lines: readonly LineRange[];
  /** Errors that keep the code from being the open network's; 0 when it is up to date. */
  readonly errors: number;
}

/** Null before there was anything to print. */
export const codeStore = createStore<{ readonly code: GeneratedCode | null }>()(() => ({ code: null }));

function update(): void {
  const { compilation } = compilationStore.getState();
  const { program, report, diagnostics } = compilation;
  if (!program) {
    const { code } = codeStore.getState();
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
    // An empty canvas is no broken network: there is nothing to keep.
    if (documentStore.getState().document.nodes.length === 0) codeStore.setState({ code: null });
    else if (code && code.errors !== errors) codeStore.setState({ code: { ...code, errors } });
    return;
  }
  const { text, lines } = printModel(program, { report });
  const { text: train } = printTrain(program, documentStore.getState().document.training);
  codeStore.setState({ code: { texts: { 'model.ts': text, 'train.ts': train }, lines, errors: 0 } });
}

let followers = 0;
let stopFollowing: () => void = () => {};

/** Keeps the code up to date until the returned function is called. Printing for nobody would be felt at every edit of a large network. */
export function followNetwork(): () => void {
  if (followers++ === 0) {
    update();
    const stops = [
      compilationStore.subscribe((state, before) => {
        if (state.compilation !== before.compilation) update();
      }),
      documentStore.subscribe((state, before) => {
        if (state.document.training !== before.document.training && state.document.nodes === before.document.nodes) update();
      }),
    ];
    stopFollowing = () => stops.forEach((stop) => stop());
  }
  return () => {
    if (--followers === 0) stopFollowing();
  };
}
