import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../src/compiler/compile.ts';
import { datasetOf } from '../src/datasets/index.ts';
import { parseDocument, serializeDocument } from '../src/graph/parse.ts';
import { completeParams, type ParamSpec, type ParamValue } from '../src/layers/params.ts';
import type { DataSignature } from '../src/datasets/dataset.ts';
import type { NetloomDocument } from '../src/graph/document.ts';
import { templates, templateOf } from './index.ts';
import { templateGroups, type AnyTemplate } from './template.ts';
import { buildTemplate as build } from './tiny.ts';

/** What the data set that the document names looks like; its params must be legal. */
function dataOf({ training }: NetloomDocument): DataSignature {
  const dataset = datasetOf(training.data!.type)!;
  const completed = completeParams(dataset.params, (training.data!.params ?? {}) as Record<string, ParamValue>);
  expect(completed.problems).toEqual([]);
  return dataset.signature(completed.params);
}

describe.each(templates.map((t) => [t.id, t as AnyTemplate] as const))('%s', (id, template) => {
  it('compiles with the data it is meant for, without a warning', () => {
    const document = build(id);
    const compilation = compile(document, { data: dataOf(document) });
    expect(compilation.diagnostics).toEqual([]);
    expect(compilation.ok).toBe(true);
  });

  it('is a file that reads back as it was written', () => {
    const text = serializeDocument(build(id));
    const parsed = parseDocument(text);
    expect(parsed.ok && serializeDocument(parsed.document)).toBe(text);
  });

  it('gives a document for any params within their bounds, with data that fits and nodes that do not stand on one another', () => {
    const small = (spec: ParamSpec): fc.Arbitrary<ParamValue> => {
      if (spec.kind === 'integer') return fc.integer({ min: spec.min, max: Math.min(spec.max, Math.max(spec.min, 12)) });
      if (spec.kind === 'boolean') return fc.boolean();
      if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map((o) => o.value));
      return fc.constant(spec.default);
    };
    const params = fc.record(Object.fromEntries(Object.entries(template.params).map(([name, spec]) => [name, small(spec)])));
    fc.assert(
      fc.property(params, (given) => {
        const document = template.build(given as Parameters<typeof template.build>[0]);
        const { diagnostics } = compile(document, { data: dataOf(document) });
        expect(diagnostics.filter(({ code }) => code.startsWith('data-')).map(({ message }) => message)).toEqual([]);
        for (const [i, a] of document.nodes.entries()) {
          for (const b of document.nodes.slice(i + 1)) {
            const clear = Math.abs(a.position[0] - b.position[0]) >= 190 || Math.abs(a.position[1] - b.position[1]) >= 50;
            if (!clear) throw new Error(`${a.id} and ${b.id} overlap`);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it('says what it is, and where it comes from', () => {
    expect(template.label.length).toBeGreaterThan(3);
    expect(template.summary).toMatch(/\.$/);
    expect(template.keywords.length).toBeGreaterThan(0);
    expect(Object.keys(templateGroups)).toContain(template.group);
    expect(template.reference?.text).toBeTruthy();
    for (const spec of Object.values(template.params)) expect(spec.doc).toMatch(/\.$/);
  });
});

it('ids are unique, and an unknown one is no template', () => {
  expect(new Set(templates.map((t) => t.id)).size).toBe(templates.length);
  expect(templateOf('no-such')).toBeUndefined();
});

type Published = readonly [id: Parameters<typeof build>[0], params: Readonly<Record<string, ParamValue>>, trainableParams: number, source: string];

/** Exact, as their authors or torchvision count them: what is trained, so without the moving averages of batch normalization. */
const published: readonly Published[] = [
  // The paper has 60,000: 44 more in its two poolings, 900 fewer in C3, none in the last layer.
  ['lenet-5', {}, 60_000 - 44 + 900 + 850, 'LeCun et al. 1998'],
  ['vgg', { depth: '11' }, 132_863_336, 'torchvision'],
  ['vgg', { depth: '13' }, 133_047_848, 'torchvision'],
  ['vgg', { depth: '16' }, 138_357_544, 'torchvision'],
  ['vgg', { depth: '19' }, 143_667_240, 'torchvision'],
  ['googlenet', {}, 6_624_904, 'torchvision, without the auxiliary classifiers'],
  ['resnet', { depth: '18' }, 11_689_512, 'torchvision'],
  ['resnet', { depth: '34' }, 21_797_672, 'torchvision'],
  ['resnet', { depth: '50' }, 25_557_032, 'torchvision'],
  ['resnet', { depth: '101' }, 44_549_160, 'torchvision'],
  ['resnet', { depth: '152' }, 60_192_808, 'torchvision'],
  ['resnet', { depth: '50', excite: true }, 28_088_024, 'timm, seresnet50'],
  ['resnext', {}, 25_028_904, 'torchvision'],
  ['resnext', { depth: '101', width: 8 }, 88_791_336, 'torchvision'],
  ['resnext', { depth: '101', groups: 64 }, 83_455_272, 'torchvision'],
  ['wide-resnet', { n: 4, k: 10 }, 36_479_194, 'Zagoruyko and Komodakis 2016, table 4: 36.5 M'],
  ['wide-resnet', { n: 2, k: 4 }, 2_748_890, 'Zagoruyko and Komodakis 2016, table 4: 2.7 M'],
  ['densenet', { depth: '121' }, 7_978_856, 'torchvision'],
  ['densenet', { depth: '161' }, 28_681_000, 'torchvision'],
  ['densenet', { depth: '169' }, 14_149_480, 'torchvision'],
  ['densenet', { depth: '201' }, 20_013_928, 'torchvision'],
  ['cifar-densenet', { layers: 16, growth: 12 }, 769_162, 'Huang et al. 2017, table 2: 0.8 M'],
  ['mobilenet-v2', {}, 3_504_872, 'torchvision'],
  ['cifar-resnet', { n: 3 }, 272_474, 'He et al. 2016, table 6: 0.27 M'],
  ['cifar-resnet', { n: 9 }, 855_770, 'He et al. 2016, table 6: 0.85 M'],
  ['unet', { depth: 4, width: 64, size: 512, channels: 1 }, 31_030_593, 'the usual one-channel implementation'],
  ['unet', { depth: 4, width: 64, size: 512, channels: 1, up: 'bilinear' }, 31_030_593, 'an up-convolution of 2×2, as the paper has it'],
  ['unet', { depth: 4, width: 64, size: 512, channels: 1, up: 'unpooling', blocks: false }, 31_030_593, 'the same weights'],
  ['original-unet', {}, 31_030_593 + 65, 'the same with two classes'],
  // The published count has 3 channels and 3 labels, and leaves out the scales of the normalization.
  ['unet-3d', { depth: 3, width: 32, size: 132, padding: 'valid' }, 19_069_955 - 2 * 27 * 32 - 2 * 65 + 2336, 'Çiçek et al. 2016, §2'],
  ['vision-transformer', { size: 224, channels: 3, patch: 16, features: 64, heads: 12, depth: 12, classes: 1000 }, 86_567_656, 'torchvision, vit_b_16'],
  ['siren', { units: 256, channels: 1 }, 198_401, "the authors' notebook"],
  ['signal-cnn', { width: 128, classes: 2 }, 264_962, 'Wang et al. 2017, figure 1b'],
];

it.each(published)('%s %j has %i parameters (%s)', (id, params, trainableParams) => {
  expect(compile(build(id, params)).report.totals.trainableParams).toBe(trainableParams);
});

/** Multiply-accumulates in 10⁹ for one image, within 1 %; torchvision calls them GFLOPS. */
const work: readonly (readonly [Published[0], Published[1], number])[] = [
  ['vgg', { depth: '11' }, 7.61],
  ['vgg', { depth: '16' }, 15.47],
  ['vgg', { depth: '19' }, 19.63],
  ['googlenet', {}, 1.5],
  ['resnet', { depth: '18' }, 1.814],
  ['resnet', { depth: '34' }, 3.664],
  ['resnet', { depth: '50' }, 4.089],
  ['resnet', { depth: '101' }, 7.801],
  ['resnet', { depth: '152' }, 11.514],
  ['resnext', {}, 4.23],
  ['resnext', { depth: '101', width: 8 }, 16.414],
  ['densenet', { depth: '121' }, 2.834],
  ['densenet', { depth: '161' }, 7.728],
  ['densenet', { depth: '201' }, 4.291],
  ['mobilenet-v2', {}, 0.301],
  // Wider and narrower ones as their authors' table counts them.
  ['mobilenet-v2', { width: 1.4 }, 0.582],
  ['mobilenet-v2', { width: 0.35 }, 0.059],
  ['wide-resnet', { n: 4, k: 10 }, 5.24],
  ['vision-transformer', { size: 224, channels: 3, patch: 16, features: 64, heads: 12, depth: 12, classes: 1000 }, 17.56],
  ['cifar-resnet', { n: 3 }, 0.0408],
];

it.each(work)('%s %j takes %d G multiply-accumulates', (id, params, giga) => {
  const { macs } = compile(build(id, params)).report.totals;
  expect(Math.abs(macs! / 1e9 / giga - 1)).toBeLessThan(0.01);
});

/** The nodes of the network itself with this layer type. */
const ofType = ({ nodes }: NetloomDocument, type: string) => nodes.filter((node) => node.type === type);
const paramOf = (document: NetloomDocument, type: string, param: string) => ofType(document, type).map(({ params }) => params?.[param]);

describe('what neither weights nor work tell', () => {
  it('VGG has a ReLU after every layer but the last, and drops half of the dense ones', () => {
    const document = build('vgg');
    expect(paramOf(document, 'conv2d', 'activation')).toEqual(Array.from({ length: 13 }, () => 'relu'));
    expect(paramOf(document, 'dense', 'activation')).toEqual(['relu', 'relu', 'softmax']);
    expect(paramOf(document, 'dropout', 'rate')).toEqual([0.5, 0.5]);
  });

  it('LeNet-5 squashes every layer and averages in its poolings', () => {
    const document = build('lenet-5');
    expect([...paramOf(document, 'conv2d', 'activation'), ...paramOf(document, 'dense', 'activation')]).toEqual(['tanh', 'tanh', 'tanh', 'tanh', 'softmax']);
    expect(ofType(document, 'averagePooling2d')).toHaveLength(2);
  });

  it('GoogLeNet halves by 3×3 three times and then, as torchvision, by 2×2', () => {
    expect(paramOf(build('googlenet'), 'maxPooling2d', 'poolSize')).toEqual([3, 3, 3, 2]);
  });

  it('MobileNetV2 and GoogLeNet drop a fifth before they answer', () => {
    for (const id of ['mobilenet-v2', 'googlenet'] as const) expect(paramOf(build(id), 'dropout', 'rate')).toEqual([0.2]);
  });

  it('a U-Net layer by layer is the one of blocks', () => {
    for (const normalize of [false, true]) {
      const flat = build('unet', { depth: 2, width: 4, size: 32, blocks: false, normalize });
      const blocks = build('unet', { depth: 2, width: 4, size: 32, normalize });
      const [one, other] = [flat, blocks].map((document) => compile(document).report.totals);
      expect(one).toEqual(other);
      expect(ofType(flat, 'activation')).toHaveLength(normalize ? 10 : 0);
      if (!normalize) expect(ofType(flat, 'conv2d').filter(({ params }) => params?.['kernelSize'] === 3 && params['activation'] !== 'relu')).toEqual([]);
    }
  });

  it('a self-normalizing network is of SELUs, LeCun weights and alpha dropout', () => {
    const document = build('self-normalizing', { layers: 3 });
    expect(paramOf(document, 'dense', 'activation')).toEqual(['selu', 'selu', 'selu', 'softmax']);
    expect(new Set(paramOf(document, 'dense', 'kernelInitializer'))).toEqual(new Set(['leCunNormal']));
    expect(ofType(document, 'alphaDropout')).toHaveLength(3);
  });

  it('a SIREN draws its first layer and the others as the paper says, each with its omega', () => {
    const document = build('siren', { layers: 2, omega: 20 });
    expect(paramOf(document, 'dense', 'kernelInitializer')).toEqual(['sirenFirst', 'sirenHidden', 'sirenHidden', 'sirenHidden']);
    expect(paramOf(document, 'dense', 'kernelOmega')).toEqual([undefined, 20, 20, 20]);
    expect(paramOf(document, 'activation', 'omega')).toEqual([20, 20, 20]);
  });

  it('a vision transformer answers by its token, which comes first', () => {
    const { nodes } = build('vision-transformer', { size: 12, patch: 4 });
    expect(nodes.find(({ type }) => type === 'cropping1d')!.params).toEqual({ cropping: [[0, 9]] });
  });

  it('an autoencoder is shown noisy images and asked for the clean ones', () => {
    expect(build('conv-autoencoder', { noise: 0.3 }).training.data!.params).toMatchObject({ noise: 0.3, target: 'image' });
  });

  it('vanishing gradients: the sigmoid tower begins with Glorot weights, the ReLU tower with He weights', () => {
    const { nodes } = build('vanishing-gradient', { layers: 2 });
    const initializers = (tower: string) => nodes.filter(({ id }) => new RegExp(`^${tower}\\d`).test(id)).map(({ params }) => params!['kernelInitializer'] ?? 'glorotUniform');
    expect(initializers('sigmoid')).toEqual(['glorotUniform', 'glorotUniform']);
    expect(initializers('relu')).toEqual(['heNormal', 'heNormal']);
  });

  it('the stages of a randomly wired network are wired each in its own way', () => {
    const { blocks } = build('randomly-wired', { nodes: 12, stages: 2, width: 8 });
    const stages = [1, 2].map((stage) => blocks[`random-stage-${stage}`]!);
    const ends = stages.map(({ edges }) => edges.map(({ source, target }) => `${source} ${target}`));
    expect(ends[0]).not.toEqual(ends[1]);
  });
});

it('randomly wired networks have 5.6 M parameters and take 583 M multiply-accumulates, give or take 0.1 and 6.2 (Xie et al. 2019, table 2)', () => {
  const totals = [1, 2, 3, 4, 5].map((seed) => compile(build('randomly-wired', { seed, nodes: 32, width: 78, size: 224, classes: 1000 })).report.totals);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
  expect(Math.abs(mean(totals.map((t) => t.trainableParams / 1e6)) - 5.6)).toBeLessThan(0.1);
  expect(Math.abs(mean(totals.map((t) => t.macs! / 1e6)) - 583)).toBeLessThan(6.2);
});

it('SegNet is 117 MB (Badrinarayanan et al. 2017, table 6)', () => {
  const { params } = compile(build('segnet', { depth: 5, width: 64, size: 352 })).report.totals;
  expect(Math.abs((4 * params) / 1e6 / 117 - 1)).toBeLessThan(0.01);
});

it('the original U-Net makes 572×572 into 388×388, and takes sizes up to the next that fits', () => {
  const shapes = (size: number) => {
    const document = build('original-unet', { size });
    const { report } = compile(document);
    return [report.nodes['image']!.outputShape, report.nodes['score']!.outputShape];
  };
  expect(shapes(572)).toEqual([[572, 572, 1], [388, 388, 2]]);
  expect(shapes(573)).toEqual([[588, 588, 1], [404, 404, 2]]);
  const volumes = compile(build('unet-3d', { depth: 3, width: 4, size: 132, padding: 'valid' })).report;
  expect(volumes.nodes['score']!.outputShape).toEqual([44, 44, 44, 1]);
});

it('a U-Net for an image that does not halve evenly says so, with a fix that compiles', () => {
  const compilation = compile(build('unet', { size: 60 }));
  const mismatch = compilation.diagnostics.find((d) => d.code === 'size-mismatch');
  expect(mismatch).toMatchObject({ node: 'join3', port: 1, severity: 'error' });
  expect(mismatch!.fixes.length).toBeGreaterThan(0);
});
