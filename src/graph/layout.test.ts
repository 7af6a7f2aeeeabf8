import { describe, expect, it } from 'vitest';
import { network, type Tensor } from './builder.ts';
import type { NetloomDocument } from './document.ts';

const column = (document: NetloomDocument, id: string): number => document.nodes.find((n) => n.id === id)!.position[0];

describe('positions for nodes that have none', () => {
  it('keep the longest chain straight, however many shorter branches leave it', () => {
    const net = network('projections');
    let x: Tensor = net.input([8, 8, 4], { id: 'image' });
    for (let i = 0; i < 3; i++) {
      const shortcut = x.conv2d({ filters: 4 }, { id: `shortcut${i}` });
      x = x.conv2d({ filters: 4 }, { id: `a${i}` }).conv2d({ filters: 4 }, { id: `b${i}` });
      x = net.merge('add', [x, shortcut], {}, { id: `add${i}` });
    }
    x.output({}, { id: 'out' });
    const document = net.document();
    for (const id of ['a0', 'b0', 'add0', 'a2', 'add2', 'out']) expect(column(document, id)).toBe(column(document, 'image'));
    expect(column(document, 'shortcut2')).not.toBe(column(document, 'image'));
  });

  it('put what branches meet in below the middle of them all, shorter ones included', () => {
    const net = network('inception');
    const x = net.input([8, 8, 4], { id: 'image' });
    const towers = [x.conv2d({ filters: 4 }), ...[1, 2, 3].map(() => x.conv2d({ filters: 4 }).conv2d({ filters: 4 }))];
    net.merge('concatenate', towers, {}, { id: 'join' }).output();
    expect(column(net.document(), 'join')).toBe(column(net.document(), 'image'));
  });
});
