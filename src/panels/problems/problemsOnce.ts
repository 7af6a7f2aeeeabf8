// What is wrong inside a block is wrong in each of its instances: the list says it once, and in how many. Pure.

import type { Diagnostic } from '../../compiler/compilation.ts';
import { graphAt } from '../../graph/blocks.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { locate } from '../../graph/view.ts';

export interface ListedProblem {
  /** As the first of the instances has it. */
  readonly problem: Diagnostic;
  readonly instances: number;
}

/** The diagnostics of a document, those that say the same of the same layer of a block as one. Sizes that differ say something else. */
export function problemsOnce(document: NetloomDocument, diagnostics: readonly Diagnostic[]): readonly ListedProblem[] {
  const listed = new Map<unknown, { problem: Diagnostic; instances: number }>();
  for (const problem of diagnostics) {
    const key = keyInBlock(document, problem) ?? problem;
    const known = listed.get(key);
    if (known) known.instances++;
    else listed.set(key, { problem, instances: 1 });
  }
  return [...listed.values()];
}

/** Equal for what is said of one layer of a definition; null in the network itself. */
function keyInBlock(document: NetloomDocument, { severity, code, node, port, param, message, steps }: Diagnostic): string | null {
  const found = node === undefined ? null : locate(document, node);
  const block = found && graphAt(document, found.scope)?.block;
  if (!found || typeof block !== 'string') return null;
  const prefix = node!.slice(0, node!.length - found.id.length);
  return JSON.stringify([block, found.id, severity, code, port, param, message.replaceAll(`\`${prefix}`, '`'), steps?.map((step) => step.text)]);
}
