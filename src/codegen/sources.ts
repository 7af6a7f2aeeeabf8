// The files that exported projects ship as they are, and which of them a set of files needs. Knows no disk and no bundler.

/** Texts by path in the project, which is that below src, e.g. `runtime/index.ts`; those of codegen/shipped lie at the top. No tests. */
export type SourceFiles = Readonly<Record<string, string>>;

export interface Closure {
  /** Paths of the shipped files that are needed, sorted. */
  readonly paths: readonly string[];
  /** Names of the npm packages they import, sorted; Node's own modules are not among them. */
  readonly packages: readonly string[];
}

/**
 * All files that `files` import, directly or through one another, and the packages that any of them imports.
 * @param files texts by path, in the same folder as `sources`
 * @throws if an import leads nowhere: what would be exported could not run
 */
export function closure(files: SourceFiles, sources: SourceFiles): Closure {
  const paths = new Set<string>();
  const packages = new Set<string>();
  const queue = Object.entries(files);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [path, text] = next;
    for (const specifier of importsOf(text)) {
      if (!specifier.startsWith('.')) {
        if (!specifier.startsWith('node:')) packages.add(packageOf(specifier));
        continue;
      }
      const target = resolve(path, specifier);
      if (target in files || paths.has(target)) continue;
      const source = sources[target];
      if (source === undefined) throw new Error(`${path} imports ${specifier}, which is not shipped with exported projects`);
      paths.add(target);
      queue.push([target, source]);
    }
  }
  return { paths: [...paths].sort(), packages: [...packages].sort() };
}

/** Import and export statements at the start of a line, over several lines too, and `import('…')` anywhere. */
const STATEMENT = /^(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Module specifiers of a source text in the order of their first mention; types count too, as the compiler reads them. */
export function importsOf(text: string): readonly string[] {
  const found = [...text.matchAll(STATEMENT), ...text.matchAll(DYNAMIC)];
  return [...new Set(found.sort((a, b) => a.index - b.index).map((match) => match[1] ?? ''))];
}

function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function packageOf(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** `export { a, type B } from './file.ts';`, over several lines too. */
const EXPORT_FROM = /^export (type )?\{([^}]*)\} from ('[^']+');$/gm;

/**
 * An index that offers only `names`, so that an exported project ships no file it does not use.
 * @throws if the index does not offer one of them
 */
export function trimIndex(index: string, names: readonly string[]): string {
  const wanted = new Set(names);
  const lines: string[] = [];
  for (const [, type = '', list = '', from = ''] of index.matchAll(EXPORT_FROM)) {
    const kept = list.split(',').map((name) => name.trim()).filter((name) => wanted.has(name.replace(/^type /, '')));
    for (const name of kept) wanted.delete(name.replace(/^type /, ''));
    if (kept.length > 0) lines.push(`export ${type}{ ${kept.join(', ')} } from ${from};`);
  }
  if (wanted.size > 0) throw new Error(`The runtime does not offer ${[...wanted].join(', ')}`);
  return `// What this project uses of the runtime.\n\n${lines.join('\n')}\n`;
}
