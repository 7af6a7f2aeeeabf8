// A layer's card on the canvas: slab, name, notation, parameters, ports, problems. Draws its data; knows no store.

import { Handle, type NodeProps } from '@xyflow/react';
import { memo, use } from 'react';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { layerWords, shortCountText } from '../quantities.ts';
import { DetailContext } from './detail.ts';
import { closeness, nameLength, nameParts } from './flow/describeNode.ts';
import { POSITIONS } from './flow/drawing.ts';
import type { CardNode } from './flow/flow.ts';
import { PORT_REACH, type Port } from './flow/ports.ts';
import { portAt } from './flow/obstacles.ts';
import { SlabPicture } from './SlabPicture.tsx';

const sizeStyle = { width: NODE_WIDTH, height: NODE_HEIGHT };
/** A notation of so many letters leaves room for a count beside it. */
const SHORT_NOTATION = 12;

function Card({ id, data, selected }: NodeProps<CardNode>) {
  const { category, label, notation, spelled, params, shape, ports, needs, errors, warnings } = data;
  const detail = use(DetailContext);
  const all = detail === 'all';
  const name = id.slice(id.lastIndexOf('/') + 1);
  // A lone sign (`+`, `‖`) says less than the layer's name.
  const said = /[\p{L}\p{N}]/u.test(notation) ? notation : layerWords(label);
  const length = nameLength(name);
  const count = all && params > 0 ? <span className="canvas-card-params">{shortCountText(params)}</span> : null;
  // Beside a long name there is no room for it; below it mostly is.
  const isBelow = length === 'longest' && said.length <= SHORT_NOTATION;
  const state = errors > 0 ? 'error' : needs !== '' ? 'unfinished' : warnings > 0 ? 'warning' : 'fine';
  const [stem, end] = length === 'longest' ? nameParts(name) : [name, ''];
  const title = [...(length === 'longest' ? [name] : []), spelled === '' ? layerWords(label) : `${layerWords(label)}: ${spelled}`, ...(needs === '' ? [] : [needs])].join('\n');
  return (
    <>
      <div className="canvas-card" data-category={category} data-state={state} data-selected={selected} style={sizeStyle} title={title}>
        <span className="canvas-card-stripe" />
        {detail === 'marks' ? null : (
          <>
            <SlabPicture shape={shape} />
            <div className="canvas-card-text">
              <div className="canvas-card-head">
                <span className="canvas-card-name" data-length={length} data-split={end !== ''}>
                  {end === '' ? (
                    name
                  ) : (
                    <>
                      <span className="canvas-card-stem">{stem}</span>
                      <span>{end}</span>
                    </>
                  )}
                </span>
                {isBelow ? null : count}
              </div>
              {all ? (
                <div className="canvas-card-below">
                  <div className="canvas-card-notation" data-closeness={closeness(said)}>{said}</div>
                  {isBelow ? count : null}
                </div>
              ) : null}
            </div>
          </>
        )}
        {state === 'fine' || state === 'unfinished' ? null : <span className="canvas-card-badge">{state === 'error' && errors > 1 ? errors : '!'}</span>}
      </div>
      {ports.map((port) => (all ? <PortHandle key={port.id} port={port} needs={needs} /> : <PortPlace key={port.id} port={port} />))}
    </>
  );
}

/** Place and dragging come and go without the card being drawn anew. */
export const LayerCard = memo(Card, (a, b) => a.id === b.id && a.data === b.data && a.selected === b.selected);

/** Where a port is, for React Flow, which measures it to find where lines end. */
function PortPlace({ port }: { readonly port: Port }) {
  const [x, y] = portAt([0, 0], port.side, port.along);
  return <span className={`canvas-port-place ${port.kind === 'input' ? 'target' : 'source'}`} data-handleid={port.id} data-handlepos={port.side} style={{ left: x - PORT_REACH, top: y - PORT_REACH }} />;
}

function PortHandle({ port, needs }: { readonly port: Port; readonly needs: string }) {
  const [left, top] = portAt([0, 0], port.side, port.along);
  const plain = port.kind === 'output' ? 'Output' : `Input ${port.index + 1}`;
  const name = port.name === undefined ? plain : `${plain}, ${port.name}`;
  const title = port.state === 'wrong' ? `${name}: does not fit` : port.state === 'needed' ? `${name}: to be connected` : port.state === 'free' && port.kind === 'input' ? `${name}: free` : name;
  const said = port.state === 'needed' ? needs : port.name;
  return (
    <Handle
      id={port.id}
      type={port.kind === 'input' ? 'target' : 'source'}
      position={POSITIONS[port.side]}
      className="canvas-port"
      data-state={port.state}
      title={title}
      style={{ left, top, right: 'auto', bottom: 'auto', transform: 'translate(-50%, -50%)' }}
    >
      {said === undefined ? null : (
        <span className="canvas-port-name" data-side={port.side}>
          {said}
        </span>
      )}
    </Handle>
  );
}
