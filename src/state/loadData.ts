// Makes or reads the data set a request asks for. Runs in the data worker, and in tests; knows no stores and no DOM.

import { decodeImage } from '../datasets/decode.ts';
import { datasetOf } from '../datasets/index.ts';
import { loadFiles } from '../datasets/loadFiles.ts';
import { recognize, type Plan } from '../datasets/recognize.ts';
import type { SourceFile } from '../datasets/sourceFile.ts';
import { completeParams } from '../layers/params.ts';
import { AUTO_SIZE, type LoadReply, type LoadRequest } from './dataLoading.ts';

const planLabels: { readonly [K in Plan['kind']]: string } = {
  idx: 'IDX files',
  masks: 'Images with masks',
  classes: 'A folder per class',
};

/** Never rejects: what goes wrong is a reply. */
export async function loadData(request: LoadRequest, report: (reply: LoadReply) => void): Promise<LoadReply> {
  try {
    return request.kind === 'builtin' ? generate(request) : await read(request, report);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const memory = /allocation|out of memory|invalid.*length/i.test(message);
    return { kind: 'failed', message: memory ? `There is not enough memory for so much data: ${message}. Choose fewer or smaller samples.` : message };
  }
}

function generate({ type, params, seed }: Extract<LoadRequest, { kind: 'builtin' }>): LoadReply {
  const definition = datasetOf(type);
  if (!definition) return { kind: 'failed', message: `There is no built-in data set "${type}".` };
  return { kind: 'done', dataset: definition.generate(completeParams(definition.params, params).params, seed) };
}

async function read({ name, files, options, seed }: Extract<LoadRequest, { kind: 'own' }>, report: (reply: LoadReply) => void): Promise<LoadReply> {
  const sources = files.map((file): SourceFile => ({ path: file.path, read: async () => file.bytes }));
  const recognized = recognize(sources);
  if (!recognized.ok) return { kind: 'failed', message: recognized.problem };
  const { plan } = recognized;
  const size = plan.kind === 'idx' ? null : (options.size ?? (await autoSize(plan)));
  const loaded = await loadFiles(sources, {
    decode: decodeImage,
    mode: options.mode,
    cropsPerImage: options.cropsPerImage,
    seed,
    ...(size === null ? {} : { size: [size, size] as const }),
    ...(options.channels === null ? {} : { channels: options.channels }),
    onProgress: (fraction) => report({ kind: 'progress', text: 'Reading files', fraction }),
  });
  if (!loaded.ok) return { kind: 'failed', message: loaded.problem };
  return {
    kind: 'done',
    dataset: { ...loaded.dataset, name },
    source: { label: planLabels[plan.kind], images: plan.kind !== 'idx', notes: loaded.notes },
  };
}

/** The size for images that are larger than needed; null to take them as they are. A file that is no image is reported by the loader. */
async function autoSize(plan: Exclude<Plan, { kind: 'idx' }>): Promise<number | null> {
  const first = plan.kind === 'masks' ? plan.pairs[0]?.image : plan.classes[0]?.files[0];
  if (!first) return null;
  try {
    const { width, height } = await decodeImage(await first.read(), first.path);
    return Math.max(width, height) > AUTO_SIZE ? Math.min(AUTO_SIZE, width, height) : null;
  } catch {
    return null;
  }
}
