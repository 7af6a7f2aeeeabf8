// A comparison on the canvas: rings around what is new or changed, ghosts of what is gone, and a legend. Lies over the cards; catches no pointer.

import { Panel, ViewportPortal, type Edge, type Node } from '@xyflow/react';
import { X } from 'lucide-react';
import { endComparison } from '../../commands/compare.ts';
import type { GraphEdge } from '../../graph/document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { comparisonStore, marksOf, type Marks } from '../../state/comparisonStore.ts';
import { IconButton } from '../controls/Button.tsx';
import { useDocument, useStore } from '../useStores.ts';
import { sourceLabel } from './ComparePanel.tsx';

export interface ComparisonMarksProps {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** How far a ring stands off its card, in canvas units. */
const OFF = 4;

export function ComparisonMarks({ nodes, edges }: ComparisonMarksProps) {
  const source = useStore(comparisonStore, (s) => s.source);
  const comparison = useStore(comparisonStore, (s) => s.comparison);
  const view = useDocument(graphHere);
  if (!source || !comparison) return null;
  const marks = marksOf(comparison, view);
  return (
    <>
      <ViewportPortal>
        <Drawn marks={marks} nodes={nodes} edges={edges} />
      </ViewportPortal>
      <Panel position="top-left">
        <div className="compare-legend" role="note" aria-label="Comparison">
          <span>Compared with {sourceLabel(source)}</span>
          <Key kind="added" count={marks.added.size} />
          <Key kind="changed" count={marks.changed.size} />
          <Key kind="removed" count={marks.removed.length} />
          <IconButton size="sm" label="End the comparison" icon={<X size={13} />} onClick={endComparison} />
        </div>
      </Panel>
    </>
  );
}

function Key({ kind, count }: { readonly kind: 'added' | 'changed' | 'removed'; readonly count: number }) {
  return (
    <span className="compare-key" data-kind={kind}>
      {count} {kind}
    </span>
  );
}

function Drawn({ marks, nodes, edges }: { readonly marks: Marks; readonly nodes: readonly Node[]; readonly edges: readonly Edge[] }) {
  return (
    <>
      <svg className="compare-lines" aria-hidden="true">
        {edges.map((line) => {
          const { edge, way } = (line.data ?? {}) as { readonly edge?: GraphEdge; readonly way?: { readonly path: string } };
          return edge && way && marks.edgesAdded.has(edge) ? <path key={line.id} className="compare-line" d={way.path} /> : null;
        })}
      </svg>
      {nodes.map(({ id, type, position: { x, y }, width = NODE_WIDTH, height = NODE_HEIGHT }) => {
        const kind = marks.added.has(id) ? 'added' : marks.changed.has(id) ? 'changed' : null;
        return kind === null ? null : <div key={id} className="compare-mark" data-kind={kind} data-node={id} data-around={type === 'group'} style={{ left: x - OFF, top: y - OFF, width: width + 2 * OFF, height: height + 2 * OFF }} />;
      })}
      {marks.removed.map(({ id, position: [left, top] }) => (
        <div key={id} className="compare-mark" data-kind="removed" data-node={id} aria-hidden="true" style={{ left, top, width: NODE_WIDTH, height: NODE_HEIGHT }}>
          {id.slice(id.lastIndexOf('/') + 1)}
        </div>
      ))}
    </>
  );
}
