// The params of a block's instances: `repeat`, and those the block exposes, each with the kind and bounds of what it stands for.
// Also the edits that expose a param and take it back. Pure.

import { layerOf } from '../layers/index.ts';
import { integer, type ParamSpec, type ParamSpecs } from '../layers/params.ts';
import { definitionOf, MOST_REPEATS, REPEAT } from './blocks.ts';
import type { BlockDefinition, BlockParam, GraphNode, NetloomDocument } from './document.ts';
import type { Edit } from './edits.ts';

type Blocks = NetloomDocument['blocks'];

/** `conv1.filters, conv3.filters × 4`: what an exposed param sets. */
export const targetsText = (targets: BlockParam['targets']): string =>
  targets.map(({ node, param, times }) => `${node}.${param}${times === undefined ? '' : ` ×\u00a0${times}`}`).join(', ');

const repeat = integer({ label: 'Repeat', doc: 'How many copies follow each other, each with weights of its own.', default: 1, min: 1, max: MOST_REPEATS });

/** The form of an instance. What an exposed param stands for decides its kind; a param that stands for nothing is left out. */
export function instanceSpecs(blocks: Blocks, definition: BlockDefinition): ParamSpecs {
  return { [REPEAT]: repeat, ...exposedSpecs(blocks, definition, new Set()) };
}

function exposedSpecs(blocks: Blocks, definition: BlockDefinition, seen: ReadonlySet<BlockDefinition>): ParamSpecs {
  const specs: Record<string, ParamSpec> = {};
  if (seen.has(definition)) return specs;
  for (const [name, param] of Object.entries(definition.params ?? {})) {
    const spec = targetSpec(blocks, definition, param, seen);
    if (spec) specs[name] = spec;
  }
  return specs;
}

/** As its first target has it, with the block's own words, and what holds where the instance sets nothing. */
function targetSpec(blocks: Blocks, definition: BlockDefinition, { label, doc, default: byDefault, targets }: BlockParam, seen: ReadonlySet<BlockDefinition>): ParamSpec | undefined {
  const [first] = targets;
  const node = first && definition.nodes.find((n) => n.id === first.node);
  if (!node || !first) return undefined;
  const spec = paramSpecs(blocks, node, new Set([...seen, definition]))[first.param];
  if (!spec) return undefined;
  const held = byDefault ?? node.params?.[first.param];
  const parsed = held === undefined ? null : spec.parse(held);
  return {
    ...spec,
    ...(label === undefined ? {} : { label }),
    ...(doc === undefined ? {} : { doc }),
    ...(parsed?.ok ? { default: parsed.value } : {}),
  } as ParamSpec;
}

/** The params a node has, whatever it is. */
export function paramSpecs(blocks: Blocks, node: GraphNode, seen: ReadonlySet<BlockDefinition> = new Set()): ParamSpecs {
  const definition = definitionOf({ blocks }, node);
  if (definition) return { [REPEAT]: repeat, ...exposedSpecs(blocks, definition, seen) };
  return layerOf(node.type)?.params ?? {};
}

/** The exposed param through which instances set a node's param. */
export function exposedAs(definition: BlockDefinition, node: string, param: string): string | undefined {
  return Object.entries(definition.params ?? {}).find(([, p]) => p.targets.some((t) => t.node === node && t.param === param))?.[0];
}

/** Exposes a node's param under a name; where the block has one of that name already, that one stands for this too. */
export function expose(block: string, definition: BlockDefinition, node: string, param: string, name: string): readonly Edit[] {
  const before = definition.params?.[name];
  const targets = [...(before?.targets ?? []), { node, param }];
  return [{ kind: 'setBlock', block, definition: { ...definition, params: { ...definition.params, [name]: { ...before, targets } } } }];
}

/** Instances set it no more; the nodes keep what they say themselves. */
export function unexpose(block: string, definition: BlockDefinition, node: string, param: string): readonly Edit[] {
  const entries = Object.entries(definition.params ?? {})
    .map(([name, p]): [string, BlockParam] => [name, { ...p, targets: p.targets.filter((t) => t.node !== node || t.param !== param) }])
    .filter(([, p]) => p.targets.length > 0);
  const { params: _, ...rest } = definition;
  const kept: BlockDefinition = { ...rest, nodes: definition.nodes, edges: definition.edges, ...(entries.length > 0 ? { params: Object.fromEntries(entries) } : {}) };
  return [{ kind: 'setBlock', block, definition: kept }];
}
