import { describe, expect, it } from 'vitest';
import { nearestSpot } from './placement.ts';

const at = (...places: readonly (readonly [number, number])[]) => places.map((position) => ({ position }));

describe('the place of a card that is put somewhere by hand', () => {
  it('is the one that was pointed at where nothing stands there', () => {
    expect(nearestSpot(at([0, 0]), [0, 70])).toEqual([0, 70]);
    expect(nearestSpot([], [12, 34])).toEqual([12, 34]);
  });
  it('is the nearest one where it would cover a card', () => {
    expect(nearestSpot(at([0, 0]), [10, 50])).toEqual([10, 66]);
    expect(nearestSpot(at([0, 0]), [-180, 5])).toEqual([-198, 5]);
  });
  it('does not make way for one card onto another', () => {
    expect(nearestSpot(at([0, 0], [0, 100]), [0, 60])).toEqual([0, 166]);
    expect(nearestSpot(at([0, 0], [0, 100]), [120, 50])).toEqual([198, 50]);
  });
  it('is one for its own size', () => {
    expect(nearestSpot(at([0, 0]), [-10, -50], undefined, [200, 96])).toEqual([-10, -104]);
    expect(nearestSpot(at([0, 0]), [20, 40], undefined, [200, 96])).toEqual([20, 66]);
  });
  it('is one that is seen where there is one', () => {
    const visible = { x: 0, y: 0, width: 400, height: 300 };
    expect(nearestSpot(at([0, 40]), [0, 20], visible)).toEqual([0, 106]);
    expect(nearestSpot(at([0, 40]), [0, 20], { ...visible, height: 100 })).toEqual([198, 20]);
    expect(nearestSpot(at([0, 40]), [0, 20], { x: 0, y: 0, width: 200, height: 100 })).toEqual([0, -26]);
  });
});
