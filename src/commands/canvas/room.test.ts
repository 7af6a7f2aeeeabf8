import { beforeEach, describe, expect, it } from 'vitest';
import { templates } from '../../../templates/index.ts';
import { buildTemplate } from '../../../templates/tiny.ts';
import { definitionOf } from '../../graph/blocks.ts';
import { boxOf, type Box } from '../../graph/boxes.ts';
import { isAnnotation } from '../../graph/document.ts';
import { RANK_GAP } from '../../graph/layout.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore } from '../../state/uiStore.ts';
import { toggleExpanded, toggleMeantExpanded } from './blocks.ts';

const doc = () => documentStore.getState();
const here = () => graphHere(doc());
const places = (): ReadonlyMap<string, string> => new Map(doc().document.nodes.map((n) => [n.id, n.position.join()]));

/** Without its data, which a worker would load. */
function open(template: Parameters<typeof buildTemplate>[0]): void {
  const document = buildTemplate(template);
  doc().open({ ...document, training: { ...document.training, data: undefined } });
}

interface Named extends Box {
  readonly id: string;
}
/** Cards, and opened blocks as one box each. */
function outermost(): readonly Named[] {
  const { nodes, groups } = here();
  const inside = new Set(groups.flatMap((g) => g.members));
  return [
    ...nodes.filter((n) => !inside.has(n.id) && !isAnnotation(n)).map((n) => ({ id: n.id, ...boxOf(n) })),
    ...groups.filter((g) => !inside.has(g.id)).map(({ id, position: [x, y], size: [width, height] }) => ({ id, x, y, width, height })),
  ];
}
const meet = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const overlaps = (boxes: readonly Named[]): readonly string[] => boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a, b)).map((b) => `${a.id} on ${b.id}`));

/** Neighbours of a column, joined, that stand far apart. */
function tornApart(): readonly string[] {
  const boxes = new Map(outermost().map((b) => [b.id, b]));
  const around = new Map(here().groups.flatMap((g) => g.members.map((m) => [m, g.id] as const)));
  return here().edges.flatMap(({ source, target }) => {
    const [a, b] = [boxes.get(around.get(source) ?? source), boxes.get(around.get(target) ?? target)];
    if (!a || !b || Math.abs(a.x - b.x) > 60) return [];
    const gap = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height);
    return gap > RANK_GAP ? [`${a.id} – ${b.id}`] : [];
  });
}

beforeEach(() => uiStore.setState({ screen: 'editor', selectedNodes: [], selectedEdges: [], notice: null }));

describe.each(templates.map(({ id }) => id))('blocks of %s opened in place', (template) => {
  beforeEach(() => open(template));
  const blocks = (): readonly string[] => doc().document.nodes.filter((n) => definitionOf(doc().document, n)).map((n) => n.id);

  it('lie on nothing, tear apart no more than a skip holds in its row, and closed leave everything where it was', () => {
    const [before, torn] = [places(), tornApart().length];
    for (const id of blocks()) {
      toggleExpanded(id);
      expect(overlaps(outermost()), `${id} opened`).toEqual([]);
      expect(tornApart().length - torn, `${id} opened tears ${tornApart().join(', ')}`).toBeLessThanOrEqual(1);
      toggleExpanded(id);
      expect(places(), `${id} closed again`).toEqual(before);
    }
  });

  it('all at once lie on nothing, and all closed leave everything where it was', () => {
    const before = places();
    toggleMeantExpanded();
    expect(here().groups.map((g) => g.id)).toEqual(blocks());
    expect(overlaps(outermost())).toEqual([]);
    toggleMeantExpanded();
    expect(places()).toEqual(before);
  });
});

describe('a block opened in a network that is read upwards', () => {
  const boxOfId = (id: string): Named => outermost().find((b) => b.id === id)!;
  it('is turned: what comes in stands at the bottom, where the card stood, and what follows steps up', () => {
    open('resnet');
    const card = boxOfId('stage2_first');
    const [before, after] = [boxOfId('stage1'), boxOfId('stage2')];
    toggleExpanded('stage2_first');
    const at = new Map(here().nodes.map((n) => [n.id, n.position]));
    expect(at.get('stage2_first/conv1')).toEqual([card.x, card.y]);
    expect(at.get('stage2_first/relu3')![1]).toBeLessThan(at.get('stage2_first/conv1')![1]);
    expect(boxOfId('stage1')).toEqual(before);
    expect(at.get('stage2_first/relu3')![1] - boxOfId('stage2').y).toBe(card.y - after.y);
  });

  it('hands on a level line at its far end', () => {
    open('resnet');
    toggleExpanded('stage2');
    const at = new Map(here().nodes.map((n) => [n.id, n.position]));
    expect(at.get('stage3_first')![1]).toBe(at.get('stage2/1/relu3')![1]);
  });
});
