import { describe, expect, it } from 'vitest';
import { unet as unetTemplate } from '../../templates/unet.ts';
import type { DataSignature } from '../datasets/dataset.ts';
import { network } from '../graph/builder.ts';
import { emptyDocument, type NetloomDocument } from '../graph/document.ts';
import { applyEdits } from '../graph/edits.ts';
import { conv2d } from '../layers/convolution/conv2d.ts';
import type { AnyLayer, Severity } from '../layers/layer.ts';
import { layerOf } from '../layers/index.ts';
import { completeParams } from '../layers/params.ts';
import { codes, type Code } from './codes.ts';
import { builtinSignature } from './dataSize.ts';
import { compile } from './compile.ts';
import { documentOf } from './testDocuments.ts';

interface Case {
  readonly name: string;
  readonly document: NetloomDocument;
  readonly data?: DataSignature;
  readonly layerOf?: (type: string) => AnyLayer | undefined;
  readonly code: Code;
  readonly severity?: Severity;
  readonly node?: string;
  readonly port?: number;
  readonly param?: string;
  /** Each stands in the message. */
  readonly says: readonly string[];
  /** Labels of all fixes, in order. */
  readonly fixes: readonly string[];
  readonly related?: readonly string[];
  /** After the first fix the whole network compiles. */
  readonly mended?: boolean;
}

const image = (...shape: (number | null)[]) => ['image', 'input', { shape }] as const;
const digits: DataSignature = { name: 'digits', task: 'classification', inputShape: [28, 28, 1], targetShape: [], classes: [...'0123456789'] };
const shapes: DataSignature = { name: 'shapes', task: 'segmentation', inputShape: [32, 32, 3], targetShape: [32, 32, 1] };

/** A U-Net of depth 1 whose way up is `up`. */
const unet = (size: number, up: Record<string, number>, pool: Record<string, string> = {}): NetloomDocument =>
  documentOf(
    [
      image(size, size, 3),
      ['enc1', 'conv2d', { filters: 8, padding: 1 }],
      ['pool1', 'maxPooling2d', pool],
      ['mid', 'conv2d', { filters: 16, padding: 1 }],
      ['up1', 'conv2dTranspose', { filters: 8, ...up }],
      ['join', 'concatenate'],
      ['mask', 'conv2d', { filters: 1, kernelSize: 1, activation: 'sigmoid' }],
      ['out', 'output', { loss: 'diceBinaryCrossentropy' }],
    ],
    ['image>enc1', 'enc1>pool1', 'pool1>mid', 'mid>up1', 'enc1>join:0', 'up1>join:1', 'join>mask', 'mask>out'],
  );

const cases: readonly Case[] = [
  { name: 'an empty canvas', document: emptyDocument(), code: 'empty', severity: 'info', says: ['Input'], fixes: [] },
  {
    name: 'an entry that is no node',
    document: { ...emptyDocument(), nodes: [null] } as unknown as NetloomDocument,
    code: 'malformed',
    says: ['no id or no type'],
    fixes: [],
  },
  {
    name: 'two nodes of one name',
    document: documentOf([image(8), ['d', 'dense'], ['d', 'dropout'], ['o', 'output']], ['image>d', 'd>o']),
    code: 'duplicate-id',
    node: 'd',
    says: ['`d`'],
    fixes: ['Rename the second to `d_2`'],
    mended: true,
  },
  {
    name: 'no input',
    document: documentOf([['d', 'dense', { units: 3 }], ['o', 'output']], ['d>o']),
    code: 'no-input',
    says: ['Input'],
    fixes: ['Add an input of 64×64×3 before `d`', 'Add an input of 784 before `d`', 'Add an input of 64×8 before `d`', 'Add an input of 16×16×16×1 before `d`'],
    mended: true,
  },
  {
    name: 'no output, with a softmax at the end',
    document: documentOf([image(8), ['d', 'dense', { units: 3, activation: 'softmax' }]], ['image>d']),
    code: 'no-output',
    says: ['Output'],
    fixes: ['Add an output after `d`'],
    mended: true,
  },
  {
    name: 'a circle',
    document: documentOf([image(8, 8, 4), ['a', 'add'], ['b', 'activation'], ['c', 'dropout'], ['o', 'output']], ['image>a', 'a>b', 'b>c', 'c>a:1', 'c>o']),
    code: 'cycle',
    node: 'a',
    says: ['`a` → `b` → `c` → `a`'],
    related: ['b', 'c'],
    fixes: ['Remove the edge from `c` to `a`', 'Remove the edge from `b` to `c`', 'Remove the edge from `a` to `b`'],
  },
  {
    name: 'a node that feeds itself',
    document: documentOf([image(8), ['a', 'add'], ['o', 'output']], ['image>a', 'a>a:1', 'a>o']),
    code: 'cycle',
    node: 'a',
    says: ['feeds itself'],
    fixes: ['Remove the edge from `a` to `a`'],
  },
  {
    name: 'an edge from nowhere',
    document: documentOf([image(8), ['d', 'dense'], ['o', 'output']], ['image>d', 'd>o', 'ghost>d']),
    code: 'dangling-edge',
    node: 'd',
    says: ['`ghost`', '`d`'],
    fixes: ['Remove the edge from `ghost` to `d`'],
    mended: true,
  },
  {
    name: 'an edge to a port that is not there',
    document: documentOf([image(8), ['d', 'dense'], ['o', 'output']], ['image>d:3', 'd>o']),
    code: 'dangling-edge',
    node: 'd',
    port: undefined,
    says: ['port "3"', 'only the one input'],
    fixes: ['Connect `image` to the input', 'Remove the edge from `image` to `d`'],
    mended: true,
  },
  {
    name: 'two edges at one input',
    document: documentOf([image(8), ['d', 'dense', { units: 8 }], ['e', 'dense', { units: 8 }], ['o', 'output']], ['image>d', 'd>e', 'image>e', 'e>o']),
    code: 'too-many-edges',
    node: 'e',
    port: 0,
    says: ['the input of `e`', '`d`', '`image`', 'merge'],
    related: ['d', 'image'],
    fixes: ['Remove the edge from `image` to `e`', 'Remove the edge from `d` to `e`', 'Join the two with Concatenate', 'Join the two with Add'],
    mended: true,
  },
  {
    name: 'an edge that leaves an output',
    document: documentOf([image(8), ['o', 'output'], ['d', 'dense'], ['p', 'output']], ['image>o', 'o>d', 'd>p']),
    code: 'output-as-source',
    node: 'o',
    says: ['`o`', '`d`'],
    fixes: ['Take `image` instead', 'Remove the edge from `o` to `d`'],
    mended: true,
  },
  {
    name: 'an input without an edge',
    document: documentOf([image(8), ['d', 'dense'], ['e', 'dense'], ['o', 'output']], ['image>d', 'e>o']),
    code: 'missing-input',
    node: 'e',
    port: 0,
    says: ['the input of Dense `e`'],
    fixes: ['Connect `d`', 'Connect `image`'],
    mended: true,
  },
  {
    name: 'a merge with one input',
    document: documentOf([image(8), ['d', 'dense', { units: 8 }], ['a', 'add'], ['o', 'output']], ['image>d', 'd>a:1', 'a>o']),
    code: 'missing-input',
    node: 'a',
    port: 0,
    says: ['at least 2 inputs, but has 1', 'input 1'],
    fixes: ['Connect `image`', 'Remove `a`'],
    mended: true,
  },
  {
    name: 'an unpooling without its reference',
    document: documentOf([image(8, 8, 2), ['p', 'maxPooling2d'], ['u', 'maxUnpooling2d'], ['o', 'output']], ['image>p', 'p>u:0', 'u>o']),
    code: 'missing-input',
    node: 'u',
    port: 1,
    says: ['Nothing is connected to the reference of MaxUnpooling2D `u`: what went into the max pooling;'],
    fixes: ['Connect `image`', 'Remove `u`'],
    mended: true,
  },
  {
    name: 'a branch that ends nowhere',
    document: documentOf([image(8), ['d', 'dense'], ['x', 'dense'], ['y', 'dense'], ['o', 'output']], ['image>d', 'd>o', 'd>x', 'x>y']),
    code: 'unreachable',
    severity: 'warning',
    node: 'y',
    says: ['no output', '`x`'],
    related: ['x'],
    fixes: ['Put `y` between `d` and `o`', 'Remove `y` and 1 before it'],
  },
  {
    name: 'a layer of another version',
    document: documentOf([image(8, 8, 3), ['c', 'Conv_2D'], ['o', 'output']], ['image>c', 'c>o']),
    code: 'unknown-layer',
    node: 'c',
    says: ['Conv_2D'],
    fixes: ['Change the type to conv2d', 'Remove `c`'],
    mended: true,
  },
  {
    name: 'a param of the wrong kind',
    document: documentOf([image(8), ['d', 'dense', { units: '12' }], ['o', 'output']], ['image>d', 'd>o']),
    code: 'bad-param',
    node: 'd',
    param: 'units',
    says: ['whole number', '"12"'],
    fixes: ['Set units to 12', 'Use the default, 64'],
    mended: true,
  },
  {
    name: 'a held layer in another spelling, with a text where a number belongs',
    document: documentOf([image(5, 8), ['t', 'timeDistributed', { layer: { type: 'Dens', params: { units: '12', bias: false } } }], ['f', 'flatten'], ['o', 'output']], ['image>t', 't>f', 'f>o']),
    code: 'bad-param',
    node: 't',
    param: 'layer',
    says: ['Layer cannot be a layer of the type "Dens".'],
    fixes: ['Set layer to dense, units 12', 'Use the default, dense'],
    mended: true,
  },
  {
    name: 'a param in another spelling',
    document: documentOf([image(8, 8, 3), ['c', 'conv2d', { kernel_size: 5 }], ['o', 'output']], ['image>c', 'c>o']),
    code: 'unknown-param',
    severity: 'warning',
    node: 'c',
    param: 'kernel_size',
    says: ['kernel_size', 'kernelSize'],
    fixes: ['Rename it to kernelSize', 'Remove the param'],
  },
  {
    name: 'a rule that fails',
    document: documentOf([image(8, 8, 3), ['c', 'conv2d'], ['o', 'output']], ['image>c', 'c>o']),
    layerOf: (type) => (type === 'conv2d' ? { ...(conv2d as unknown as AnyLayer), weights: () => { throw new Error('planted'); } } : layerOf(type)),
    code: 'layer-failed',
    node: 'c',
    says: ['planted', '8×8×3'],
    fixes: [],
  },
  {
    name: 'a lowering that fails',
    document: documentOf([image(8, 8, 3), ['c', 'conv2d'], ['o', 'output']], ['image>c', 'c>o']),
    layerOf: (type) => (type === 'conv2d' ? { ...(conv2d as unknown as AnyLayer), lower: () => { throw new Error('planted'); } } : layerOf(type)),
    code: 'layer-failed',
    says: ['planted'],
    fixes: [],
  },
  {
    name: 'a deconvolution that gives 127 for a skip of 128',
    document: unet(128, { strides: 2, padding: 1 }),
    code: 'size-mismatch',
    node: 'join',
    port: 1,
    says: ['128 and 127', 'The deconvolution `up1` gives 127, one short of the skip.'],
    related: ['up1', 'enc1'],
    fixes: ['Output padding 1', 'Kernel 4×4', 'Crop input 1 to 127×127', 'Pad input 2 with zeros to 128×128'],
    mended: true,
  },
  {
    name: 'a pooling that dropped the last row of 127',
    document: unet(127, { strides: 2, kernelSize: 2 }),
    code: 'size-mismatch',
    node: 'join',
    port: 1,
    says: ['gives 126, one short of the skip', 'It began at the pooling `pool1`, which made 63 of 127'],
    related: ['up1', 'pool1', 'enc1'],
    fixes: ['Output padding 1', 'Use a 128×128 input', 'Kernel 3×3', 'Crop input 1 to 126×126'],
    mended: true,
  },
  {
    name: 'a residual block that halves the map and doubles the channels',
    document: documentOf([image(32, 32, 16), ['c', 'conv2d', { filters: 32, strides: 2, padding: 1 }], ['a', 'add'], ['o', 'output']], ['image>c', 'image>a', 'c>a:1', 'a>o']),
    code: 'size-mismatch',
    node: 'a',
    port: 1,
    says: ['32 and 16', 'The convolution `c` gives 16'],
    fixes: ['Insert a 1×1 convolution with stride 2 and 32 filters on input 1'],
    mended: true,
  },
  {
    name: 'a skip with other channels',
    document: documentOf([image(8, 8, 16), ['c', 'conv2d', { filters: 32, padding: 1 }], ['a', 'add'], ['o', 'output']], ['image>c', 'image>a', 'c>a:1', 'a>o']),
    code: 'channel-mismatch',
    node: 'a',
    port: 1,
    says: ['16 and 32', 'The convolution `c` gives 32 channels, but `image` has 16.'],
    fixes: ['Insert a 1×1 convolution with 16 filters on input 2', 'Insert a 1×1 convolution with 32 filters on input 1', 'Give `c` 16 filters'],
    mended: true,
  },
  {
    name: 'a vector where a map is needed',
    document: documentOf([image(784), ['c', 'conv2d'], ['o', 'output']], ['image>c', 'c>o']),
    code: 'rank-mismatch',
    node: 'c',
    port: 0,
    says: ['[batch, height, width, channels]', '[batch, 784]'],
    fixes: ['Insert a reshape to 28×28×1 before it', 'Insert a reshape to 7×7×16 before it'],
    mended: true,
  },
  {
    name: 'a vector beside a map',
    document: documentOf([image(4, 4, 2), ['f', 'flatten'], ['j', 'concatenate'], ['o', 'output']], ['image>f', 'image>j', 'f>j:1', 'j>o']),
    code: 'rank-mismatch',
    node: 'j',
    port: 1,
    says: ['[batch, 4, 4, 2]', '[batch, 32]'],
    fixes: ['Insert a flatten on input 1', 'Insert a global average pooling on input 1'],
    mended: true,
  },
  {
    name: 'a window larger than the map',
    document: documentOf([image(4, 4, 1), ['c', 'conv2d', { kernelSize: 5 }], ['o', 'output']], ['image>c', 'c>o']),
    code: 'non-positive-size',
    node: 'c',
    port: 0,
    param: 'kernelSize',
    says: ['5', '4', '⌊(4 + 2·0 − 5) / 1⌋ + 1 = 0'],
    fixes: ['Set padding to "same"', 'Set kernelSize to 4', 'Use a 5×5 input', 'Remove `c`'],
    mended: true,
  },
  {
    name: 'weights beyond 2 GiB',
    document: documentOf([image(512, 512, 64), ['f', 'flatten'], ['d', 'dense', { units: 100 }], ['o', 'output']], ['image>f', 'f>d', 'd>o']),
    code: 'too-large',
    node: 'd',
    says: ['1,677,721,700', '6.25 GiB', '2 GiB'],
    fixes: ['Pool globally instead of `f`', 'Remove `d`'],
    mended: true,
  },
  {
    name: 'an activation beyond 2 GiB',
    document: documentOf([image(4096, 4096, 3), ['c', 'conv2d', { filters: 64, padding: 'same' }], ['o', 'output']], ['image>c', 'c>o']),
    code: 'too-large',
    node: 'c',
    says: ['4096×4096×64', '4 GiB'],
    fixes: ['Remove `c`'],
  },
  {
    name: 'an axis that is not known in time',
    document: documentOf([image(null, null, 1), ['f', 'flatten'], ['d', 'dense'], ['o', 'output']], ['image>f', 'f>d', 'd>o']),
    code: 'unknown-size',
    node: 'f',
    says: ['Flatten'],
    fixes: [],
  },
  {
    name: 'a size beyond all bounds',
    document: documentOf([image(1 << 20, 1, 1), ['u', 'conv2dTranspose', { strides: 2 }], ['o', 'output']], ['image>u', 'u>o']),
    code: 'value-out-of-range',
    node: 'u',
    says: ['2097153', '1048576'],
    fixes: [],
  },
  {
    name: 'an output padding as large as the stride',
    document: unet(128, { strides: 2, kernelSize: 2, outputPadding: 2 }),
    code: 'output-padding-too-large',
    node: 'up1',
    param: 'outputPadding',
    says: ['2'],
    fixes: ['Set outputPadding to 1'],
  },
  {
    name: 'a dense layer over a map',
    document: documentOf([image(4, 4, 2), ['d', 'dense'], ['o', 'output']], ['image>d', 'd>o']),
    code: 'dense-on-map',
    severity: 'warning',
    node: 'd',
    says: ['Dense'],
    fixes: ['Insert a flatten before it', 'Insert a global average pooling before it'],
  },
  {
    name: 'a class loss with one class',
    document: documentOf([image(4), ['d', 'dense', { units: 1, activation: 'softmax' }], ['o', 'output', { loss: 'categoricalCrossentropy' }]], ['image>d', 'd>o']),
    code: 'one-class',
    severity: 'warning',
    node: 'o',
    says: ['only 1'],
    fixes: ['Set the loss to binary cross-entropy'],
  },
  {
    name: 'cross-entropy of what is no probability',
    document: documentOf([image(4), ['d', 'dense', { units: 1 }], ['o', 'output', { loss: 'binaryCrossentropy' }]], ['image>d', 'd>o']),
    code: 'loss-activation',
    severity: 'warning',
    node: 'o',
    port: 0,
    says: ['sigmoid', '`d`'],
    fixes: ['Insert a sigmoid before it', 'Set the activation of `d` to sigmoid', 'Use the mean squared error'],
  },
  {
    name: 'sigmoids where classes exclude each other',
    document: documentOf([image(4), ['d', 'dense', { units: 3 }], ['s', 'activation', { activation: 'sigmoid' }], ['o', 'output', { loss: 'categoricalCrossentropy' }]], ['image>d', 'd>s', 's>o']),
    code: 'loss-activation',
    severity: 'warning',
    node: 'o',
    says: ['softmax', 'sum to anything'],
    fixes: ['Set the activation of `s` to softmax', 'Insert a softmax before it', 'Use the mean squared error'],
  },
  {
    name: 'samples of another shape',
    document: documentOf([image(64, 64, 3), ['g', 'globalAveragePooling2d'], ['d', 'dense', { units: 10, activation: 'softmax' }], ['o', 'output', { loss: 'sparseCategoricalCrossentropy' }]], ['image>g', 'g>d', 'd>o']),
    data: digits,
    code: 'data-input-shape',
    node: 'image',
    param: 'shape',
    says: ['28×28×1', '64×64×3'],
    fixes: ['Set the shape to 28×28×1'],
    mended: true,
  },
  {
    name: 'classes with the loss that an output begins with',
    document: documentOf([image(28, 28, 1), ['f', 'flatten'], ['d', 'dense', { units: 64 }], ['o', 'output']], ['image>f', 'f>d', 'd>o']),
    data: digits,
    code: 'data-target',
    node: 'o',
    says: ['10', '64'],
    fixes: ['Give `d` 10 units and use sparse categorical cross-entropy', 'Insert Dense and use sparse categorical cross-entropy', 'Give `d` 1 unit', 'Insert Dense'],
    mended: true,
  },
  {
    name: 'too few classes',
    document: documentOf([image(28, 28, 1), ['f', 'flatten'], ['d', 'dense', { units: 9, activation: 'softmax' }], ['o', 'output', { loss: 'sparseCategoricalCrossentropy' }]], ['image>f', 'f>d', 'd>o']),
    data: digits,
    code: 'data-target',
    node: 'o',
    port: 0,
    says: ['10', '9'],
    fixes: ['Give `d` 10 units', 'Insert Dense', 'Give `d` 10 units and use categorical cross-entropy', 'Insert Dense and use categorical cross-entropy'],
    mended: true,
  },
  {
    name: 'a mask of many channels',
    document: documentOf([image(32, 32, 3), ['c', 'conv2d', { filters: 8, padding: 1, activation: 'sigmoid' }], ['o', 'output', { loss: 'binaryCrossentropy' }]], ['image>c', 'c>o']),
    data: shapes,
    code: 'data-target',
    node: 'o',
    says: ['32×32×1', '32×32×8'],
    fixes: ['Give `c` 1 filter', 'Insert Conv2D', 'Give `c` 1 filter and use dice + binary cross-entropy', 'Insert Conv2D and use dice + binary cross-entropy'],
    mended: true,
  },
  {
    name: 'a map where a class is wanted',
    document: documentOf([image(28, 28, 1), ['c', 'conv2d', { filters: 8 }], ['o', 'output', { loss: 'sparseCategoricalCrossentropy' }]], ['image>c', 'c>o']),
    data: digits,
    code: 'data-target',
    node: 'o',
    says: ['26×26×8'],
    fixes: [
      'Insert GlobalAveragePooling2D and Dense',
      'Insert Flatten and Dense',
      'Insert GlobalAveragePooling2D and Dense and use categorical cross-entropy',
      'Insert Flatten and Dense and use categorical cross-entropy',
    ],
    mended: true,
  },
  {
    name: 'an instance of a block that is not there',
    document: withBlock({}, { block: 'gone' }),
    code: 'unknown-block',
    node: 'b',
    says: ['"gone"'],
    fixes: ['Remove `b`'],
  },
  {
    name: 'a block that contains itself',
    document: withBlock({ inside: { type: 'block', block: 'unit' } }),
    code: 'block-cycle',
    node: 'b/inside',
    says: ['"unit" would contain itself'],
    fixes: ['Remove `b/inside`'],
  },
  {
    name: 'a repeated block without an output',
    document: withBlock({ ports: ['blockInput'] }, { params: { repeat: 2 } }),
    code: 'repeat-ports',
    node: 'b',
    param: 'repeat',
    says: ['1 and 0'],
    fixes: ['Do not repeat it'],
  },
  {
    name: 'more layers than the compiler takes',
    document: withBlock({ inside: { type: 'block', block: 'more', params: { repeat: 1000 } } }, { params: { repeat: 1000 } }),
    code: 'too-many-nodes',
    says: ['50,000'],
    fixes: ['Repeat `b` 49 times instead of 1000'],
  },
  {
    name: 'weights of a layer that is not there',
    document: applyEdits(documentOf([image(8), ['d', 'dense'], ['o', 'output']], ['image>d', 'd>o']), [{ kind: 'setNode', id: 'd', fields: { sharedWith: 'e' } }]),
    code: 'shared-weights',
    node: 'd',
    says: ['`e`', 'not there'],
    fixes: ['Give `d` weights of its own'],
    mended: true,
  },
];

/** An instance `b` of a block `unit` with a dense layer `inside`, or another node in its place; the block `more` holds one dense layer. */
function withBlock({ inside = { type: 'dense' }, ports = ['blockInput', 'blockOutput'] }: { inside?: object; ports?: readonly string[] }, instance: object = {}): NetloomDocument {
  const chain = (node: object, types: readonly string[] = ['blockInput', 'blockOutput']) => ({
    nodes: [...types.map((type) => ({ id: type === 'blockInput' ? 'x' : 'y', type, position: [0, 0] })), { id: 'inside', position: [0, 0], ...node }],
    edges: [{ source: 'x', target: 'inside' }, ...(types.length > 1 ? [{ source: 'inside', target: 'y' }] : [])],
  });
  const outside = documentOf([image(8), ['o', 'output']], []);
  return {
    ...outside,
    nodes: [...outside.nodes, { id: 'b', type: 'block', block: 'unit', position: [0, 0], ...instance }],
    edges: [{ source: 'image', target: 'b' }, { source: 'b', target: 'o' }],
    blocks: { unit: chain(inside, ports), more: chain({ type: 'dense' }) } as unknown as NetloomDocument['blocks'],
  };
}

describe('diagnostics', () => {
  it.each(cases.map((c) => [c.name, c] as const))('%s', (_name, expected) => {
    const options = { data: expected.data, layerOf: expected.layerOf };
    const compilation = compile(expected.document, options);
    const found = compilation.diagnostics.filter((d) => d.code === expected.code);
    expect(found.length, JSON.stringify(compilation.diagnostics)).toBeGreaterThan(0);
    const [diagnostic] = found;
    expect(diagnostic).toMatchObject({
      severity: expected.severity ?? 'error',
      ...(expected.node === undefined ? {} : { node: expected.node }),
      ...(expected.port === undefined ? {} : { port: expected.port }),
      ...(expected.param === undefined ? {} : { param: expected.param }),
      ...(expected.related === undefined ? {} : { related: expected.related }),
    });
    for (const text of expected.says) expect(diagnostic!.message).toContain(text);
    expect(diagnostic!.fixes.map((f) => f.label)).toEqual(expected.fixes);
    if (expected.mended) {
      const after = compile(applyEdits(expected.document, diagnostic!.fixes[0]!.edits), options);
      expect(after.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
    }
  });

  it('are each provoked here', () => {
    expect([...new Set(cases.map((c) => c.code))].toSorted()).toEqual(Object.keys(codes).toSorted());
  });

  it('show the arithmetic of the layer where the wrong size began', () => {
    const { diagnostics } = compile(unet(128, { strides: 2, padding: 1 }));
    expect(diagnostics[0]?.steps?.map((s) => s.text)).toEqual(['64·2 − 2 + 3 − 2·1 = 127']);
  });

  it('do not blame what is not connected yet while nothing leads to an output', () => {
    const { diagnostics } = compile(documentOf([image(8), ['d', 'dense'], ['o', 'output']], ['image>d']));
    expect(diagnostics.map((d) => `${d.code} ${d.node}`)).toEqual(['missing-input o']);
  });

  it('leave a network trainable that has a loose layer beside it', () => {
    const { ok, program, diagnostics } = compile(documentOf([image(8), ['d', 'dense'], ['loose', 'conv2d'], ['o', 'output']], ['image>d', 'd>o']));
    expect([ok, diagnostics.map((d) => d.code), program?.calls.map((c) => c.id)]).toEqual([true, ['unreachable'], ['image', 'd']]);
  });

  it('show shapes of the parts that are right beside those that are wrong', () => {
    const { report } = compile(unet(128, { strides: 2, padding: 1 }));
    expect(report.nodes['up1']?.outputShape).toEqual([127, 127, 8]);
    expect(report.nodes['join']).toMatchObject({ outputShape: null, inputShapes: [[128, 128, 8], [127, 127, 8]] });
    expect(report.nodes['mask']?.outputShape).toBeNull();
  });

  it('put inserted nodes where no other node lies', () => {
    const document = unet(128, { strides: 2, padding: 1 });
    const crop = compile(document).diagnostics[0]!.fixes.find((f) => f.label.startsWith('Crop'))!;
    const after = applyEdits(document, crop.edits);
    const inserted = after.nodes.at(-1)!;
    for (const node of document.nodes) {
      const [dx, dy] = [node.position[0] - inserted.position[0], node.position[1] - inserted.position[1]].map(Math.abs) as [number, number];
      expect(dx >= 190 || dy >= 58, node.id).toBe(true);
    }
  });
});

it('a broken skip of a U-Net is mended by the layer, or the block, that it came from', () => {
  for (const blocks of [true, false]) {
    const net = unetTemplate.build({ ...completeParams(unetTemplate.params, {}).params, blocks });
    const skips = net.edges.filter((e) => e.target.startsWith('join') && e.source.startsWith('enc'));
    expect(skips).toHaveLength(3);
    for (const edge of skips) {
      const fixes = compile(applyEdits(net, [{ kind: 'disconnect', edge }])).diagnostics.find((d) => d.code === 'missing-input')!.fixes;
      expect(fixes[0]!.label).toBe(`Connect \`${edge.source}\``);
      expect(applyEdits(applyEdits(net, [{ kind: 'disconnect', edge }]), fixes[0]!.edits).edges.find((e) => e.target === edge.target && e.source === edge.source)).toMatchObject({ targetPort: '1' });
    }
  }
});

it('a map that unpadded convolutions made smaller than its mask is mended by keeping the size', () => {
  const net = network('narrow');
  net.input([64, 64, 3]).conv2d({ filters: 8, kernelSize: 3 }, { id: 'a' }).conv2d({ filters: 32, kernelSize: 3 }, { id: 'b' }).output({ loss: 'diceBinaryCrossentropy' });
  const document = applyEdits(net.document(), [{ kind: 'setTraining', training: { data: { type: 'shapes', params: { size: 64, channels: 3 } } } }]);
  const data = builtinSignature(document)!;
  const { fixes } = compile(document, { data }).diagnostics.find((d) => d.code === 'data-target')!;
  const keep = fixes.find((f) => f.label === 'Keep the size in `a` and 1 more, give `b` 1 filter')!;
  expect(compile(applyEdits(document, keep.edits), { data }).diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
});

it('a dead end that begins at a circle is told like any other', () => {
  const { diagnostics } = compile(documentOf([['image', 'input'], ['d', 'flatten'], ['o', 'output'], ['round', 'activation'], ['after', 'activation']], ['image>d', 'd>o', 'round>round', 'round>after']));
  expect(diagnostics.map((d) => [d.code, d.node])).toEqual(expect.arrayContaining([['cycle', 'round'], ['unreachable', 'after']]));
});
