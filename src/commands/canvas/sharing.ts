// One layer, or one block, applied at several places with the same weights: siamese networks.

import { layerOf } from '../../layers/index.ts';
import type { Edit } from '../../graph/edits.ts';
import { byId, type GraphNode } from '../../graph/document.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';

/** Whether a node could have weights that another shares. Which layers have some depends on their input; here only ends are ruled out. */
const mayShare = (node: GraphNode): boolean => node.type === 'block' || (layerOf(node.type)?.hasOutput === true && node.type !== 'input');

function selectedNodes(): readonly GraphNode[] {
  const nodes = byId(graphHere(documentStore.getState()).nodes);
  return uiStore.getState().selectedNodes.flatMap((id) => nodes.get(id) ?? []);
}

/** The owner and those that are to share its weights: all selected ones, of one kind, the first selected owning them. */
function sharing(): { readonly owner: GraphNode; readonly others: readonly GraphNode[] } | null {
  const [owner, ...others] = selectedNodes();
  if (!owner || others.length === 0 || !mayShare(owner)) return null;
  const alike = others.every((n) => n.type === owner.type && n.block === owner.block);
  const inside = [owner, ...others].some((n) => n.id.includes('/'));
  return alike && !inside ? { owner, others } : null;
}

export const canShare = (): boolean => sharing() !== null;

/** The first selected keeps its weights; the others apply them too. */
export function shareWeights(): void {
  const chosen = sharing();
  if (!chosen) return;
  // Weights have one owner: of a node that shares itself, that is the other's.
  const owner = chosen.owner.sharedWith ?? chosen.owner.id;
  const edits = chosen.others.filter((n) => n.id !== owner).flatMap((n) => shareEdits(n.id, owner));
  documentStore.getState().edit(`Share the weights of ${owner}`, edits);
  uiStore.getState().notify('info', `${chosen.others.length === 1 ? chosen.others[0]!.id : `${chosen.others.length} layers`} ${chosen.others.length === 1 ? 'applies' : 'apply'} the weights of ${owner} now.`);
}

/** Those that shared with `id` follow to its new owner: no chains. */
function shareEdits(id: string, owner: string): readonly Edit[] {
  const followers = graphHere(documentStore.getState()).nodes.filter((n) => n.sharedWith === id && n.id !== owner);
  return [id, ...followers.map((n) => n.id)].map((to): Edit => ({ kind: 'setNode', id: to, fields: { sharedWith: owner } }));
}

export const canUnshare = (): boolean => selectedNodes().some((n) => n.sharedWith !== undefined);

/** Layers of their own again, with the params that the shared one has. */
export function unshareWeights(): void {
  const { nodes } = graphHere(documentStore.getState());
  const edits = selectedNodes().flatMap((node): Edit[] => {
    if (node.sharedWith === undefined) return [];
    const owner = nodes.find((n) => n.id === node.sharedWith);
    return [
      { kind: 'setNode', id: node.id, fields: { sharedWith: undefined } },
      ...(owner && owner.type === node.type ? [{ kind: 'setParams', id: node.id, params: { ...without(node.params), ...owner.params } } as const] : []),
    ];
  });
  documentStore.getState().edit('Give own weights', edits);
}

/** What takes all of them back to their defaults. */
const without = (params: GraphNode['params']): Readonly<Record<string, undefined>> => Object.fromEntries(Object.keys(params ?? {}).map((name) => [name, undefined]));
