// PixelShuffle: channels laid out as pixels, from depth to space.

import { step } from '../convolution/size.ts';
import { mapOf, tooLarge } from '../convolution/window.ts';
import type { Problem, ShapeOutcome } from '../layer.ts';
import { call, defineLayer, runtime } from '../layer.ts';
import { integer, LARGEST } from '../params.ts';
import { missingInput, rankMismatch, unknownAxis } from '../rankMismatch.ts';

export const pixelShuffle = defineLayer({
  type: 'pixelShuffle',
  label: 'PixelShuffle',
  category: 'sampling',
  summary: 'Lays out channels as pixels: a larger map of fewer channels',
  doc: `Rearranges, and computes nothing: \`blockSize²\` channels of one pixel become a block of \`blockSize·blockSize\` pixels of one channel. With block size 2 a map of 32×32×64 becomes one of \`32·2 = 64\` by 64 with \`64 / 2² = 16\` channels.

The numbers \`[1, 2, 3, 4]\` of a pixel become the block \`[1, 2; 3, 4]\`: first the row in the block, then the column, then the channel (TensorFlow's depth_to_space).

A convolution before it does all its work on the small map, which is cheaper than a transposed convolution of the same reach: the way up of super-resolution networks.`,
  reference: { text: 'Shi et al. 2016, Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network', url: 'https://arxiv.org/abs/1609.05158' },
  keywords: ['depth to space', 'subpixel', 'sub-pixel', 'super-resolution', 'upsample', 'espcn', 'enlarge'],
  params: { blockSize: integer({ label: 'Block size', doc: 'How many times height and width grow; its square divides the channels.', default: 2, max: 256 }) },
  inputs: { min: 1, max: 1 },
  hasOutput: true,
  notation: (p) => `×${p.blockSize}`,
  shape(p, [input]): ShapeOutcome {
    if (input === undefined) return missingInput('PixelShuffle');
    if (input.length !== 3) return { ok: false, problems: [rankMismatch('PixelShuffle', 3, input)] };
    const [height, width, channels] = mapOf(input);
    if (channels === null) return { ok: false, problems: [unknownAxis('PixelShuffle', 'number of channels', 'it makes pixels of')] };
    const grown = (axis: string, dim: number | null) =>
      step({ axis, formula: 'in·blockSize', left: `${dim ?? '?'}·${p.blockSize}`, result: dim === null ? null : dim * p.blockSize });
    const steps = [grown('height', height), grown('width', width)];
    const square = p.blockSize ** 2;
    const large = steps.filter((s) => s.result !== null && s.result > LARGEST).map((s) => tooLarge('PixelShuffle', s));
    const problems = [...large, ...(channels % square === 0 ? [] : [indivisible(p.blockSize, channels)])];
    if (problems.length > 0) return { ok: false, problems, steps };
    const result = channels / square;
    return { ok: true, output: [...steps.map((s) => s.result), result], steps: [...steps, step({ axis: 'channels', formula: 'in / blockSize²', left: `${channels} / ${p.blockSize}²`, result })] };
  },
  weights: () => [],
  macs: () => 0,
  receptive: (p) => ({ kind: 'upsample', kernel: [1, 1], factor: [p.blockSize, p.blockSize] }),
  lower: (p) => call(runtime('pixelShuffle'), { blockSize: p.blockSize }),
});

function indivisible(blockSize: number, channels: number): Problem {
  const square = blockSize ** 2;
  const filters = Math.ceil(channels / square) * square;
  return {
    code: 'channel-mismatch',
    severity: 'error',
    message: `PixelShuffle: with a block size of ${blockSize} it needs a multiple of ${blockSize}² = ${square} channels, but got ${channels}.`,
    param: 'blockSize',
    port: 0,
    repairs: [
      { kind: 'insertBefore', label: `Insert a 1×1 convolution to ${filters} channels before it`, port: 0, layer: 'conv2d', params: { filters, kernelSize: 1 } },
      { kind: 'setParams', label: 'Set blockSize to 1', params: { blockSize: 1 } },
    ],
  };
}
