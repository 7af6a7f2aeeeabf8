// The page of the canvas bench: Netloom's canvas, or React Flow with its default nodes, on the same graph. Knows no measuring.

import { Background, Controls, MiniMap, ReactFlow, useEdgesState, useNodesState } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { createRoot, type Root } from 'react-dom/client';
import '../../src/app/tokens.css';
import type { NetloomDocument } from '../../src/graph/document.ts';
import { Canvas } from '../../src/panels/canvas/Canvas.tsx';
import { TooltipProvider } from '../../src/panels/controls/Tooltip.tsx';
import { documentStore } from '../../src/state/documentStore.ts';
import { uiStore } from '../../src/state/uiStore.ts';
import { folded } from './folded.ts';

export type Contestant = 'netloom' | 'react flow' | 'react flow, visible only';

declare global {
  interface Window {
    /** Shows a graph of so many nodes; milliseconds until it is painted. */
    mount(contestant: Contestant, nodes: number): Promise<number>;
    unmount(): void;
  }
}

function Bare({ document, visibleOnly }: { readonly document: NetloomDocument; readonly visibleOnly: boolean }) {
  const [nodes, , onNodesChange] = useNodesState(document.nodes.map(({ id, position: [x, y] }) => ({ id, position: { x, y }, data: { label: id } })));
  const [edges, , onEdgesChange] = useEdgesState(document.edges.map(({ source, target }, i) => ({ id: String(i), source, target })));
  return (
    <ReactFlow nodes={nodes} edges={edges} onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} onlyRenderVisibleElements={visibleOnly} fitView minZoom={0.1} panOnDrag={[1, 2]} panOnScroll>
      <Background />
      <Controls />
      <MiniMap pannable zoomable />
    </ReactFlow>
  );
}

const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

let root: Root | null = null;

window.mount = async (contestant, nodes) => {
  const document = folded(nodes);
  await painted();
  const start = performance.now();
  root = createRoot(window.document.getElementById('root')!);
  if (contestant === 'netloom') {
    uiStore.getState().setScreen('editor');
    // Opening compiles: validated shapes are part of what is shown.
    documentStore.getState().open(document);
    root.render(
      <TooltipProvider>
        <Canvas />
      </TooltipProvider>,
    );
  } else root.render(<Bare document={document} visibleOnly={contestant === 'react flow, visible only'} />);
  while (window.document.querySelectorAll('.react-flow__node').length === 0) {
    if (performance.now() - start > 60_000) throw new Error(`${contestant} showed nothing.`);
    await painted();
  }
  await painted();
  return performance.now() - start;
};

window.unmount = () => {
  root?.unmount();
  root = null;
};
