// The canvas as an SVG picture: frames, cards with their slabs, connections with their shapes, drawn from the canvas's own flow data.
// Self-contained and inert; every text is escaped. Pure: knows no DOM and no store.

import { colourOf, textOf, type Colour } from '../../commands/canvas/annotate.ts';
import { boxOf, type Box } from '../../graph/boxes.ts';
import { isAnnotation } from '../../graph/document.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../graph/layout.ts';
import type { View } from '../../graph/view.ts';
import type { Category } from '../../layers/layer.ts';
import { nameParts } from '../canvas/flow/describeNode.ts';
import type { CardNode, Flow, GroupNode, ShapeEdge } from '../canvas/flow/flow.ts';
import { portAt } from '../canvas/flow/obstacles.ts';
import type { Port } from '../canvas/flow/ports.ts';
import { SLAB_BOX, slabOf } from '../canvas/slab.ts';
import { layerWords, shortCountText } from '../quantities.ts';

/** Opaque colours as CSS writes them, e.g. `#1e232c`. */
export interface PictureColours {
  readonly background: string;
  readonly surface: string;
  readonly card: string;
  readonly cardBorder: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly line: string;
  readonly accent: string;
  readonly error: string;
  readonly warning: string;
  readonly categories: Readonly<Record<Category | 'block' | 'unknown', string>>;
  /** How much of the category's colour the slab's side and top have; the rest is the card's. */
  readonly side: number;
  readonly top: number;
}

export interface PictureOptions {
  readonly colours: PictureColours;
  /** Named in the picture's title, for screen readers. */
  readonly name: string;
  /** Nodes to draw, with the connections between them; left out, all. */
  readonly only?: ReadonlySet<string>;
  /** Without it the picture is transparent. */
  readonly background: boolean;
  /** `@font-face` rules with the fonts in them; without them whoever shows the picture takes a like font. */
  readonly fontFaces?: string;
  /** Width of a text in px. */
  readonly measure?: (text: string, font: PictureFont) => number;
}

export type PictureFont = 'name' | 'params' | 'notation' | 'label' | 'title';

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const FONTS: { readonly [F in PictureFont]: { readonly family: 'ui' | 'mono'; readonly size: number; readonly weight: number } } = {
  name: { family: 'ui', size: 12.5, weight: 600 },
  params: { family: 'mono', size: 9.5, weight: 400 },
  notation: { family: 'mono', size: 10.5, weight: 400 },
  label: { family: 'mono', size: 10.5, weight: 400 },
  title: { family: 'ui', size: 12.5, weight: 600 },
};
export const FAMILIES = { ui: "'Inter Variable', Inter, system-ui, sans-serif", mono: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace" } as const;
/** As canvas and CSS write it: `600 12.5px …`. */
export const fontText = (font: PictureFont): string => `${FONTS[font].weight} ${FONTS[font].size}px ${FAMILIES[FONTS[font].family]}`;

/** Every letter of JetBrains Mono is 0.6 em wide; Inter's semibold ones about as much on average. */
const roughly = (text: string, font: PictureFont): number => text.length * FONTS[font].size * 0.6;

/** Around what is drawn. */
const MARGIN = 28;
const CARD_PADDING = 12;
const TEXT_LEFT = CARD_PADDING + SLAB_BOX + 8;
/** A picture is read at leisure: the notation may come nearer to the edge than on the canvas. */
const NOTATION_MORE = 5;
const LABEL_HEIGHT = 19;
/** As canvas.css colours comments and frames. */
const NOTE_COLOURS: { readonly [C in Colour]: Category } = { amber: 'sampling', blue: 'convolution', green: 'merge', pink: 'activation', violet: 'normalization', grey: 'io' };

export function drawPicture(flow: Pick<Flow, 'nodes' | 'groups' | 'edges'>, view: Pick<View, 'nodes' | 'groups'> & Partial<Pick<View, 'origins'>>, options: PictureOptions): Picture {
  const { colours, only, name, background, fontFaces } = options;
  const wanted = (id: string): boolean => only === undefined || only.has(id);
  const annotations = view.nodes.filter((n) => isAnnotation(n) && wanted(n.id));
  const members = new Map(view.groups.map((g) => [g.id, g.members]));
  // Of a selected block all that is inside it is drawn.
  const open = new Set(view.groups.filter((g) => wanted(g.id)).flatMap((g) => [g.id, ...g.members]));
  const groups = flow.groups.filter((g) => open.has(g.id) || (members.get(g.id) ?? []).every(wanted));
  const cards = flow.nodes.filter((n) => (wanted(n.id) || open.has(n.id)) && n.data !== undefined && !isAnnotation({ type: n.data.type }) && typeof n.data.category === 'string');
  const shown = new Set(cards.map((n) => n.id));
  const edges = flow.edges.filter((e) => shown.has(e.source) && shown.has(e.target));
  const pen = new Pen(colours, options.measure ?? roughly);

  // What lies below is drawn first.
  const frames = annotations.filter((n) => n.type === 'frame').map((n) => pen.frame(boxOf(n), textOf(n), colourOf(n), view.origins?.get(n.id)?.placement.up ?? false));
  const comments = annotations.filter((n) => n.type !== 'frame').map((n) => pen.comment(boxOf(n), textOf(n), colourOf(n)));
  const blocks = groups.map((g) => pen.group(g));
  const lines = edges.map((e) => pen.line(e));
  const drawn = cards.map((n) => pen.card(n));
  const labels = edges.map((e) => pen.label(e));

  const box = pen.bounds();
  const [width, height] = [Math.ceil(box.width + 2 * MARGIN), Math.ceil(box.height + 2 * MARGIN)];
  const [left, top] = [Math.floor(box.x - MARGIN), Math.floor(box.y - MARGIN)];
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" role="img" font-family="${escapeXml(FAMILIES.ui)}">`,
    `<title>${escapeXml(name)}</title>`,
    ...(fontFaces === undefined ? [] : [`<style>${escapeXml(fontFaces)}</style>`]),
    ...(background ? [`<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${colours.background}"/>`] : []),
    ...frames,
    ...blocks,
    `<g fill="none" stroke-width="1.5">`,
    ...lines,
    '</g>',
    ...drawn,
    ...labels,
    ...comments,
    '</svg>',
  ].join('\n');
  return { svg: `${svg}\n`, width, height };
}

/** For text and attributes alike; characters that XML does not know are left out. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Inside an opened block a name without those of the blocks around it. */
const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** Draws parts and remembers how far they reach. */
class Pen {
  private left = Infinity;
  private top = Infinity;
  private right = -Infinity;
  private bottom = -Infinity;

  constructor(
    private readonly colours: PictureColours,
    private readonly measure: (text: string, font: PictureFont) => number,
  ) {}

  bounds(): Box {
    if (this.left > this.right) return { x: 0, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT };
    return { x: this.left, y: this.top, width: this.right - this.left, height: this.bottom - this.top };
  }

  card({ id, position: { x, y }, width = NODE_WIDTH, height = NODE_HEIGHT, data }: CardNode): string {
    this.reach({ x, y, width, height });
    const { colours } = this;
    const { category, label, notation, params, shape, ports, needs, errors, warnings } = data;
    const colour = colours.categories[category];
    const border = errors > 0 ? colours.error : needs !== '' || warnings > 0 ? colours.warning : colours.cardBorder;
    const count = params > 0 ? shortCountText(params) : '';
    const room = width - TEXT_LEFT - CARD_PADDING;
    const name = this.fit(lastPart(id), 'name', room - (count === '' ? 0 : this.measure(count, 'params') + 6), nameParts(lastPart(id))[1]);
    const middle = height / 2;
    const slab = slabOf(shape ?? [16, 16, 16]);
    const faces =
      shape === null
        ? `<g fill="none" stroke="${colour}" stroke-opacity="0.55" stroke-dasharray="2.5 2"><path d="${slab.top}"/><path d="${slab.side}"/><path d="${slab.front}"/></g>`
        : `<g fill="${colour}" stroke-linejoin="round"><path d="${slab.top}" fill-opacity="${colours.top}"/><path d="${slab.side}" fill-opacity="${colours.side}"/><path d="${slab.front}"/></g>`;
    const said = /[\p{L}\p{N}]/u.test(notation) ? notation : layerWords(label);
    const close = this.measure(said, 'notation') <= room + NOTATION_MORE ? said : said.replaceAll(' · ', '·');
    const marked = (state: Port['state']) => ports.filter((port) => port.state === state).map((port) => portAt([0, 0], port.side, port.along));
    return [
      `<g transform="translate(${n(x)} ${n(y)})">`,
      // A block is a stack of layers.
      ...(category === 'block' ? [`<rect x="3" y="3" width="${n(width)}" height="${n(height)}" rx="9" fill="${colours.card}" stroke="${colours.cardBorder}"/>`] : []),
      `<rect width="${n(width)}" height="${n(height)}" rx="9" fill="${colours.card}" stroke="${border}"${category === 'unknown' || (errors === 0 && needs !== '') ? ' stroke-dasharray="4 3"' : ''}/>`,
      `<rect y="12" width="2.5" height="${n(height - 24)}" rx="1.2" fill="${colour}"/>`,
      `<g transform="translate(${CARD_PADDING} ${n(middle - SLAB_BOX / 2)})">${faces}</g>`,
      this.text(name, 'name', TEXT_LEFT, middle - 4, colours.text),
      ...(count === '' ? [] : [this.text(count, 'params', width - CARD_PADDING, middle - 4, colours.text3, 'end')]),
      this.text(this.fit(close, 'notation', room + NOTATION_MORE), 'notation', TEXT_LEFT, middle + 12.5, colours.text2),
      ...marked('wrong').map(([px, py]) => `<circle cx="${n(px)}" cy="${n(py)}" r="4" fill="${colours.error}"/>`),
      ...marked('needed').map(([px, py]) => `<circle cx="${n(px)}" cy="${n(py)}" r="4" fill="${colours.card}" stroke="${colours.warning}" stroke-width="2"/>`),
      '</g>',
    ].join('');
  }

  line({ data }: ShapeEdge): string {
    if (!data) return '';
    const { way, tone } = data;
    const numbers = [...way.path.matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) => Number(number));
    for (let i = 0; i + 1 < numbers.length; i += 2) this.reach({ x: numbers[i]!, y: numbers[i + 1]!, width: 0, height: 0 });
    const stroke = tone === 'wrong' ? this.colours.error : tone === 'skip' ? this.colours.accent : this.colours.line;
    return `<path d="${way.path}" stroke="${stroke}"${tone === 'unknown' ? ' stroke-dasharray="3 4"' : tone === 'skip' ? ' stroke-opacity="0.85"' : ''}/>`;
  }

  label({ data }: ShapeEdge): string {
    if (!data || data.label === '' || data.way.label === null) return '';
    const { label, tone, way: { label: place } } = data;
    const { colours } = this;
    const width = this.measure(label, 'label') + 14;
    const box = { x: place[0] - width / 2, y: place[1] - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT };
    this.reach(box);
    const [border, text] = tone === 'wrong' ? [colours.error, colours.error] : [tone === 'skip' ? colours.accent : colours.cardBorder, tone === 'unknown' ? colours.text3 : colours.text2];
    return [
      `<rect x="${n(box.x)}" y="${n(box.y)}" width="${n(width)}" height="${LABEL_HEIGHT}" rx="9.5" fill="${colours.surface}" stroke="${border}"${tone === 'skip' ? ' stroke-opacity="0.5"' : ''}/>`,
      this.text(label, 'label', place[0], place[1] + 3.7, text, 'middle'),
    ].join('');
  }

  /** An expanded block. */
  group({ id, position: { x, y }, width = 0, height = 0, data }: GroupNode): string {
    const { colours } = this;
    const box = { x, y, width, height };
    this.reach(box);
    const facts = [data.params > 0 ? shortCountText(data.params) : '', data.shape].filter((fact) => fact !== '').join(' · ');
    const name = this.fit(lastPart(id), 'title', width / 2);
    // The line that comes in from above or goes out there passes between both.
    const after = Math.max(128, 14 + this.measure(name, 'title') + 8);
    const room = width - after - 14;
    const what = this.fit(`${data.repeat > 1 ? `×${data.repeat} ` : ''}${data.label}`, 'notation', Math.max(0, room));
    // What it is says more than its numbers, which are left out where there is no room for both.
    const both = this.measure(what, 'notation') + 10 + this.measure(facts, 'params') <= room;
    return [
      this.box(box, colours.categories.block, 0.05),
      this.text(name, 'title', x + 14, y + 17, colours.text),
      this.text(what, 'notation', x + after, y + 17, colours.text2),
      this.text(both ? facts : '', 'params', x + width - 14, y + 17, colours.text3, 'end'),
    ].join('');
  }

  /** `turned`: its title is below, as the room for it is in a block opened upwards. */
  frame(box: Box, text: string, colour: Colour, turned: boolean): string {
    this.reach(box);
    const title = this.text(this.fit(text.split('\n')[0] ?? '', 'title', box.width - 24), 'title', box.x + 12, turned ? box.y + box.height - 10 : box.y + 20, this.colours.text);
    return `${this.box(box, this.colours.categories[NOTE_COLOURS[colour]], 0.07)}${title}`;
  }

  comment(box: Box, text: string, colour: Colour): string {
    this.reach(box);
    const ground = `<rect x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}" rx="10" fill="${this.colours.surface}"/>`;
    const lines = this.wrap(text, box.width - 24).slice(0, Math.max(1, Math.floor((box.height - 16) / 17)));
    return [ground, this.box(box, this.colours.categories[NOTE_COLOURS[colour]], 0.14), ...lines.map((line, i) => this.text(line, 'name', box.x + 12, box.y + 22 + i * 17, this.colours.text, 'start', 400))].join('');
  }

  private box({ x, y, width, height }: Box, colour: string, opacity: number): string {
    return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="10" fill="${colour}" fill-opacity="${opacity}" stroke="${colour}" stroke-opacity="0.4"/>`;
  }

  private text(text: string, font: PictureFont, x: number, y: number, fill: string, anchor: 'start' | 'middle' | 'end' = 'start', weight = FONTS[font].weight): string {
    const { family, size } = FONTS[font];
    const mono = family === 'mono' ? ` font-family="${escapeXml(FAMILIES.mono)}"` : '';
    return `<text x="${n(x)}" y="${n(y)}" font-size="${size}"${weight === 400 ? '' : ` font-weight="${weight}"`}${mono} fill="${fill}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escapeXml(text)}</text>`;
  }

  /** As much of the text as there is room for, with an ellipsis. */
  private fit(text: string, font: PictureFont, room: number, end = ''): string {
    if (this.measure(text, font) <= room) return text;
    const letters = [...text];
    letters.length -= [...end].length;
    while (letters.length > 1 && this.measure(`${letters.join('')}…${end}`, font) > room) letters.pop();
    return `${letters.join('').trimEnd()}…${end}`;
  }

  private wrap(text: string, room: number): readonly string[] {
    return text.split('\n').flatMap((paragraph): readonly string[] => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(/\s+/)) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (line !== '' && this.measure(longer, 'name') > room) {
          lines.push(line);
          line = word;
        } else line = longer;
      }
      return [...lines, line].map((l) => this.fit(l, 'name', room));
    });
  }

  private reach({ x, y, width, height }: Box): void {
    this.left = Math.min(this.left, x);
    this.top = Math.min(this.top, y);
    this.right = Math.max(this.right, x + width);
    this.bottom = Math.max(this.bottom, y + height);
  }
}
