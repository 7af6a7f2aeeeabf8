#!/usr/bin/env node
// Starts the command line: bundles src/cli into dist/cli when that is missing or older than the sources, and runs the bundle.
// Where there are no sources (an installed package) it runs the bundle that is there.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundles = path.join(root, 'dist/cli');
/** A bundle of other sources may be in use by another run for so long. */
const KEEP_MS = 60 * 60 * 1000;

const isSource = (name) => /\.(ts|json)$/.test(name) && !name.endsWith('.test.ts');

/** A name for the state of the sources: their paths, sizes and times. Null where there are none. */
function fingerprint() {
  if (!existsSync(path.join(root, 'src/cli/main.ts'))) return null;
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  const add = (file) => {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  };
  for (const folder of ['src', 'templates']) {
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter(isSource).toSorted()) add(path.join(root, folder, name));
  }
  for (const file of ['package.json', 'bin/netloom.mjs']) add(path.join(root, file));
  return hash.digest('hex').slice(0, 16);
}

/** Bundles into a folder of its own and moves it into place, so that runs at the same time never see half a bundle. */
async function bundle(target) {
  const { build } = await import('esbuild');
  const options = { absWorkingDir: root, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent' };
  // What export ships is read by the code that knows which files those are.
  const reader = await build({ ...options, entryPoints: ['src/codegen/sources.node.ts'], write: false });
  const { readSources } = await import(`data:text/javascript;base64,${Buffer.from(reader.outputFiles[0].contents).toString('base64')}`);
  const temporary = `${target}.${process.pid}`;
  await build({
    ...options,
    entryPoints: { main: 'src/cli/main.ts' },
    outdir: temporary,
    outExtension: { '.js': '.mjs' },
    // Commands that need no TensorFlow.js do not wait for it.
    splitting: true,
    external: ['@tensorflow/*'],
    define: { NETLOOM_SOURCES: JSON.stringify(readSources(path.join(root, 'src'))) },
    // jpeg-js and others are CommonJS and may ask for Node's modules.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  try {
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function removeOld(current) {
  for (const name of readdirSync(bundles)) {
    const folder = path.join(bundles, name);
    if (folder !== current && Date.now() - statSync(folder).mtimeMs > KEEP_MS) rmSync(folder, { recursive: true, force: true });
  }
}

async function findBundle() {
  const state = fingerprint();
  if (state === null) {
    const built = existsSync(bundles) ? readdirSync(bundles).filter((name) => existsSync(path.join(bundles, name, 'main.mjs'))) : [];
    const newest = built.toSorted((a, b) => statSync(path.join(bundles, b)).mtimeMs - statSync(path.join(bundles, a)).mtimeMs)[0];
    if (newest === undefined) throw new Error('neither the sources nor a bundle of the command line are here; install the package anew.');
    return path.join(bundles, newest, 'main.mjs');
  }
  const target = path.join(bundles, state);
  if (!existsSync(path.join(target, 'main.mjs'))) {
    mkdirSync(bundles, { recursive: true });
    await bundle(target);
    removeOld(target);
  } else {
    // Keeps a bundle that is used from being taken for an old one.
    try {
      utimesSync(target, new Date(), new Date());
    } catch {
      // A read-only installation has nothing to keep.
    }
  }
  return path.join(target, 'main.mjs');
}

// A reader that has seen enough (`netloom … | head`) closes the pipe: that is no mistake of anyone.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}

let main;
try {
  ({ main } = await import(pathToFileURL(await findBundle()).href));
} catch (error) {
  process.stderr.write(`netloom: the command line could not be started: ${error instanceof Error ? error.message : error}\n`);
  if (error?.code === 'ERR_MODULE_NOT_FOUND') process.stderr.write('Run npm install first.\n');
  process.exit(2);
}

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  cwd: process.cwd(),
  onInterrupt(stop) {
    // The first Ctrl-C ends the run in order; the second ends the process.
    process.once('SIGINT', stop);
    return () => process.off('SIGINT', stop);
  },
});
