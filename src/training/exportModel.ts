// The trained model as files that tfjs loads anywhere: model.json and weights.bin. Knows no disk.

import * as tf from '@tensorflow/tfjs';
import type { Program } from '../compiler/program.ts';
import { buildModel } from './buildModel.ts';
import type { Checkpoint } from './messages.ts';
import { disposeModel, restoreWeights } from './modelState.ts';

export interface SavedModel {
  /** The text of `model.json`; it names `weights.bin` beside it. */
  readonly modelJson: string;
  /** The bytes of `weights.bin`. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** Where the weights lie, as `model.json` names it. */
export const WEIGHTS_FILE = 'weights.bin';

/**
 * The program's model with the checkpoint's weights. `tf.loadLayersModel` reads it back, once the runtime's layers are imported.
 * @throws TrainingFailure if the checkpoint is another network's
 */
export async function saveModel(program: Program, checkpoint: Pick<Checkpoint, 'weights' | 'seed'>): Promise<SavedModel> {
  const model = buildModel(program, { seed: checkpoint.seed });
  try {
    restoreWeights(model, checkpoint.weights);
    let saved: SavedModel | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        const json: tf.io.ModelJSON = {
          format: 'layers-model',
          generatedBy: artifacts.generatedBy ?? '',
          convertedBy: artifacts.convertedBy ?? null,
          modelTopology: artifacts.modelTopology ?? {},
          weightsManifest: [{ paths: [WEIGHTS_FILE], weights: artifacts.weightSpecs ?? [] }],
        };
        saved = { modelJson: JSON.stringify(json), weights: bytesOf(artifacts.weightData) };
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
      }),
    );
    if (saved === undefined) throw new Error('tfjs saved nothing.');
    return saved;
  } finally {
    disposeModel(model);
  }
}

function bytesOf(data: ArrayBuffer | ArrayBuffer[] | undefined): Uint8Array<ArrayBuffer> {
  const parts = Array.isArray(data) ? data : [data ?? new ArrayBuffer(0)];
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return bytes;
}

/** The model that {@link saveModel} saved. The caller disposes it. */
export function loadModel({ modelJson, weights }: SavedModel): Promise<tf.LayersModel> {
  const json = JSON.parse(modelJson) as tf.io.ModelJSON;
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: weights.slice().buffer,
    }),
  );
}
