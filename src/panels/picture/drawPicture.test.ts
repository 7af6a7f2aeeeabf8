import { describe, expect, it } from 'vitest';
import { unet } from '../../../templates/unet.ts';
import { compile } from '../../compiler/compile.ts';
import { documentOf } from '../../compiler/testDocuments.ts';
import { viewAt } from '../../graph/view.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { completeParams } from '../../layers/params.ts';
import { documentToFlow } from '../canvas/documentToFlow.ts';
import { drawPicture, escapeXml, type PictureColours, type PictureOptions } from './drawPicture.ts';

const colours: PictureColours = {
  background: '#010101', surface: '#020202', card: '#030303', cardBorder: '#040404', text: '#050505', text2: '#060606', text3: '#070707', line: '#080808', accent: '#090909', error: '#ee0000', warning: '#eeaa00',
  categories: { io: '#100000', convolution: '#200000', sampling: '#300000', core: '#400000', normalization: '#500000', activation: '#600000', regularization: '#700000', merge: '#800000', block: '#900000', unknown: '#a00000' },
  side: 0.5,
  top: 0.7,
};

function pictureOf(document: NetloomDocument, options: Partial<PictureOptions> = {}) {
  const view = viewAt(document, []);
  const flow = documentToFlow({ graph: view, compilation: compile(document), selectedNodes: [], selectedEdges: [] });
  return { ...drawPicture(flow, view, { colours, name: document.name, background: true, ...options }), flow };
}

/** Names of elements that are opened and not closed in turn; empty for well-formed XML without comments. */
function unclosed(svg: string): readonly string[] {
  const open: string[] = [];
  for (const [, slash, name, rest] of svg.matchAll(/<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"<>]*")*\s*\/?)>/g)) {
    if (slash === '/') {
      if (open.at(-1) !== name) return [...open, `/${name}`];
      open.pop();
    } else if (!rest!.endsWith('/')) open.push(name!);
  }
  return open;
}
const net = unet.build({ ...completeParams(unet.params, {}).params, depth: 2, blocks: false });

describe('the picture of a network', () => {
  it('shows every layer and the shape on every connection, within its frame', () => {
    const { svg, width, height, flow } = pictureOf(net);
    expect(unclosed(svg)).toEqual([]);
    for (const { id } of net.nodes) expect(svg).toContain(`>${id}</text>`);
    expect(svg).toContain('>64² · 3</text>');
    expect(svg.match(/<path d="[^"]+" stroke=/g)).toHaveLength(net.edges.length);
    const [left, top] = /viewBox="(\S+) (\S+)/.exec(svg)!.slice(1).map(Number) as [number, number];
    for (const { position } of flow.nodes) {
      expect(position.x).toBeGreaterThanOrEqual(left);
      expect(position.y).toBeGreaterThanOrEqual(top);
      expect(position.x + NODE_WIDTH).toBeLessThanOrEqual(left + width);
      expect(position.y + NODE_HEIGHT).toBeLessThanOrEqual(top + height);
    }
  });

  it('shows only what is selected, and the connections inside it', () => {
    const { svg, width } = pictureOf(net, { only: new Set(['enc1a', 'enc1b', 'join1']), background: false });
    expect(svg).not.toContain('>image</text>');
    expect(svg.match(/<path d="[^"]+" stroke=/g)).toHaveLength(2);
    expect(svg).not.toContain(colours.background);
    expect(width).toBeLessThan(pictureOf(net).width);
  });

  it('lets no text of a file out of its place', () => {
    const name = `</text><script>alert(1)</script>&"'\u0000\uD800`;
    const { svg } = pictureOf({ ...documentOf([[name, 'input'], ['c', `<b onload="x">`], ['o', 'output']], [`c>o`]), name });
    expect(unclosed(svg)).toEqual([]);
    expect(svg).not.toMatch(/<script|<b |onload="/);
    expect(svg).toContain('<title>&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;</title>');
    expect(escapeXml('a\u0001b😀')).toBe('ab😀');
  });

  it('marks what is wrong, and cuts what does not fit on a card', () => {
    const { svg } = pictureOf(documentOf([['i', 'input', { shape: [4] }], ['a_very_long_name_for_a_small_card', 'conv2d'], ['o', 'output']], ['i>a_very_long_name_for_a_small_card', 'a_very_long_name_for_a_small_card>o']));
    expect(svg).toContain(`stroke="${colours.error}"`);
    expect(svg).toMatch(/>a_very_long[^<]*…<\/text>/);
  });

  it('shows a block that is open with what is inside it', () => {
    const unit = { label: 'Unit', nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] as const }, { id: 'conv', type: 'conv2d', position: [0, 104] as const }, { id: 'y', type: 'blockOutput', position: [0, 208] as const }], edges: [{ source: 'x', target: 'conv' }, { source: 'conv', target: 'y' }] };
    const flat = documentOf([['i', 'input'], ['o', 'output']], ['i>stage', 'stage>o']);
    const nodes = [...flat.nodes, { id: 'stage', type: 'block', block: 'unit', position: [0, 300] as const, params: { repeat: 2 }, expanded: true }];
    const { svg } = pictureOf({ ...flat, nodes, blocks: { unit } });
    for (const text of ['stage', '×2 Unit', 'conv', 'i', 'o']) expect(svg).toContain(`>${text}</text>`);
    expect(unclosed(svg)).toEqual([]);
  });

  it('draws frames below and comments above the layers', () => {
    const document = documentOf([['i', 'input'], ['o', 'output']], ['i>o']);
    const nodes = [...document.nodes, { id: 'f', type: 'frame', position: [-40, -60] as const, size: [400, 400], text: 'Encoder' }, { id: 'k', type: 'comment', position: [300, 0] as const, size: [200, 96], text: 'first line\nsecond <line>' }];
    const { svg } = pictureOf({ ...document, nodes });
    expect(svg.indexOf('>Encoder<')).toBeLessThan(svg.indexOf('>i<'));
    expect(svg.indexOf('>second &lt;line&gt;<')).toBeGreaterThan(svg.indexOf('>o<'));
  });
});
