import { describe, expect, it } from 'vitest';
import { digitsCnn } from '../../../templates/digitsCnn.ts';
import { network } from '../../graph/builder.ts';
import type { Json, NetloomDocument } from '../../graph/document.ts';
import { completeParams } from '../../layers/params.ts';
import { compile } from '../compile.ts';
import { documentOf, type NodeText } from '../testDocuments.ts';
import { legalSizes, sharedRule, type InputSizes, type LegalSizesOptions } from './legalSizes.ts';
import { sizeSetText } from './sizeSet.ts';

/** An input of this shape and layers one after another. */
function chain(shape: readonly (number | null)[], ...layers: readonly (readonly [type: string, params?: Readonly<Record<string, Json>>])[]): NetloomDocument {
  const nodes: readonly NodeText[] = [['image', 'input', { shape }], ...layers.map(([type, params], i): NodeText => [`l${i}`, type, params]), ['o', 'output']];
  return documentOf(nodes, nodes.slice(1).map(([id], i) => `${nodes[i]![0]}>${id}`));
}

const sharing = (document: NetloomDocument, who: string, whose: string): NetloomDocument => ({ ...document, nodes: document.nodes.map((n) => (n.id === who ? { ...n, sharedWith: whose } : n)) });
const search = (document: NetloomDocument, options: LegalSizesOptions = { most: 64 }): InputSizes => legalSizes(document, options)[0]!;
const said = (document: NetloomDocument, most = 64): readonly string[] => legalSizes(document, { most }).map(({ inputs, together }) => `${inputs.join()}: ${sizeSetText(together)}`);
const perAxis = ({ axes }: InputSizes): readonly string[] => axes.map(({ axis, sizes }) => `${axis}: ${sizeSetText(sizes)}`);

describe('sizes of an input', () => {
  it('are what fits beside another input that stays as it is', () => {
    const document = documentOf([['a', 'input', { shape: [16, 16, 1] }], ['b', 'input', { shape: [8, 8, 1] }], ['down', 'maxPooling2d'], ['sum', 'add'], ['o', 'output']], ['a>down', 'down>sum', 'b>sum:1', 'sum>o']);
    expect(said(document)).toEqual(['a: 16 or 17', 'b: 8']);
  });

  it('have nothing to do with what is wrong where it does not reach', () => {
    const document = documentOf(
      [['a', 'input', { shape: [16, 16, 1] }], ['b', 'input', { shape: [8, 8, 1] }], ['big', 'conv2d', { kernelSize: 9, padding: 'valid' }], ['down', 'maxPooling2d'], ['up', 'upSampling2d'], ['sum', 'add'], ['o', 'output'], ['p', 'output']],
      ['b>big', 'big>p', 'a>down', 'down>up', 'up>sum', 'a>sum:1', 'sum>o'],
    );
    expect(said(document)).toEqual(['a: multiples of 2', 'b: any from 9']);
  });

  it('are not narrowed by a layer that still waits for an edge, or comes after one that is not known', () => {
    const waiting = documentOf([['image', 'input', { shape: [16, 16, 1] }], ['sum', 'subtract'], ['o', 'output']], ['image>sum', 'sum>o']);
    const unknown = documentOf([['image', 'input', { shape: [16, 16, 1] }], ['x', 'fromTheFuture'], ['sum', 'subtract'], ['o', 'output']], ['image>x', 'x>sum', 'image>sum:1', 'sum>o']);
    expect([said(waiting), said(unknown)]).toEqual([['image: any'], ['image: any']]);
  });

  it('do not fit if one branch fails, whatever a later one loses to a stride', () => {
    const document = documentOf(
      [['image', 'input', { shape: [16, 16, 1] }], ['down', 'maxPooling2d'], ['up', 'upSampling2d'], ['sum', 'add'], ['o', 'output'], ['other', 'maxPooling2d'], ['p', 'output']],
      ['image>down', 'down>up', 'up>sum', 'image>sum:1', 'sum>o', 'image>other', 'other>p'],
    );
    expect(said(document)).toEqual(['image: multiples of 2']);
  });

  it('are tried to twice the longest side', () => {
    expect(search(chain([700, 20, 1]), {}).most).toBe(1400);
    expect(search(chain([20, 700, 1]), {}).most).toBe(1400);
  });

  it('are tried less far in a large network, and only what was tried is said', () => {
    const far = search(chain([8, 8, 1], ['maxPooling2d'], ['upSampling2d']), { most: 64, mostJudged: 50 });
    expect(far.most).toBe(26);
    expect(sizeSetText(far.together)).toBe('any from 2');
    expect(far.axes.map(({ sizes }) => sizeSetText(sizes))).toEqual(['any from 2', 'any from 2']);
  });

  it('of a map with many axes are told for each', () => {
    const { axes } = search({ ...chain([4, 4, 4, 4, 1], ['layerNormalization']) }, { most: 8 });
    expect(axes.map(({ axis }) => axis)).toEqual(['axis 0', 'axis 1', 'axis 2', 'axis 3']);
  });

  it('tell of each side and of the present size what a stride leaves unseen', () => {
    const found = search(digitsCnn.build({ ...completeParams(digitsCnn.params, {}).params }));
    expect(found.axes.map(({ whole }) => sizeSetText(whole))).toEqual(['multiples of 4', 'multiples of 4']);
    expect(found).toMatchObject({ fitsNow: true, wholeNow: true });
    expect(search(chain([30, 30, 1], ['maxPooling2d', { poolSize: 4 }]))).toMatchObject({ fitsNow: true, wholeNow: false });
  });
});

describe('several inputs', () => {
  it('change together whatever channels each has, and keep their own', () => {
    const net = network('masked');
    const mask = net.input([16, 16, 1], { id: 'mask' });
    const image = net.input([16, 16, 3], { id: 'image' }).conv2d({ filters: 3, groups: 3, kernelSize: 1 }).maxPooling2d().upSampling2d();
    image.concatenate({}, { with: [mask] }).output();
    expect(said(net.document())).toEqual(['mask,image: multiples of 2']);
  });

  it('of which some meet are told together, the others alone', () => {
    const net = network('three');
    const a = net.input([2, 2, 1], { id: 'a' });
    const b = net.input([2, 2, 2], { id: 'b' });
    const c = net.input([2, 2, 3], { id: 'c' }).maxPooling2d().conv2d({ filters: 3, groups: 3, kernelSize: 1 });
    a.concatenate({}, { with: [b] }).globalAveragePooling2d().concatenate({}, { with: [c.globalAveragePooling2d()] }).output();
    const found = legalSizes(net.document(), { most: 24 });
    expect(found.map(({ inputs, together, most }) => `${inputs.join()}: ${sizeSetText(together)} of ${most}`)).toEqual(['a,b: any of 24', 'c: any from 2 of 24']);
  });

  it('are told apart if one can do with less while the other stays', () => {
    const document = documentOf([['large', 'input', { shape: [16, 16, 1] }], ['small', 'input', { shape: [16, 16, 1] }], ['cut', 'centerCrop2d'], ['o', 'output']], ['large>cut', 'small>cut:1', 'cut>o']);
    expect(said(document)).toEqual(['large: any from 16', 'small: any from 1 to 16']);
  });

  it('stay together where no size fits, or a single one', () => {
    const pair = (size: number, ...layers: readonly (readonly [string, Readonly<Record<string, Json>>])[]): NetloomDocument =>
      documentOf(
        [['a', 'input', { shape: [size, size, 1] }], ['b', 'input', { shape: [size, size, 1] }], ...['a', 'b'].flatMap((id) => layers.map(([type, params], i): NodeText => [`${id}${i}`, type, params])), ['o', 'output'], ['p', 'output']],
        ['a', 'b'].flatMap((id) => [`${id}>${id}0`, ...layers.slice(1).map((_, i) => `${id}${i}>${id}${i + 1}`), `${id}${layers.length - 1}>${id === 'a' ? 'o' : 'p'}`]),
      );
    expect(said(pair(16, ['reshape', { targetShape: [16, 16, 1] }]))).toEqual(['a,b: 16']);
    expect(said(pair(16, ['reshape', { targetShape: [5, 7, 11] }]), 8)).toEqual(['a,b: none']);
  });
});

describe('branches that share a layer', () => {
  const branches = (b: readonly number[], ...layer: readonly [type: string, params: Readonly<Record<string, Json>>]): NetloomDocument =>
    sharing(
      documentOf(
        [['a', 'input', { shape: [16, 16, 1] }], ['b', 'input', { shape: b }], ['fa', 'reshape', { targetShape: [null] }], ['fb', 'reshape', { targetShape: [null] }], ['own', ...layer], ['again', layer[0]], ['o', 'output'], ['p', 'output']],
        layer[0] === 'dense' ? ['a>fa', 'b>fb', 'fa>own', 'fb>again', 'own>o', 'again>p'] : ['a>own', 'b>again', 'own>o', 'again>p'],
      ),
      'again',
      'own',
    );

  it('keep the number of weights that the other one, of another size, needs', () => {
    expect(said(branches([8, 32, 1], 'dense', { units: 2 }))).toEqual(['a: 16', 'b: 16']);
  });

  it('that still waits for an edge, or fails as it is, narrow nothing on the other side', () => {
    const document = branches([8, 32, 1], 'dense', { units: 2 });
    const without = (edge: string): NetloomDocument => ({ ...document, edges: document.edges.filter((e) => `${e.source}>${e.target}` !== edge) });
    expect([said(without('fa>own')), said(without('fb>again'))]).toEqual([['a: any', 'b: any'], ['a: any', 'b: any']]);
    expect(said(branches([3, 3, 1], 'conv2d', { kernelSize: 5, padding: 'valid' }))).toEqual(['a: any from 5', 'b: any from 5']);
    const failing = branches([9, 9, 1], 'conv2d', { kernelSize: 5, padding: 'valid' });
    expect(said({ ...failing, nodes: failing.nodes.map((n) => (n.id === 'a' ? { ...n, params: { shape: [3, 3, 1] } } : n)) })).toEqual(['a: any from 5', 'b: any from 5']);
  });

  it('have sizes for which the layer pads both alike, as the compiler demands', () => {
    const document = branches([12, 12, 1], 'separableConv2d', { strides: 2, padding: 'same' });
    expect(said(document)).toEqual(['a: multiples of 2', 'b: multiples of 2']);
    const odd = { ...document, nodes: document.nodes.map((n) => (n.id === 'b' ? { ...n, params: { shape: [13, 13, 1] } } : n)) };
    expect([document, odd].map((d) => compile(d).diagnostics.some(({ code }) => code === 'shared-weights'))).toEqual([false, true]);
  });
});

describe('sides that depend on each other', () => {
  const fours = (...shape: readonly number[]): NetloomDocument => chain([...shape, 1], ['reshape', { targetShape: [4, null] }]);

  it('are varied from the present size if that fits, or else from the nearest square that does', () => {
    expect(perAxis(search(fours(4, 6)))).toEqual(['height: multiples of 2', 'width: any']);
    const net = (size: number) => documentOf([['image', 'input', { shape: [size, size, 1] }], ['down', 'maxPooling2d', { poolSize: 4 }], ['up', 'upSampling2d', { size: 4 }], ['sum', 'add'], ['o', 'output']], ['image>down', 'down>up', 'up>sum', 'image>sum:1', 'sum>o']);
    expect([2, 5, 7, 6].map((size) => search(net(size), { most: 24 }).at)).toEqual([[4, 4, 1], [4, 4, 1], [8, 8, 1], [8, 8, 1]]);
    expect(search(chain([60, 60, 1], ['dense', { units: 200_000 }]))).toMatchObject({ fitsNow: false, at: [51, 51, 1] });
  });

  it('are told so, wherever in what was tried it shows', () => {
    const independent = (document: NetloomDocument, most = 128) => search(document, { most }).independent;
    expect(independent(chain([8, 8, 1], ['reshape', { targetShape: [2, null] }]))).toBe(false);
    // Too few numbers in all, or more than a tensor can hold.
    expect(independent(chain([8, 8, 1], ['reshape', { targetShape: [null, 1] }], ['conv1d', { kernelSize: 9, padding: 'valid' }]))).toBe(false);
    expect(independent(chain([8, 8, 1], ['dense', { units: 200_000 }]))).toBe(false);
    expect(independent(chain([8, 8, 1], ['reshape', { targetShape: [null, 1] }]))).toBe(true);
    expect(independent(chain([8, 1], ['reshape', { targetShape: [2, null] }]))).toBe(true);
    const volume = documentOf([['v', 'input', { shape: [3, 3, 3, 1] }], ['down', 'maxPooling3d', { poolSize: 3 }], ['up', 'upSampling3d', { size: 3 }], ['sum', 'add'], ['o', 'output']], ['v>down', 'down>up', 'up>sum', 'v>sum:1', 'sum>o']);
    expect(independent(volume, 90)).toBe(true);
  });

  it('of which both or only one have to change are found, where there is no square', () => {
    const evenAndOdd = (height: number | null): NetloomDocument => {
      const net = network('even and odd');
      const image = net.input([height, 8, 1], { id: 'image' });
      const window = { kernelSize: [2, 3], strides: 2, filters: 2 } as const;
      image.concatenate({}, { with: [image.conv2d({ ...window, padding: 'valid' }).conv2dTranspose(window)] }).output();
      return net.document();
    };
    expect([9, null].map((height) => search(evenAndOdd(height)).at)).toEqual([[10, 9, 1], [64, 9, 1]]);
    expect(search(chain([3, 8, 1], ['reshape', { targetShape: [5, 8] }]))).toMatchObject({ fitsNow: false, at: [5, 8, 1], nearest: [[5, 8, 1]] });
    // Both alone could be anything, and 3×3 is none of the sizes that have 40 numbers.
    expect(search(chain([3, 3, 1], ['reshape', { targetShape: [5, 8] }]))).toMatchObject({ at: null, nearest: [] });
  });

  it('have a neighbour even where each could stay beside another one', () => {
    expect(search(fours(3, 5))).toMatchObject({ fitsNow: false, nearest: [[4, 4, 1]] });
  });

  it('have only neighbours that fit as pairs', () => {
    // An even height, and a number of elements that 3 divides.
    const net = network('thirds');
    const image = net.input([5, 7, 1], { id: 'image' });
    image.add({}, { with: [image.maxPooling2d({ poolSize: [2, 1] }).upSampling2d({ size: [2, 1] })] }).reshape({ targetShape: [3, null] }).output();
    expect(search(net.document())).toMatchObject({ nearest: [[6, 7, 1]] });
    // Two steps more than there are elements, read by threes: of 5·7 one is lost.
    const threes = chain([5, 7, 1], ['reshape', { targetShape: [null, 1] }], ['zeroPadding1d', { padding: 1 }], ['maxPooling1d', { poolSize: 3 }]);
    expect(search(threes)).toMatchObject({ fitsNow: true, wholeNow: false, nearestWhole: [[5, 5, 1], [5, 8, 1]] });
  });

  it('share one rule even where squares end sooner, for all that a tensor can hold', () => {
    const found = search(chain([8, 8, 1], ['conv2d', { filters: 2048, padding: 'same' }]), { most: 600 });
    expect(sizeSetText(sharedRule(found)!)).toBe('any from 1 to 512');
    expect(sharedRule(search(fours(3, 5)))).toBeNull();
    expect(sharedRule(search(fours(4, 6)))).toBeNull();
  });
});

describe('neighbours of the present size', () => {
  const halved = (...shape: readonly (number | null)[]): NetloomDocument => chain([...shape, 1], ['maxPooling2d'], ['maxPooling2d']);

  it('are those that fit, and those that lose nothing', () => {
    expect(search(halved(30, 30))).toMatchObject({ nearest: [[29, 29, 1], [31, 31, 1]], nearestWhole: [[28, 28, 1], [32, 32, 1]] });
    expect(search(halved(30, 28))).toMatchObject({ nearest: [], nearestWhole: [[28, 28, 1], [32, 28, 1]] });
    expect(search(halved(28, 32))).toMatchObject({ nearest: [], nearestWhole: [] });
  });

  it('change each side by its own rule', () => {
    const net = network('wide');
    const image = net.input([34, 30, 1], { id: 'image' });
    image.concatenate({}, { with: [image.maxPooling2d({ poolSize: [2, 4] }).upSampling2d({ size: [2, 4] })] }).output();
    expect(search(net.document())).toMatchObject({ nearest: [[34, 28, 1], [34, 32, 1]] });
  });

  it('give an open side the size that fits nearest to 64, once', () => {
    expect(search(chain([null, null, 1], ['flatten'], ['dense']), { most: 128 })).toMatchObject({ fitsNow: false, at: [64, 64, 1], nearest: [[64, 64, 1]] });
    expect(search(chain([null, 8, 1], ['flatten'], ['dense']), { most: 128 })).toMatchObject({ at: [8, 8, 1], nearest: [[64, 8, 1]] });
    const stuck = chain([null, null, 1], ['reshape', { targetShape: [7, 11, 13] }], ['flatten'], ['dense']);
    expect(search(stuck, { most: 16 })).toMatchObject({ nearest: [] });
  });
});
