// A block opened in place: a frame around what is inside it, with its name, its copies and the way to close it. Draws its data.

import { Minimize2, SquareArrowOutUpRight } from 'lucide-react';
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { enterBlock, toggleExpanded } from '../../commands/canvas/blocks.ts';
import { shortCountText } from '../quantities.ts';
import type { GroupNode } from './flow/flow.ts';

function Group({ id, data, selected }: NodeProps<GroupNode>) {
  const { label, repeat, params, shape, needs, errors } = data;
  const copies = repeat > 1 ? `×${repeat} ` : '';
  return (
    <div className="canvas-group" data-selected={selected} data-state={errors > 0 ? 'error' : needs !== '' ? 'unfinished' : 'fine'}>
      <div className="canvas-group-head" title={`${copies}${label}${repeat > 1 ? ', the first is shown' : ''}${needs === '' ? '' : `\n${needs}`}`}>
        <span className="canvas-group-name">
          <span className="canvas-group-text">{id.slice(id.lastIndexOf('/') + 1)}</span>
        </span>
        <span className="canvas-group-of">
          <span className="canvas-group-text">
            {copies}
            {label}
          </span>
        </span>
        <span className="canvas-group-facts">
          <span className="canvas-group-text">{[params > 0 ? shortCountText(params) : '', shape].filter((fact) => fact !== '').join(' · ')}</span>
        </span>
        <button type="button" className="canvas-group-button nodrag" aria-label={`Go into ${id}`} title="Go into the block" onClick={() => enterBlock(id)}>
          <SquareArrowOutUpRight size={13} aria-hidden="true" />
        </button>
        <button type="button" className="canvas-group-button nodrag" aria-label={`Close ${id}`} title="Show as one card" onClick={() => toggleExpanded(id)}>
          <Minimize2 size={13} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}

export const BlockGroup = memo(Group, (a, b) => a.id === b.id && a.data === b.data && a.selected === b.selected);
