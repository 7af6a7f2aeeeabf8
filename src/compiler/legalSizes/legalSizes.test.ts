import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsCnn } from '../../../templates/digitsCnn.ts';
import { unet } from '../../../templates/unet.ts';
import { network, type Tensor } from '../../graph/builder.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import { applyEdits } from '../../graph/edits.ts';
import { completeParams } from '../../layers/params.ts';
import { compile } from '../compile.ts';
import { builtinSignature } from '../dataSize.ts';
import { documentOf, smallNetwork } from '../testDocuments.ts';
import { legalSizes, searchLegalSizes, sharedRule } from './legalSizes.ts';
import { firstSizes, includesSize, nearestSizes, sizeSetOf, sizeSetText } from './sizeSet.ts';

/** Ronneberger et al. 2015, arXiv:1505.04597: two valid 3×3 convolutions per level, copy and crop. */
function paperUnet(size: number, depth = 4): NetloomDocument {
  const net = network('unet');
  const skips: Tensor[] = [];
  let x = net.input([size, size, 1], { id: 'image' });
  const twice = (t: Tensor, filters: number): Tensor => t.conv2d({ filters, kernelSize: 3, padding: 'valid' }).conv2d({ filters, kernelSize: 3, padding: 'valid' });
  for (let level = 0; level < depth; level++) {
    x = twice(x, 2);
    skips.push(x);
    x = x.maxPooling2d({ poolSize: 2 });
  }
  x = twice(x, 2);
  for (const skip of skips.toReversed()) {
    const up = x.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2 });
    x = twice(up.concatenate({}, { with: [skip.centerCrop2d({}, { with: [up] })] }), 2);
  }
  x.conv2d({ filters: 1, kernelSize: 1 }).output();
  return net.document();
}

const withShape = (document: NetloomDocument, ids: readonly string[], shape: readonly number[]): NetloomDocument =>
  applyEdits(document, ids.map((id) => ({ kind: 'setParams', id, params: { shape } })));

it('sizes are tried up to twice the present one', () => {
  const most = (size: number) => legalSizes(documentOf([['i', 'input', { shape: [size, 8] }], ['o', 'output']], ['i>o'])).map((found) => found.most);
  expect([8, 700, 4000].map(most)).toEqual([[1024], [1400], [4096]]);
});

describe('the rule behind a list of sizes', () => {
  const multiples = Array.from({ length: 64 }, (_, i) => 16 * (i + 1));
  it('says an arithmetic progression as a person would', () => {
    expect(sizeSetText(sizeSetOf(multiples, 1, 1024))).toBe('multiples of 16');
    expect(sizeSetText(sizeSetOf(multiples.slice(3), 1, 1024))).toBe('multiples of 16, from 64');
    expect(sizeSetText(sizeSetOf(multiples.slice(0, 12), 1, 1024))).toBe('multiples of 16, from 16 to 192');
    expect(sizeSetText(sizeSetOf(multiples.map((n) => n + 172), 1, 1200))).toBe('16·k + 12, from 188');
    expect(sizeSetText(sizeSetOf([...multiples, 7].toSorted((a, b) => a - b), 1, 1024))).toBe('7; multiples of 16');
    expect(sizeSetText(sizeSetOf([1, 2, 5, 6, 9, 10, 13, 14, 17, 18], 1, 20))).toBe('4·k + 1 or 4·k + 2, from 1');
    expect(sizeSetText(sizeSetOf([5, 6, 7, 8, 9, 10], 1, 10))).toBe('any from 5');
    expect(sizeSetText(sizeSetOf([64], 1, 100))).toBe('64');
    expect(sizeSetText(sizeSetOf([], 1, 100))).toBe('none');
  });

  it('ends where the sizes end, and is none of three alone', () => {
    const ended = sizeSetOf(multiples.slice(0, 12), 1, 1024);
    expect([192, 208, 1024].map((n) => includesSize(ended, n))).toEqual([true, false, false]);
    expect(firstSizes(ended, 3, 180)).toEqual([192]);
    expect(sizeSetText(sizeSetOf([1, 2, 3], 1, 3))).toBe('1, 2 or 3');
  });

  it('holds exactly the sizes it was made from, whatever they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }), (extra, period, from) => {
        const regular = Array.from({ length: 60 }, (_, i) => i + 1).filter((n) => n >= from && n % period === 0);
        const sizes = [...new Set([...regular, ...extra.slice(0, 3)])].toSorted((a, b) => a - b);
        const set = sizeSetOf(sizes, 1, 60);
        for (let n = 1; n <= 60; n++) expect(includesSize(set, n), `${n} in ${sizeSetText(set)}`).toBe(sizes.includes(n));
      }),
      { numRuns: 300 },
    );
  });

  it('finds the neighbours of a size and the first examples', () => {
    const set = sizeSetOf(multiples.map((n) => n + 172), 1, 1200);
    expect(nearestSizes(set, 512, 1200)).toEqual({ smaller: 508, larger: 524 });
    expect(nearestSizes(set, 188, 1200)).toEqual({ smaller: null, larger: 204 });
    expect(firstSizes(set, 3, 560)).toEqual([572, 588, 604]);
    expect(nearestSizes(set, 1196, 1200)).toEqual({ smaller: 1180, larger: null });
  });
});

describe('sizes that a network takes', () => {
  it('are 16·k + 12 from 188 for the U-Net of the paper, 572 and 588 among them, if no pooling is to lose a row', () => {
    const [found] = legalSizes(paperUnet(572), { most: 640 });
    expect(sizeSetText(found!.wholeTogether)).toBe('16·k + 12, from 188');
    expect(firstSizes(found!.wholeTogether, 2, 572)).toEqual([572, 588]);
    // "Copy and crop" takes any size that is left.
    expect(sizeSetText(sharedRule(found!)!)).toBe('any from 188');
    expect(found).toMatchObject({ inputs: ['image'], fitsNow: true, wholeNow: true, independent: true });
  });

  it('are multiples of 2 to the depth for a U-Net that keeps the size', () => {
    const [found] = legalSizes(unet.build({ ...completeParams(unet.params, {}).params, depth: 4 }), { most: 256 });
    expect(sizeSetText(sharedRule(found!)!)).toBe('multiples of 16');
    expect(found).toMatchObject({ nearest: [[48, 48, 3], [80, 80, 3]] });
  });

  it('tell those at which no stride leaves a row unseen from those that only compile', () => {
    const document = digitsCnn.build(completeParams(digitsCnn.params, {}).params);
    const [found] = legalSizes(document, { most: 128 });
    expect(sizeSetText(found!.together)).toBe('any from 4');
    expect(sizeSetText(found!.wholeTogether)).toBe('multiples of 4');
  });

  it('count a column that a 1×1 window with stride 2 skips as seen: it skips every second one', () => {
    const net = network('projection');
    const image = net.input([32, 32, 1]);
    image.conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 1 }).add({}, { with: [image.conv2d({ filters: 2, kernelSize: 1, strides: 2 })] }).output();
    const [found] = legalSizes(net.document(), { most: 64 });
    expect([sizeSetText(found!.together), sizeSetText(found!.wholeTogether)]).toEqual(['any', 'any']);
  });

  it('are told per axis where the axes differ, even where no square fits', () => {
    const net = network('wide');
    const image = net.input([34, 32, 1], { id: 'image' });
    const down = image.conv2d({ filters: 2, kernelSize: [3, 1], strides: [2, 4], padding: 'valid' });
    image.concatenate({}, { with: [down.conv2dTranspose({ filters: 2, kernelSize: [4, 4], strides: [2, 4] })] }).output();
    const [found] = legalSizes(net.document(), { most: 96 });
    expect(found!.axes.map(({ axis, sizes }) => `${axis}: ${sizeSetText(sizes)}`)).toEqual(['height: multiples of 2, from 4', 'width: multiples of 4']);
    expect(found).toMatchObject({ fitsNow: true, independent: true });
    expect(sharedRule(found!)).toBeNull();
  });

  it('have neighbours that leave a side alone where it fits already', () => {
    const net = network('wide');
    const image = net.input([35, 32, 1], { id: 'image' });
    image.concatenate({}, { with: [image.maxPooling2d({ poolSize: [2, 4] }).upSampling2d({ size: [2, 4] })] }).output();
    expect(legalSizes(net.document(), { most: 96 })[0]).toMatchObject({ fitsNow: false, nearest: [[34, 32, 1], [36, 32, 1]] });
  });

  it('are found where no square fits and the present ones do not either', () => {
    const net = network('even and odd');
    const image = net.input([8, 8, 1], { id: 'image' });
    const down = image.conv2d({ filters: 2, kernelSize: [2, 3], strides: 2, padding: 'valid' });
    image.concatenate({}, { with: [down.conv2dTranspose({ filters: 2, kernelSize: [2, 3], strides: 2 })] }).output();
    const [found] = legalSizes(net.document(), { most: 48 });
    expect(found).toMatchObject({ fitsNow: false, together: { kind: 'none' }, at: [8, 9, 1] });
    expect(found!.axes.map(({ sizes }) => sizeSetText(sizes))).toEqual(['multiples of 2', '2·k + 1, from 3']);
  });

  it('are told to depend on each other where one side decides about the other', () => {
    const net = network('fours');
    net.input([4, 4, 1], { id: 'image' }).reshape({ targetShape: [4, null] }).output();
    const [found] = legalSizes(net.document(), { most: 48 });
    expect(found!.axes.map(({ sizes }) => sizeSetText(sizes))).toEqual(['any', 'any']);
    expect(found!.independent).toBe(false);
  });

  it('belong to several inputs together where these meet, and to each alone where they do not', () => {
    const meeting = network('pair');
    meeting.input([16, 16, 1], { id: 'a' }).maxPooling2d().upSampling2d().add({}, { with: [meeting.input([16, 16, 1], { id: 'b' })] }).output();
    expect(legalSizes(meeting.document(), { most: 64 }).map(({ inputs, together }) => `${inputs.join()}: ${sizeSetText(together)}`)).toEqual(['a,b: multiples of 2']);

    const apart = network('apart');
    const pooled = apart.input([16, 16, 1], { id: 'a' }).globalAveragePooling2d();
    pooled.concatenate({}, { with: [apart.input([16, 16, 1], { id: 'b' }).conv2d({ kernelSize: 5, filters: 2, padding: 'valid' }).globalAveragePooling2d()] }).output();
    expect(legalSizes(apart.document(), { most: 64 }).map(({ inputs, together }) => `${inputs.join()}: ${sizeSetText(together)}`)).toEqual(['a: any', 'b: any from 5']);
  });

  it('are those of both inputs together where two branches share weights that depend on the size', () => {
    const document = documentOf(
      [['a', 'input', { shape: [8, 8, 1] }], ['b', 'input', { shape: [8, 8, 1] }], ['fa', 'flatten'], ['fb', 'flatten'], ['da', 'dense', { units: 4 }], ['db', 'dense', { units: 4 }], ['sum', 'add'], ['o', 'output']],
      ['a>fa', 'b>fb', 'fa>da', 'fb>db', 'da>sum', 'db>sum:1', 'sum>o'],
    );
    const shared = { ...document, nodes: document.nodes.map((n) => (n.id === 'db' ? { ...n, sharedWith: 'da' } : n)) };
    const found = (of: NetloomDocument): readonly string[] => legalSizes(of, { most: 32 }).map(({ inputs, together }) => `${inputs.join()}: ${sizeSetText(together)}`);
    expect(found(shared)).toEqual(['a,b: any']);
    expect(found(document)).toEqual(['a: any', 'b: any']);
  });

  it('are found through blocks', () => {
    const document: NetloomDocument = {
      ...documentOf([['image', 'input', { shape: [32, 32, 1] }], ['up', 'upSampling2d', { size: 8 }], ['join', 'add'], ['o', 'output']], ['image>halve', 'halve>up', 'up>join', 'image>join:1', 'join>o']),
      blocks: { half: { nodes: [{ id: 'x', type: 'blockInput', position: [0, 0] }, { id: 'pool', type: 'maxPooling2d', position: [0, 0] }, { id: 'y', type: 'blockOutput', position: [0, 0] }], edges: [{ source: 'x', target: 'pool' }, { source: 'pool', target: 'y' }] } },
    };
    const nodes = [...document.nodes, { id: 'halve', type: 'block', block: 'half', position: [0, 0] as const, params: { repeat: 3 } }];
    expect(legalSizes({ ...document, nodes }, { most: 64 }).map(({ together }) => sizeSetText(together))).toEqual(['multiples of 8']);
  });

  it('are none where no input size helps, and are not asked of vectors', () => {
    const net = network('stuck');
    const image = net.input([32, 32, 1]);
    image.add({}, { with: [image.conv2d({ filters: 1, kernelSize: 3, padding: 'valid' })] }).output();
    expect(legalSizes(net.document(), { most: 64 })[0]).toMatchObject({ together: { kind: 'none' }, fitsNow: false, at: null, nearest: [] });
    expect(legalSizes(documentOf([['i', 'input', { shape: [12] }], ['o', 'output']], ['i>o']))).toEqual([]);
  });

  it('can be dropped after any step', () => {
    const search = searchLegalSizes(paperUnet(572));
    for (let i = 0; i < 5; i++) expect(search.next().done).toBe(false);
  });

  it('compile, and no other in range does, for any small network', () => {
    const most = 24;
    let rules = 0;
    fc.assert(
      fc.property(smallNetwork, (document) => {
        for (const { inputs, shape, axes, together, at } of legalSizes(document, { most })) {
          // What else is wrong with a network is wrong at every size.
          const compiles = (spatial: readonly number[]): boolean => compile(withShape(document, inputs, [...spatial, shape.at(-1)!]), { deferAbove: 0 }).program !== null;
          const sound = Array.from({ length: most }, (_, i) => i + 1).filter((n) => compiles(axes.map(() => n)));
          if (sound.length === 0) continue;
          rules++;
          for (let n = 1; n <= most; n++) expect(includesSize(together, n), `${n}`).toBe(sound.includes(n));
          for (const { index, sizes } of at ? axes : []) {
            for (let n = 1; n <= most; n++) expect(includesSize(sizes, n), `axis ${index}: ${n}`).toBe(compiles((at!.slice(0, -1) as number[]).with(index, n)));
          }
        }
      }),
      { numRuns: 150, seed: 3 },
    );
    expect(rules).toBeGreaterThan(10);
  });
});

describe('a size that does not meet', () => {
  it('is mended by the nearest input size with which everything fits', () => {
    const document = withShape(unet.build({ ...completeParams(unet.params, {}).params, depth: 4 }), ['image'], [100, 100, 3]);
    const { diagnostics } = compile(document);
    const labels = diagnostics.flatMap((d) => d.fixes.map((fix) => fix.label));
    expect(diagnostics[0]?.code).toBe('size-mismatch');
    expect(labels).toContain('Use a 96×96 input');
    const fix = diagnostics.flatMap((d) => d.fixes).find((f) => f.label === 'Use a 96×96 input')!;
    expect(compile(applyEdits(document, fix.edits)).ok).toBe(true);
  });

  it('takes built-in data along, so that samples and input keep one size', () => {
    const document = unet.build({ ...completeParams(unet.params, {}).params, depth: 4, size: 100 });
    const data = builtinSignature(document)!;
    expect(data.inputShape).toEqual([100, 100, 3]);
    const fix = compile(document, { data }).diagnostics.flatMap((d) => d.fixes).find((f) => f.label === 'Use a 96×96 input and data')!;
    const mended = applyEdits(document, fix.edits);
    expect(builtinSignature(mended)?.inputShape).toEqual([96, 96, 3]);
    expect(compile(mended, { data: builtinSignature(mended)! })).toMatchObject({ ok: true, diagnostics: [] });
    // Samples of one's own cannot be made anew.
    const own = { ...document, training: { ...document.training, data: undefined } } as unknown as NetloomDocument;
    expect(compile(own, { data }).diagnostics.flatMap((d) => d.fixes.map((f) => f.label)).filter((label) => label.startsWith('Use'))).toEqual([]);
  });

  it('moves only the axis that is wrong, and all inputs that have to change together', () => {
    const net = network('pair');
    const a = net.input([24, 32, 1], { id: 'a' });
    const b = net.input([24, 32, 1], { id: 'b' });
    const deep = a.add({}, { with: [b] }).conv2d({ filters: 1, kernelSize: 2, strides: 2 }).conv2d({ filters: 1, kernelSize: 2, strides: 2 }).upSampling2d({ size: 4 });
    a.add({}, { id: 'join', with: [deep] }).output();
    const document = withShape(net.document(), ['a', 'b'], [26, 32, 1]);
    const fixes = compile(document).diagnostics.flatMap((d) => d.fixes);
    const fix = fixes.find((f) => f.label.startsWith('Use'));
    expect(fix?.label).toMatch(/^Use (28|24)×32 inputs$/);
    expect(compile(applyEdits(document, fix!.edits)).ok).toBe(true);
  });
});
