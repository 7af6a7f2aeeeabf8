import { describe, expect, test } from 'vitest';
import { bytesText, layerWords, shapeText, shortCountText } from './quantities.ts';

describe('quantities', () => {
  test('large counts are shortened to three digits, small ones stay exact', () => {
    expect([9999, 10_000, 226_000_000, 1_900_000_000, null].map(shortCountText)).toEqual(['9,999', '10.0 k', '226 M', '1.9 G', '–']);
  });
  test('bytes use binary units', () => {
    expect([512, 1024, 1024 * 1024, 150 * 1024].map(bytesText)).toEqual(['512 B', '1.0 KiB', '1.0 MiB', '150 KiB']);
  });
  test('unknown axes of a shape show as question marks', () => {
    expect(shapeText([null, 64, 3])).toBe('? × 64 × 3');
    expect(shapeText([])).toBe('scalar');
  });
  test('names of layers read as words', () => {
    expect(['Conv2D', 'Conv2DTranspose', 'MaxPooling2D', 'GlobalAveragePooling2D', 'Dense', 'LSTM', 'DepthwiseConv2D', 'PReLU', 'LeakyReLU', 'RMSNormalization'].map(layerWords)).toEqual([
      'Conv 2D', 'Conv 2D transpose', 'Max pooling 2D', 'Global average pooling 2D', 'Dense', 'LSTM', 'Depthwise conv 2D', 'PReLU', 'Leaky ReLU', 'RMS normalization',
    ]);
  });
});
