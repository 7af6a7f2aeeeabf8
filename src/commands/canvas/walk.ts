// Moving the selection by keys: along the connections, and from problem to problem.

import type { Diagnostic } from '../../compiler/compilation.ts';
import { isAnnotation } from '../../graph/document.ts';
import type { Severity } from '../../layers/layer.ts';
import { compilationStore } from '../../state/compilationStore.ts';
import { diagnosticsHere, graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { viewportStore } from '../../state/viewportStore.ts';
import { neighbour, type Direction } from './travel.ts';

const here = () => graphHere(documentStore.getState());

/** Selects a node, brings it into view and gives it the keyboard. */
function arrive(id: string): void {
  uiStore.getState().goTo(id);
  viewportStore.getState().controls?.focus();
}

export function travel(direction: Direction): void {
  const next = neighbour(here(), uiStore.getState().selectedNodes.at(-1), direction);
  if (next !== null) arrive(next);
}

const RANK: { readonly [S in Severity]: number } = { error: 0, warning: 1, info: 2 };

/** Nodes with problems, worst first; each once. */
export function troubled(diagnostics: readonly Diagnostic[]): readonly string[] {
  const sorted = diagnostics.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  return [...new Set(sorted.flatMap((d) => (d.node === undefined ? [] : [d.node])))];
}

export const hasProblems = (): boolean => compilationStore.getState().compilation.diagnostics.some((d) => d.node !== undefined);

/** Goes to the node with the next problem, round and round. */
export function goToProblem(step: 1 | -1): void {
  const nodes = troubled(diagnosticsHere(here(), compilationStore.getState().compilation)).filter((id) => here().nodes.some((n) => n.id === id));
  if (nodes.length === 0) return;
  const at = nodes.indexOf(uiStore.getState().selectedNodes[0] ?? '');
  const next = at < 0 ? (step === 1 ? 0 : nodes.length - 1) : (at + step + nodes.length) % nodes.length;
  arrive(nodes[next]!);
}

/** Gives the keyboard to the selected layer's name; a comment is written where it is. */
export function rename(): void {
  const [id] = uiStore.getState().selectedNodes;
  const node = here().nodes.find((n) => n.id === id);
  if (node && isAnnotation(node)) return uiStore.getState().setWriting(node.id);
  inInspector((inspector) => {
    const field = inspector.querySelector<HTMLInputElement>('.name-input');
    field?.focus();
    field?.select();
    return field !== null;
  });
}

/** Gives the keyboard to the selected layer's first field. */
export function editParams(): void {
  inInspector((inspector) => {
    const field = inspector.querySelector<HTMLElement>('.inspector-section input:not(.name-input), .inspector-section textarea, .inspector-section .select, .inspector-section .switch') ?? inspector.querySelector<HTMLElement>('input, button');
    field?.focus();
    return field !== null;
  });
}

/** At once where the inspector is open: what is typed right after the key is meant for the field. Else as soon as it is there. */
function inInspector(focus: (inspector: Element) => boolean): void {
  const focused = (): boolean => {
    const inspector = document.querySelector('.editor-inspector');
    return inspector !== null && focus(inspector);
  };
  if (focused()) return;
  uiStore.getState().setInspectorOpen(true);
  requestAnimationFrame(focused);
}

/** The parts of the window that F6 goes through, in the order they are read. */
const REGIONS = ['.topbar', '.editor-palette', '.canvas', '.editor-inspector', '.editor-centre [role="tabpanel"][data-state="active"], .editor-centre [role="tablist"]'] as const;

/** Gives the keyboard to the next part of the window. */
export function nextRegion(step: 1 | -1): void {
  const regions = REGIONS.map((selector) => document.querySelector<HTMLElement>(selector)).filter((region) => region !== null);
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[at < 0 ? 0 : (at + step + regions.length) % regions.length]!;
  if (next.matches('.canvas')) {
    // A field would keep the keyboard: what is typed in it is not disturbed otherwise.
    (document.activeElement as HTMLElement | null)?.blur();
    viewportStore.getState().controls?.focus();
  } else (next.querySelector<HTMLElement>('input:not([disabled]), button:not([disabled]):not([tabindex="-1"]), [tabindex="0"]') ?? next).focus();
}
