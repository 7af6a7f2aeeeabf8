// PReLU: a leaky ReLU whose slope on the left is learned.

import { keptShape } from '../keptShape.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { number } from '../params.ts';
import { perParam, perProblem, perShape } from '../per.ts';

export const prelu = defineLayer({
  type: 'prelu',
  label: 'PReLU',
  category: 'activation',
  summary: 'A leaky ReLU that learns its slope',
  doc: `Positive numbers stay, negative ones are multiplied by a slope that is learned with the other weights: \`y = x ≥ 0 ? x : alpha·x\`. With alpha 0.25, \`[−2, 3]\` becomes \`[−0.5, 3]\`.

With alpha 0 it is ReLU, with 0.3 leaky ReLU, with 1 nothing at all: the network finds out by itself. In the paper, early layers keep more of the negative side and late ones less.

64 channels make 64 weights, hardly any beside the convolution before it. Weight decay would push alpha to 0 and turn it into ReLU; leave it off here.`,
  reference: { text: 'He et al. 2015, Delving Deep into Rectifiers', url: 'https://arxiv.org/abs/1502.01852' },
  keywords: ['parametric relu', 'leaky', 'learned slope'],
  params: {
    per: perParam('What has a slope of its own.'),
    initialAlpha: number({ label: 'Initial alpha', doc: 'The slope before training.', default: 0.25, min: -10, max: 10, step: 0.05 }),
  },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `α per ${p.per}`,
  shape(p, [input]) {
    const problem = input === undefined ? null : perProblem('PReLU', p.per, input);
    return problem ? { ok: false, problems: [problem] } : keptShape('PReLU', input);
  },
  weights: (p, [input]) => [{ name: 'alpha', shape: perShape(p.per, input), trainable: true }],
  macs: () => 0,
  receptive: () => ({ kind: 'pointwise' }),
  lower: (p) =>
    call(runtime('prelu'), {
      ...(p.per === 'channel' ? {} : { per: p.per }),
      alphaInitializer: { $initializer: 'constant', args: { value: p.initialAlpha } },
    }),
});
