// The residual networks for large images: ResNet-18 to -152, also with squeeze and excitation.

import { bottleneck, bottleneckDown, seBottleneck, seBottleneckDown } from '../src/graph/blockLibrary/bottleneck.ts';
import { residual, residualDown } from '../src/graph/blockLibrary/residual.ts';
import { network } from '../src/graph/builder.ts';
import { boolean, choice, integer } from '../src/layers/params.ts';
import { classifier, imageNetParams, largeStem } from './imageEnds.ts';
import { residualStages } from './residualStages.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

/** Blocks per stage. */
const STAGES = { '18': [2, 2, 2, 2], '34': [3, 4, 6, 3], '50': [3, 4, 6, 3], '101': [3, 4, 23, 3], '152': [3, 8, 36, 3] } as const;

export const resnet = defineTemplate({
  id: 'resnet',
  label: 'ResNet-50',
  group: 'residual',
  summary: 'Fifty layers that train as easily as five, since every block only adds to what came in. Also ResNet-18, -34, -101, -152 and SE-ResNets.',
  keywords: ['resnet-18', 'resnet-34', 'resnet-50', 'resnet-101', 'resnet-152', 'resnet50', 'se-resnet', 'imagenet', 'skip', 'shortcut', 'bottleneck'],
  reference: { text: 'He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition (CVPR 2016)', url: 'https://arxiv.org/abs/1512.03385' },
  params: {
    depth: choice<keyof typeof STAGES>({
      label: 'Depth',
      doc: 'Layers with weights.',
      default: '50',
      options: [
        { value: '18', label: 'ResNet-18', doc: 'Two 3×3 convolutions per block, 2 blocks per stage.' },
        { value: '34', label: 'ResNet-34', doc: 'Two 3×3 convolutions per block, 3, 4, 6 and 3 blocks.' },
        { value: '50', label: 'ResNet-50', doc: 'Bottlenecks, 3, 4, 6 and 3 of them.' },
        { value: '101', label: 'ResNet-101', doc: 'Bottlenecks, 3, 4, 23 and 3 of them.' },
        { value: '152', label: 'ResNet-152', doc: 'Bottlenecks, 3, 8, 36 and 3 of them.' },
      ],
    }),
    excite: boolean({
      label: 'Squeeze and excitation',
      doc: 'Weighs the channels of every block by what the whole map holds: SE-ResNet.',
      default: false,
      visible: (p) => p['depth'] !== '18' && p['depth'] !== '34',
    }),
    width: integer({ label: 'Width', doc: 'Channels of the stem and the first stage; each further stage doubles them. The paper has 64.', default: 64, min: 1, max: 128 }),
    ...imageNetParams(),
  },
  build({ depth, excite, width, size, channels, classes }) {
    const basic = depth === '18' || depth === '34';
    const se = excite && !basic;
    const net = network(`${se ? 'se-' : ''}resnet-${depth}`);
    const path = winding();
    const blocks = basic ? { keep: residual, change: residualDown } : se ? { keep: seBottleneck, change: seBottleneckDown } : { keep: bottleneck, change: bottleneckDown };
    const inner = (stage: number): number => width * 2 ** stage;
    const params = (stage: number): Readonly<Record<string, number>> => (basic ? { filters: inner(stage) } : { filters: 4 * inner(stage), width: inner(stage) });
    const y = residualStages(largeStem(net, path, width, { size, channels }), path, STAGES[depth], blocks, params, basic);
    path.turn();
    classifier(y, path, classes);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
