// Fixes are thought of in the flat graph; here they become edits of the document: of the block's definition where a node stands
// inside one, of the instance where it exposes the param, of the owner where weights are shared. Proves nothing.

import { editsIn, portsOf, isInstance } from '../../graph/blocks.ts';
import type { GraphEdge, Json, NetloomDocument } from '../../graph/document.ts';
import { freshId, type Edit, type GraphEdit } from '../../graph/edits.ts';
import type { Analysis } from '../analysis.ts';
import type { Level, Origin } from '../expand.ts';

const NETWORK: Level = { prefix: '', block: null, id: null, instance: null, outer: null };

/** The edits of the document that do what `edits` do to its flat graph; null where nothing in the document does just that. */
export function toDocument(edits: readonly Edit[], at: string | undefined, { byId, expansion }: Analysis, document: NetloomDocument): readonly Edit[] | null {
  const owned = edits.map((edit): Edit => {
    const owner = edit.kind === 'setParams' ? byId.get(edit.id)?.shared : undefined;
    return owner && edit.kind === 'setParams' ? { ...edit, id: owner.id } : edit;
  });
  if (expansion.origins.size === 0) return owned;
  return new Translation(owned, at, expansion, document).edits();
}

class Translation {
  private readonly added = new Map<string, Origin>();

  constructor(
    private readonly flatEdits: readonly Edit[],
    at: string | undefined,
    private readonly expansion: Analysis['expansion'],
    private readonly document: NetloomDocument,
  ) {
    const home = (at === undefined ? undefined : expansion.origins.get(at)?.level) ?? NETWORK;
    this.placeNew(home);
    this.home = home;
  }

  private readonly home: Level;

  edits(): readonly Edit[] | null {
    const translated = this.flatEdits.map((edit) => this.translate(edit));
    return translated.includes(null) ? null : translated.flatMap((list) => list!);
  }

  /** A new node stands where the node it feeds does, else where the finding is. */
  private placeNew(home: Level): void {
    const { flatEdits, expansion } = this;
    const fresh = new Set(flatEdits.flatMap((edit) => (edit.kind === 'addNode' ? [edit.node.id] : [])));
    const feeds = new Map(flatEdits.flatMap((edit): [string, string][] => (edit.kind === 'connect' && fresh.has(edit.edge.source) ? [[edit.edge.source, edit.edge.target]] : [])));
    const taken = new Map<string, Set<string>>();
    for (const id of fresh) {
      let fed = feeds.get(id);
      for (let hops = 0; fed !== undefined && fresh.has(fed) && hops < fresh.size; hops++) fed = feeds.get(fed);
      const level = (fed === undefined ? undefined : expansion.origins.get(fed)?.level) ?? home;
      let ids = taken.get(level.prefix);
      if (!ids) taken.set(level.prefix, (ids = new Set(this.graphOf(level).nodes.map((n) => n.id))));
      const local = freshId(ids, id);
      ids.add(local);
      this.added.set(id, { level, local });
    }
  }

  private graphOf({ block }: Level): Pick<NetloomDocument, 'nodes' | 'edges'> {
    return block === null ? this.document : this.document.blocks[block]!;
  }

  private placeOf(id: string): Origin | undefined {
    return this.added.get(id) ?? this.expansion.origins.get(id);
  }

  private in(level: Level, edit: GraphEdit): readonly Edit[] {
    return editsIn(level.block, [edit]);
  }

  private translate(edit: Edit): readonly Edit[] | null {
    switch (edit.kind) {
      case 'addNode': {
        const place = this.added.get(edit.node.id)!;
        return this.in(place.level, { ...edit, node: { ...edit.node, id: place.local } });
      }
      case 'connect':
        return this.connect(edit.edge);
      case 'disconnect': {
        const original = this.expansion.edgeOrigins.get(edit.edge) ?? edit.edge;
        const level = (original === edit.edge ? undefined : this.placeOf(edit.edge.target)?.level) ?? this.home;
        return this.in(level, { kind: 'disconnect', edge: original });
      }
      case 'setParams': {
        const place = this.placeOf(edit.id);
        return place ? this.setParams(place, edit.params) : null;
      }
      case 'removeNode':
      case 'moveNode':
      case 'renameNode':
      case 'setType':
      case 'setNode': {
        const place = this.placeOf(edit.id);
        return place ? this.in(place.level, { ...edit, id: place.local }) : null;
      }
      case 'setTraining':
      case 'setName':
        return [edit];
      case 'setBlock':
      case 'inBlock':
        return null;
      default:
        return edit satisfies never;
    }
  }

  private connect(edge: GraphEdge): readonly Edit[] | null {
    const target = this.placeOf(edge.target);
    const source = target && this.sourceIn(target.level, edge);
    if (!target || !source) return null;
    const { sourcePort: _, ...rest } = edge;
    return this.in(target.level, { kind: 'connect', edge: { ...rest, ...source, target: target.local } as GraphEdge });
  }

  /** What gives the value of `edge.source` within a level: the node itself, an input of the block, an output of an instance. */
  private sourceIn(level: Level, edge: GraphEdge): Pick<GraphEdge, 'source' | 'sourcePort'> | null {
    const place = this.placeOf(edge.source);
    if (place?.level.prefix === level.prefix) return { source: place.local, ...(edge.sourcePort === undefined ? {} : { sourcePort: edge.sourcePort }) };
    for (const node of this.graphOf(level).nodes) {
      const id = `${level.prefix}${node.id}`;
      if (this.expansion.ports.get(id) === edge.source && node.type === 'blockInput') return { source: node.id };
      const site = isInstance(node) ? this.expansion.instances.get(id) : undefined;
      const output = site?.outputs.indexOf(edge.source) ?? -1;
      if (site && output >= 0) return { source: node.id, sourcePort: portsOf(site.definition).outputs[output]! };
    }
    return null;
  }

  /** Where the block exposes the param, its instance is set; otherwise its definition, for all instances. */
  private setParams({ level, local }: Origin, params: Readonly<Record<string, Json | undefined>>): readonly Edit[] | null {
    if (level.block === null || !level.instance || !level.outer) return this.in(level, { kind: 'setParams', id: local, params });
    const inside: Record<string, Json | undefined> = {};
    const edits: Edit[] = [];
    for (const [name, value] of Object.entries(params)) {
      const exposed = Object.entries(this.document.blocks[level.block]!.params ?? {}).find(([, p]) => p.targets.some((t) => t.node === local && t.param === name));
      if (!exposed || (level.instance.params?.[exposed[0]] ?? exposed[1].default) === undefined) {
        inside[name] = value;
        continue;
      }
      const times = exposed[1].targets.find((t) => t.node === local && t.param === name)?.times ?? 1;
      const outside = value === undefined ? undefined : unscaled(value, times);
      if (outside === undefined) return null;
      const outer = this.setParams({ level: level.outer, local: level.instance.id }, { [exposed[0]]: outside });
      if (!outer) return null;
      edits.push(...outer);
    }
    return Object.keys(inside).length > 0 ? [...edits, ...this.in(level, { kind: 'setParams', id: local, params: inside })] : edits;
  }
}

/** The value which, times the factor, gives this one. */
function unscaled(value: Json, times: number): Json | undefined {
  if (times === 1) return value;
  if (typeof value !== 'number') return undefined;
  const outside = value / times;
  return Number.isInteger(outside) && outside >= 1 ? outside : undefined;
}
