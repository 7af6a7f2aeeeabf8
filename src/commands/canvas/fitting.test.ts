import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../graph/document.ts';
import { blockNamed, blocksToAdd } from './blockSources.ts';
import { blocksAfter, fitsAfter, fitsBefore, fitsInstead } from './fitting.ts';

const types = (fits: ReturnType<typeof fitsAfter>, fitting = true): readonly string[] => fits.filter((f) => f.fits === fitting).map((f) => f.layer.type);

describe('what fits at an end of an edge', () => {
  it('after an image are the layers of images, not those of volumes or sequences; an input never', () => {
    const fits = fitsAfter([[32, 32, 16]]);
    expect(types(fits)).toEqual(expect.arrayContaining(['conv2d', 'maxPooling2d', 'flatten', 'concatenate', 'output']));
    for (const wrong of ['conv1d', 'conv3d', 'input', 'lstm']) expect(types(fits), wrong).not.toContain(wrong);
    expect(types(fits, false)).toEqual(expect.arrayContaining(['conv1d', 'conv3d']));
  });

  it('each says what it would give on, by its own rule', () => {
    const fits = fitsAfter([[32, 32, 16]]);
    expect(fits.find((f) => f.layer.type === 'flatten')?.output).toEqual([32 * 32 * 16]);
    expect(fits.find((f) => f.layer.type === 'maxPooling2d')?.output).toEqual([16, 16, 16]);
    expect(fits.find((f) => f.layer.type === 'conv1d')?.reason).toContain('32×32×16');
  });

  it('after two tensors are merges, and only those that take these two', () => {
    expect(types(fitsAfter([[8, 8, 4], [8, 8, 4]]))).toEqual(expect.arrayContaining(['add', 'concatenate']));
    expect(types(fitsAfter([[8, 8, 4], [8, 8, 3]]))).toContain('concatenate');
    expect(types(fitsAfter([[8, 8, 4], [8, 8, 3]]))).not.toContain('add');
    expect(types(fitsAfter([[8, 8, 4], [8, 8, 4]]))).not.toContain('conv2d');
  });

  it('an unknown shape excludes no layer that has an input', () => {
    expect(types(fitsAfter([null]))).toContain('conv3d');
    expect(types(fitsAfter([null]))).not.toContain('input');
  });

  it('before a layer of images is where images come from, the input first', () => {
    const fits = fitsBefore('conv2d', undefined);
    expect(types(fits)[0]).toBe('input');
    expect(types(fits)).toEqual(expect.arrayContaining(['conv2d', 'add', 'activation']));
    expect(types(fits)).not.toContain('flatten');
    expect(types(fits)).not.toContain('output');
  });

  it('instead of a convolution are layers that take what it takes', () => {
    const fits = fitsInstead([[32, 32, 16]], () => ({ strides: 2 }));
    // First what the network can go on with.
    expect(fits[0]!.output).not.toBeNull();
    expect(fits.find((f) => f.layer.type === 'output')!.fits).toBe(true);
    expect(types(fits)).toEqual(expect.arrayContaining(['maxPooling2d', 'depthwiseConv2d', 'averagePooling2d']));
    expect(types(fits)).not.toContain('conv3d');
  });
});

describe('blocks', () => {
  const library = blocksToAdd(emptyDocument(), []);
  const after = (...shapes: (readonly number[] | null)[]) => new Map(blocksAfter(shapes, library, blockNamed).map((fit) => [fit.layer.label, fit]));

  it('fit where a network of them compiles, and say what they give', () => {
    const onMaps = after([32, 32, 64]);
    expect(onMaps.get('Residual')).toMatchObject({ fits: true, output: [32, 32, 64] });
    expect(after([32, 32, 3]).get('Residual')).toMatchObject({ fits: false, reason: 'does not take 32×32×3' });
    expect(after([10, 64]).get('Residual')!.fits).toBe(false);
  });

  it('are all offered while the shape is unknown', () => {
    expect([...after(null).values()].every((fit) => fit.fits)).toBe(true);
  });
});
