// ResNeXt: a ResNet whose 3×3 convolutions are many narrow ones side by side.

import { bottleneck, bottleneckDown } from '../src/graph/blockLibrary/bottleneck.ts';
import { network } from '../src/graph/builder.ts';
import { choice, integer } from '../src/layers/params.ts';
import { residualStages } from './residualStages.ts';
import { classifier, imageNetParams, largeStem } from './imageEnds.ts';
import { defineTemplate } from './template.ts';
import { imageTraining } from './trainingImages.ts';
import { winding } from './winding.ts';

const STAGES = { '50': [3, 4, 6, 3], '101': [3, 4, 23, 3] } as const;

export const resnext = defineTemplate({
  id: 'resnext',
  label: 'ResNeXt-50 32×4d',
  group: 'residual',
  summary: 'Bottlenecks of 32 narrow ways side by side: for the same work more accurate than a ResNet. Also ResNeXt-101.',
  keywords: ['resnext-50', 'resnext-101', 'cardinality', 'grouped convolution', 'imagenet', 'bottleneck'],
  reference: { text: 'Xie, Girshick, Dollár, Tu, He: Aggregated Residual Transformations for Deep Neural Networks (CVPR 2017)', url: 'https://arxiv.org/abs/1611.05431' },
  params: {
    depth: choice<keyof typeof STAGES>({
      label: 'Depth',
      doc: 'Layers with weights.',
      default: '50',
      options: [
        { value: '50', label: 'ResNeXt-50', doc: '3, 4, 6 and 3 blocks.' },
        { value: '101', label: 'ResNeXt-101', doc: '3, 4, 23 and 3 blocks.' },
      ],
    }),
    groups: integer({ label: 'Cardinality', doc: 'Ways side by side: the groups of the 3×3 convolutions.', default: 32, min: 1, max: 64 }),
    width: integer({ label: 'Width per way', doc: 'Channels of each way in the first stage; each further stage doubles them.', default: 4, min: 1, max: 64 }),
    ...imageNetParams(),
  },
  build({ depth, groups, width, size, channels, classes }) {
    const net = network(`resnext-${depth}-${groups}x${width}d`);
    const path = winding();
    const params = (stage: number) => ({ filters: 256 * 2 ** stage, width: groups * width * 2 ** stage, groups });
    const y = residualStages(largeStem(net, path, 64, { size, channels }), path, STAGES[depth], { keep: bottleneck, change: bottleneckDown }, params, false);
    path.turn();
    classifier(y, path, classes);
    return net.training(imageTraining({ size, channels, classes })).document();
  },
});
