// Normalization: the data brought to mean 0 and deviation 1, by numbers measured over the training samples.

import { keptShape } from '../keptShape.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { perParam, perProblem, perShape } from '../per.ts';

export const normalization = defineLayer({
  type: 'normalization',
  label: 'Normalization',
  category: 'normalization',
  summary: 'Brings the data to mean 0 and deviation 1, as measured over the training samples',
  doc: `Subtracts the mean of the training samples and divides by their standard deviation: \`y = (x − mean) / √variance\`. Both are measured once, before the first training step, and then stay. For values \`[2, 4, 6]\`, mean 4 and deviation 1.63, it gives \`[−1.22, 0, 1.22]\`.

Put it right after the input: weights are drawn for numbers around 0, and a column of metres beside one of millimetres would otherwise pull a thousand times stronger.

Per channel is right for images, per element for tables and for pixels that have a place of their own, as in faces that are all aligned. The validation samples are not measured: the network must not know them.

The numbers are weights that are not trained; they go into checkpoints and into the exported model.`,
  reference: { text: 'LeCun et al. 1998, Efficient BackProp', url: 'https://doi.org/10.1007/3-540-49430-8_2' },
  keywords: ['standardize', 'mean', 'standard deviation', 'z-score', 'preprocess', 'input', 'whitening'],
  params: { per: perParam('What has a mean and a deviation of its own.') },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `per ${p.per}`,
  shape(p, [input]) {
    const problem = input === undefined ? null : perProblem('Normalization', p.per, input);
    return problem ? { ok: false, problems: [problem] } : keptShape('Normalization', input);
  },
  weights(p, [input]) {
    const shape = perShape(p.per, input);
    return [
      { name: 'mean', shape, trainable: false },
      { name: 'variance', shape, trainable: false },
    ];
  },
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) => call(runtime('normalization'), p.per === 'channel' ? {} : { per: p.per }),
});
