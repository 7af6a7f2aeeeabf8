// Export: the network as a project of its own, with its trained weights where there are any.

import { obstacles } from '../compiler/compilation.ts';
import type { Program } from '../compiler/program.ts';
import { compilationStore } from '../state/compilationStore.ts';
import { platform } from '../state/currentPlatform.ts';
import { documentStore } from '../state/documentStore.ts';
import { trainingStore } from '../state/trainingStore.ts';
import { uiStore } from '../state/uiStore.ts';
import type { Checkpoint } from '../training/messages.ts';

/** tfjs comes along only when there are weights to write; the processor is enough for that. */
async function savedModel(program: Program, checkpoint: Checkpoint) {
  const [tf, { saveModel }] = await Promise.all([import('@tensorflow/tfjs'), import('../training/exportModel.ts')]);
  await tf.setBackend('cpu');
  return saveModel(program, checkpoint);
}

/** Exports through the exporter `id`; the person chooses where to. A network with errors leads to its problems instead. */
export async function exportNetwork(id = 'typescript'): Promise<void> {
  const { program, report, diagnostics } = compilationStore.getState().flush();
  const ui = uiStore.getState();
  if (!program) {
    ui.showTab('problems');
    const [first] = obstacles(diagnostics);
    if (first?.code === 'empty') ui.notify('info', first.message);
    else ui.notify('error', 'The network has errors, so there is no code to export yet. The problems below say how to mend them.');
    return;
  }
  const { document } = documentStore.getState();
  // Exporters and the embedded runtime files are large and needed here only.
  const [{ exporterOf }, { sources }] = await Promise.all([import('../codegen/index.ts'), import('../codegen/sources.vite.ts')]);
  const exporter = exporterOf(id);
  if (!exporter) throw new Error(`There is no exporter "${id}".`);
  const trainedWeights = await trainingStore.getState().exportWeights();
  const { checkpoint, networkChanged } = trainingStore.getState();
  const trained = trainedWeights && checkpoint && !networkChanged ? await savedModel(trainedWeights.program, checkpoint) : undefined;
  const place = await platform().exportProject(document.name, exporter.export({ document, program, report, sources, ...(trained ? { trained } : {}) }));
  if (place === null) return;
  const weights = trained ? `, with the weights of step ${trainedWeights?.step ?? 0}` : trainedWeights ? '. The network has changed since it was trained, so the weights are not in it' : '';
  ui.notify('info', `Exported to ${place}${weights}.`);
}
