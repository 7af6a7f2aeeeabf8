// Finds the data a run trains on: a folder, a built-in set by name, or what the document says.

import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { decodeImage } from '../datasets/decode.ts';
import type { AnyBuiltinDataset, Dataset } from '../datasets/dataset.ts';
import { datasetOf, datasets } from '../datasets/index.ts';
import { loadFiles } from '../datasets/loadFiles.ts';
import type { NetloomDocument } from '../graph/document.ts';
import { layerOf } from '../layers/index.ts';
import { completeParams } from '../layers/params.ts';
import { bad, good, nearest, type Io, type Outcome } from './command.ts';
import { listFolder } from './files.ts';
import { parseSettings } from './settings.ts';

export interface DataChoice {
  /** A folder, or a built-in set as `glyphs` or `points:kind=moons,noise=0.1`; left out, what the document says. */
  readonly data: string | undefined;
  readonly seed: number;
  /** [height, width]; left out, that of the document's input. */
  readonly size: readonly [number, number] | undefined;
  readonly crop: boolean;
  readonly cropsPerImage: number | undefined;
}

/** The figures of the point sets are known by their own names too. */
const POINT_KINDS = ['spiral', 'moons', 'circles'];

export async function findData(document: NetloomDocument, choice: DataChoice, io: Io): Promise<Outcome<Dataset>> {
  const known = `${datasets.map(({ type }) => type).join(', ')}, ${POINT_KINDS.join(', ')}`;
  if (choice.data === undefined) {
    const own = document.training.data;
    if (!own) return bad(`The document names no data set; give --data with a folder or a built-in set (${known}).`);
    const dataset = datasetOf(own.type);
    if (!dataset) return bad(`The document's data set "${own.type}" is not known here; give --data with a folder or a built-in set (${known}).`);
    const { params, problems } = completeParams(dataset.params, own.params ?? {});
    for (const problem of problems) io.err(`netloom: data ${own.type}: ${problem.message}\n`);
    return good(dataset.generate(params, choice.seed));
  }
  const [name = '', ...rest] = choice.data.split(':');
  const kind = POINT_KINDS.includes(name) ? name : undefined;
  const dataset = datasetOf(kind === undefined ? name : 'points');
  if (dataset) {
    const settings = rest.join(':').split(',').filter((setting) => setting !== '');
    return generate(dataset, kind === undefined ? settings : [`kind=${kind}`, ...settings], document, choice.seed);
  }
  const stats = statSync(resolve(io.cwd, choice.data), { throwIfNoEntry: false });
  if (!stats) {
    const near = nearest(name, [...datasets.map(({ type }) => type), ...POINT_KINDS]);
    return bad(`There is no folder "${choice.data}", nor a built-in data set of this name${near === null ? '.' : `; did you mean ${near}?`} Built in are ${known}.`);
  }
  if (!stats.isDirectory()) return bad(`${choice.data} is a file; give the folder that holds the data.`);
  return load(choice.data, document, choice, io);
}

/** What is neither set on the command line nor in the document follows from the network's input: size and channels. */
function generate(dataset: AnyBuiltinDataset, settings: readonly string[], document: NetloomDocument, seed: number): Outcome<Dataset> {
  const given = parseSettings(dataset.params, settings, `data ${dataset.type}`);
  if (!given.ok) return given;
  const own = document.training.data?.type === dataset.type ? document.training.data.params : undefined;
  const [height, width, channels] = inputShape(document);
  const fitting = { ...(typeof height === 'number' && height === width ? { size: height } : {}), ...(typeof channels === 'number' ? { channels } : {}) };
  const followed = Object.fromEntries(Object.entries(fitting).filter(([name, value]) => dataset.params[name]?.parse(value).ok));
  const { params, problems } = completeParams(dataset.params, { ...followed, ...own, ...given.value });
  const problem = problems.find(({ unknown }) => !unknown);
  return problem ? bad(`data ${dataset.type}: ${problem.message}`) : good(dataset.generate(params, seed));
}

async function load(folder: string, document: NetloomDocument, choice: DataChoice, io: Io): Promise<Outcome<Dataset>> {
  const files = listFolder(folder, io.cwd);
  if (!files.ok) return files;
  const [height, width, channels] = inputShape(document);
  const size = choice.size ?? (typeof height === 'number' && typeof width === 'number' ? ([height, width] as const) : undefined);
  if (choice.crop && size === undefined) return bad('--crop needs --size HxW, as the input node does not say how large the samples are.');
  const loaded = await loadFiles(files.value, {
    decode: decodeImage,
    mode: choice.crop ? 'crop' : 'downscale',
    seed: choice.seed,
    ...(size === undefined ? {} : { size }),
    ...(choice.cropsPerImage === undefined ? {} : { cropsPerImage: choice.cropsPerImage }),
    ...(channels === 1 || channels === 3 ? { channels } : {}),
  });
  if (!loaded.ok) return bad(`${folder}: ${loaded.problem}`);
  for (const note of loaded.notes) io.err(`netloom: ${note}\n`);
  return good({ ...loaded.dataset, name: basename(resolve(io.cwd, folder)) });
}

/** Shape of the first input node where it is that of an image; empty otherwise. */
function inputShape(document: NetloomDocument): readonly (number | null)[] {
  const node = document.nodes.find(({ type }) => type === 'input');
  const specs = layerOf('input')?.params;
  if (!node || !specs) return [];
  const shape = completeParams(specs, node.params ?? {}).params['shape'];
  return Array.isArray(shape) && shape.length === 3 ? (shape as readonly (number | null)[]) : [];
}
