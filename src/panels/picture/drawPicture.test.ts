import { describe, expect, it } from 'vitest';
import { unet } from '../../../templates/unet.ts';
import { compile } from '../../compiler/compile.ts';
import { documentOf } from '../../compiler/testDocuments.ts';
import { viewAt } from '../../graph/view.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import { completeParams } from '../../layers/params.ts';
import { documentToFlow } from '../canvas/flow/documentToFlow.ts';
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
    expect(svg).toMatch(/>a_very_l[^<]*…_card<\/text>/);
  });

  it('shows a block that is open with what is inside it', () => {
    const unit = { label: 'Unit', nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] as const }, { id: 'conv', type: 'conv2d', position: [0, 104] as const }, { id: 'y', type: 'blockOutput', position: [0, 208] as const }], edges: [{ source: 'x', target: 'conv' }, { source: 'conv', target: 'y' }] };
    const flat = documentOf([['i', 'input'], ['o', 'output']], ['i>stage', 'stage>o']);
    const nodes = [...flat.nodes, { id: 'stage', type: 'block', block: 'unit', position: [0, 300] as const, params: { repeat: 2 }, expanded: true }];
    const { svg } = pictureOf({ ...flat, nodes, blocks: { unit } });
    for (const text of ['stage', '×2 Unit', 'conv', 'i', 'o']) expect(svg).toContain(`>${text}</text>`);
    expect(unclosed(svg)).toEqual([]);
  });

  /** What is drawn of one card. */
  const cardIn = (svg: string, id: string): string => svg.split('\n').find((line) => line.startsWith('<g transform') && line.includes(`>${id}</text>`))!;
  const broken = documentOf([['i', 'input', { shape: [4] }], ['d', 'dense', { colour: 1 }], ['c', 'conv2d'], ['o', 'output']], ['i>d', 'd>c', 'c>o']);

  it('has each card in the colour of its worst problem, and a dot where an input is wrong', () => {
    const { svg } = pictureOf(broken);
    const border = (id: string): string => /height="58" rx="9" fill="#030303" stroke="([^"]+)"/.exec(cardIn(svg, id))![1]!;
    expect(['i', 'd', 'c'].map(border)).toEqual([colours.cardBorder, colours.warning, colours.error]);
    expect(['i', 'd', 'c'].map((id) => cardIn(svg, id).includes(`<circle`))).toEqual([false, false, true]);
  });

  it('has a card that waits for an input dashed, with a ring at that input', () => {
    const waiting = cardIn(pictureOf(documentOf([['i', 'input', { shape: [4] }], ['s', 'add'], ['o', 'output']], ['i>s:0', 's>o'])).svg, 's');
    expect(waiting).toContain(`stroke="${colours.warning}" stroke-dasharray`);
    expect(waiting).toMatch(new RegExp(`<circle[^>]+fill="${colours.card}" stroke="${colours.warning}"`));
    expect(waiting).not.toContain(colours.error);
  });

  it('has each line in the colour of what flows along it', () => {
    for (const document of [net, broken]) {
      const { svg, flow } = pictureOf(document);
      const tones = flow.edges.map((e) => ({ plain: colours.line, unknown: colours.line, skip: colours.accent, wrong: colours.error })[e.data!.tone]);
      expect([...svg.matchAll(/<path d="[^"]+" stroke="([^"]+)"/g)].map((found) => found[1])).toEqual(tones);
      expect(new Set(tones).size).toBeGreaterThan(1);
    }
  });

  it('keeps its margin around lines beside the layers and the shapes on them too, which lie over the cards', () => {
    const edges = ['i>a', 'a>b', 'b>s:0', 'i>s:1', 's>o'];
    const labelled = documentOf([['i', 'input', { shape: [64, 64, 128] }], ['a', 'dense', { units: 128 }], ['b', 'dense', { units: 128 }], ['s', 'add'], ['o', 'output']], edges);
    const unknown = { ...labelled, nodes: labelled.nodes.map((node) => ({ ...node, type: 'nonsense' })) };
    for (const document of [labelled, unknown]) expectMargin(pictureOf(document));
    const { svg } = pictureOf(labelled);
    expect(svg.indexOf('>64² · 128</text>')).toBeGreaterThan(svg.indexOf('>o</text>'));
  });

  function expectMargin({ svg, width, flow }: ReturnType<typeof pictureOf>): void {
    const left = Number(/viewBox="(\S+)/.exec(svg)![1]);
    const reached = flow.edges.flatMap(({ data }) => {
      const xs = [...data!.way.path.matchAll(/(-?[\d.]+) -?[\d.]+/g)].map((found) => Number(found[1]));
      const half = (data!.label.length * 10.5 * 0.6 + 14) / 2;
      return [...xs, ...(data!.way.label === null || data!.label === '' ? [] : [data!.way.label[0] - half, data!.way.label[0] + half])];
    });
    const [least, most] = [Math.min(...reached), Math.max(...reached)];
    expect(least < 0 || most > NODE_WIDTH).toBe(true);
    expect(least).toBeGreaterThanOrEqual(left + 28);
    expect(most).toBeLessThanOrEqual(left + width - 28);
  }

  it('of nothing is a small empty one', () => {
    expect(pictureOf(net, { only: new Set() })).toMatchObject({ width: NODE_WIDTH + 56, height: NODE_HEIGHT + 56 });
  });

  describe('of blocks', () => {
    const blocked = (label: string, expanded: boolean): NetloomDocument => {
      const unit = { label, nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] as const }, { id: 'inner', type: 'dense', position: [0, 104] as const }, { id: 'beside', type: 'dense', position: [500, 104] as const }, { id: 'y', type: 'blockOutput', position: [0, 208] as const }], edges: [{ source: 'x', target: 'inner' }, { source: 'inner', target: 'y' }] };
      const flat = documentOf([['i', 'input', { shape: [4] }], ['o', 'output']], ['i>st', 'st>o']);
      return { ...flat, nodes: [...flat.nodes, { id: 'st', type: 'block', block: 'unit', position: [0, 300] as const, ...(expanded ? { expanded } : {}) }], blocks: { unit } };
    };

    it('shows a closed one as a stack', () => {
      const { svg } = pictureOf(blocked('Unit', false));
      expect(['i', 'st'].map((id) => cardIn(svg, id).includes('<rect x="3" y="3"'))).toEqual([false, true]);
    });

    it('takes what is inside along where an open one is selected, and its frame where all inside it is', () => {
      const document = blocked('Unit', true);
      expect(pictureOf(document, { only: new Set(['st']) }).svg).toContain('>inner</text>');
      expect(pictureOf(document, { only: new Set(['st/inner', 'st/beside']) }).svg).toContain('>Unit</text>');
      expect(pictureOf(document, { only: new Set(['st/inner']) }).svg).not.toContain('>Unit</text>');
    });

    it('says of an open one what it is, and its numbers where there is room for both', () => {
      const facts = />320 · 64<\/text>/;
      expect(pictureOf(blocked('Unit', true)).svg).toMatch(facts);
      const { svg } = pictureOf(blocked(`A unit of a ${'very '.repeat(20)}long name`, true));
      expect(svg).toMatch(/>A unit of a[^<]*<\/text>/);
      expect(svg).not.toMatch(facts);
    });
  });

  it('breaks the lines of a comment where they are too long for it', () => {
    const comment = (text: string): readonly string[] => {
      const { svg } = pictureOf({ ...documentOf([], []), nodes: [{ id: 'k', type: 'comment', position: [0, 0], size: [200, 96], text }] });
      return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((found) => found[1]!);
    };
    expect(comment('some words that need more than a line of this comment')).toEqual(['some words that need', 'more than a line of', 'this comment']);
    expect(comment('short\nand again')).toEqual(['short', 'and again']);
    // What does not fit into it is left out.
    expect(comment(Array.from({ length: 20 }, () => 'line').join('\n'))).toHaveLength(4);
  });

  it('draws frames below and comments above the layers', () => {
    const document = documentOf([['i', 'input'], ['o', 'output']], ['i>o']);
    const nodes = [...document.nodes, { id: 'f', type: 'frame', position: [-40, -60] as const, size: [400, 400], text: 'Encoder' }, { id: 'k', type: 'comment', position: [300, 0] as const, size: [200, 96], text: 'first line\nsecond <line>' }];
    const { svg } = pictureOf({ ...document, nodes });
    expect(svg.indexOf('>Encoder<')).toBeLessThan(svg.indexOf('>i<'));
    expect(svg.indexOf('>second &lt;line&gt;<')).toBeGreaterThan(svg.indexOf('>o<'));
  });
});
