// SegNet: a VGG on the way down, its mirror image on the way up, and the places of the maxima carried across.

import { convUnit } from '../src/graph/blockLibrary/convUnit.ts';
import { network, type Tensor } from '../src/graph/builder.ts';
import { integer } from '../src/layers/params.ts';
import { defineTemplate } from './template.ts';
import { maskTraining } from './trainingImages.ts';

/** Convolutions per stage, as in VGG-16, and how much wider each is than the first. */
const CONVOLUTIONS = [2, 2, 3, 3, 3] as const;
const widening = (stage: number): number => Math.min(8, 2 ** stage);

/** Columns between the ways down and up, rows per stage. */
const ACROSS = 2.4;
const STAGE = 3;

export const segnet = defineTemplate({
  id: 'segnet',
  label: 'SegNet',
  group: 'segmentation',
  summary: 'Remembers where each maximum of a pooling stood and puts values back there on the way up: sharp edges without copying maps.',
  keywords: ['segmentation', 'unpooling', 'indices', 'vgg', 'encoder', 'decoder', 'road scenes', 'camvid'],
  reference: { text: 'Badrinarayanan, Kendall, Cipolla: SegNet (PAMI 2017)', url: 'https://arxiv.org/abs/1511.00561' },
  params: {
    depth: integer({ label: 'Depth', doc: 'Number of poolings. The paper has 5.', default: 4, min: 1, max: 5 }),
    width: integer({ label: 'Width', doc: 'Channels of the first stage; each further one doubles them, up to eight times as many. The paper has 64.', default: 16, min: 1, max: 64 }),
    size: integer({ label: 'Image size', doc: 'Height and width in pixels; any size will do, as unpooling knows what the pooling saw.', default: 64, min: 32, max: 512 }),
    channels: integer({ label: 'Image channels', doc: '1 for grey, 3 for colour.', default: 3, min: 1, max: 3 }),
  },
  build({ depth, width, size, channels }) {
    const net = network('segnet');
    const units = (x: Tensor, id: string, filters: number, count: number, at: readonly [number, number]): Tensor => x.block(convUnit, { filters, repeat: count }, { id, at });
    let x: Tensor = net.input([size, size, channels], { id: 'image', at: [0, 0] });
    const pooled: Tensor[] = [];
    for (let stage = 0; stage < depth; stage++) {
      const map = units(x, `enc${stage + 1}`, width * widening(stage), CONVOLUTIONS[stage]!, [0, STAGE * stage + 1]);
      pooled.push(map);
      x = map.maxPooling2d({ poolSize: 2 }, { id: `pool${stage + 1}`, at: [0, STAGE * stage + 2] });
    }
    for (let stage = depth - 1; stage >= 0; stage--) {
      const row = STAGE * stage;
      x = x.maxUnpooling2d({ poolSize: 2 }, { id: `unpool${stage + 1}`, at: [ACROSS, row + 1], with: [pooled[stage]!] });
      x = units(x, `dec${stage + 1}`, width * widening(stage), CONVOLUTIONS[stage]! - 1, [ACROSS, row]);
      // The last convolution of a stage brings the channels down to those of the next.
      if (stage > 0) x = units(x, `dec${stage + 1}_out`, width * widening(stage - 1), 1, [ACROSS, row - 1]);
    }
    x.conv2d({ filters: 1, kernelSize: 3, padding: 1, activation: 'sigmoid' }, { id: 'score', at: [ACROSS, -1] }).output({ loss: 'binaryCrossentropy' }, { id: 'mask', at: [ACROSS, -2] });
    return net.training(maskTraining({ size, channels })).document();
  },
});
