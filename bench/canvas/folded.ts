// A residual chain folded into columns, so that a large graph fits a window: what the canvas bench shows.

import { emptyDocument, type GraphEdge, type GraphNode, type NetloomDocument } from '../../src/graph/document.ts';
import { COLUMN_GAP, RANK_GAP } from '../../src/graph/layout.ts';

/** Every sixth layer adds what came four before it. */
export function folded(count: number): NetloomDocument {
  const rows = Math.ceil(Math.sqrt(count * 1.6));
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (let i = 0; i < count; i++) {
    const isAdd = i % 6 === 5;
    nodes.push({
      id: `n${i}`,
      type: i === 0 ? 'input' : isAdd ? 'add' : 'conv2d',
      position: [Math.floor(i / rows) * COLUMN_GAP * 1.5, (i % rows) * RANK_GAP],
      ...(i === 0 ? { params: { shape: [16, 16, 8] } } : isAdd ? {} : { params: { filters: 8, padding: 'same' } }),
    });
    if (i > 0) edges.push({ source: `n${i - 1}`, target: `n${i}`, ...(isAdd ? { targetPort: '0' } : {}) });
    if (isAdd) edges.push({ source: `n${i - 4}`, target: `n${i}`, targetPort: '1' });
  }
  return { ...emptyDocument('folded'), nodes, edges };
}
