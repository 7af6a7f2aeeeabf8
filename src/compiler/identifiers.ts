// Names calls after nodes: unique TypeScript identifiers, the same ones for the same document. Knows no layers.

import { freshId } from '../graph/edits.ts';

/** Words that cannot name a variable in a module, and the names that generated code itself uses. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments as async await boolean break case catch class const constructor continue debugger declare default delete do else enum eval ' +
    'export extends false finally for from function get if implements import in instanceof interface let module new null number of ' +
    'package private protected public require return set static string super switch symbol this throw true try type typeof ' +
    'undefined var void while with yield NaN Infinity globalThis Math __proto__ prototype tf runtime model seed inputs outputs createModel'
  ).split(' '),
);

/** A letter first, no `$`: tfjs names layers after calls and refuses other names of tensors. */
const IDENTIFIER = /^[A-Za-z]\w*$/;

/** `left-arm 2` becomes `left_arm_2`, `3d` becomes `n3d`, `class` becomes `class_`. */
export function toIdentifier(id: string): string {
  const cleaned = id.slice(0, 80).replaceAll(/\W+/g, '_');
  const started = /^[A-Za-z]/.test(cleaned) ? cleaned : `n${cleaned}`;
  return RESERVED.has(started) ? `${started}_` : started;
}

/** Hands out names: nodes whose id is an identifier keep it, whatever the others are called. */
export class CallNames {
  private readonly taken = new Set<string>();
  private readonly own = new Map<string, string>();

  /** `nodes`: ids in program order. */
  constructor(nodes: readonly string[]) {
    const others: string[] = [];
    for (const id of nodes) {
      if (IDENTIFIER.test(id) && id.length <= 80 && !RESERVED.has(id)) {
        this.own.set(id, id);
        this.taken.add(id);
      } else others.push(id);
    }
    for (const id of others) this.own.set(id, this.claim(toIdentifier(id)));
  }

  /** The name of a node's call; `role` names the earlier calls of a node that is several. */
  of(node: string, role?: string): string {
    const own = this.own.get(node) ?? this.claim(toIdentifier(node));
    return role === undefined ? own : this.claim(toIdentifier(`${own}_${role}`));
  }

  private claim(stem: string): string {
    const name = freshId(this.taken, stem);
    this.taken.add(name);
    return name;
  }
}
