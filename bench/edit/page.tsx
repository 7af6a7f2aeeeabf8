// The page of the edit bench: the whole window of the app, or a bare React Flow with the same graph. Knows no measuring.

import { ReactFlow, useEdgesState, useNodesState } from '@xyflow/react';
import { useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import '../../src/app/main.tsx';
import type { NetloomDocument } from '../../src/graph/document.ts';
import { parseDocument, serializeDocument } from '../../src/graph/parse.ts';
import { documentStore } from '../../src/state/documentStore.ts';
import { uiStore } from '../../src/state/uiStore.ts';
import { benchNetwork, editPairs, type Kind } from './networks.ts';

declare global {
  interface Window {
    /** The app opens the network as from a file. Milliseconds of reading it, and until it is painted. */
    openNetwork(kind: Kind, size: number): Promise<readonly [readMs: number, shownMs: number]>;
    edits(): readonly string[];
    /** Does one of the edits or takes it back, and waits until it is painted. */
    edit(name: string, i: number, back: boolean): Promise<void>;
    openBare(kind: Kind, size: number): Promise<void>;
    /** Another label for one node in view. */
    editBare(i: number): Promise<void>;
    painted(): Promise<void>;
  }
}

window.painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

let pairs: ReturnType<typeof editPairs> = {};

async function shown(): Promise<void> {
  for (let frames = 0; document.querySelectorAll('.react-flow__node').length === 0; frames++) {
    if (frames > 2000) throw new Error('Nothing was shown.');
    await window.painted();
  }
  await window.painted();
}

window.openNetwork = async (kind, size) => {
  const made = benchNetwork(kind, size);
  pairs = editPairs(made);
  const text = serializeDocument(made.document);
  await window.painted();
  const start = performance.now();
  const read = parseDocument(text);
  if (!read.ok) throw new Error('The network cannot be read.');
  const readMs = performance.now() - start;
  uiStore.getState().setScreen('editor');
  documentStore.getState().open(read.document);
  await shown();
  return [readMs, performance.now() - start];
};

window.edits = () => Object.keys(pairs);
window.edit = async (name, i, back) => {
  documentStore.getState().edit(name, pairs[name]!(i)[back ? 1 : 0]);
  await window.painted();
};

let root: Root | null = null;
let relabel: (label: string) => void = () => {};

function Bare({ network }: { readonly network: NetloomDocument }) {
  const [nodes, setNodes, onNodesChange] = useNodesState(network.nodes.map(({ id, position: [x, y] }) => ({ id, position: { x, y }, data: { label: id } })));
  const [edges, , onEdgesChange] = useEdgesState(network.edges.map(({ source, target }, i) => ({ id: String(i), source, target })));
  useEffect(() => {
    relabel = (label) => setNodes((all) => all.map((node, i) => (i === 1 ? { ...node, data: { label } } : node)));
  }, [setNodes]);
  return <ReactFlow nodes={nodes} edges={edges} onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} onlyRenderVisibleElements defaultViewport={{ x: 400, y: 40, zoom: 1 }} />;
}

window.openBare = async (kind, size) => {
  document.getElementById('root')!.remove();
  const host = document.createElement('div');
  host.id = 'bare';
  document.body.append(host);
  root ??= createRoot(host);
  root.render(<Bare network={benchNetwork(kind, size).document} />);
  await shown();
};

window.editBare = async (i) => {
  relabel(`label ${i}`);
  await window.painted();
};
