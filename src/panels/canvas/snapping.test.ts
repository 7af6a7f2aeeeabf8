import { describe, expect, it } from 'vitest';
import { GRID, snap } from './snapping.ts';

const card = (x: number, y: number, width = 190, height = 58) => ({ x, y, width, height });
const all = { neighbours: true, grid: false, reach: 6 };

describe('snapping', () => {
  it('takes an edge that is near to a neighbour’s, and shows a line through both', () => {
    const { dx, dy, guides } = snap(card(104, 300), [card(100, 0)], all);
    expect([dx, dy]).toEqual([-4, 0]);
    expect(guides[0]).toEqual({ axis: 'x', at: 100, from: 0, to: 358 });
  });
  it('leaves what is farther than it reaches', () => {
    expect(snap(card(107, 300), [card(100, 0)], all)).toEqual({ dx: 0, dy: 0, guides: [] });
  });
  it('lines up middles of cards of different sizes', () => {
    const { dx, guides } = snap(card(3, 300, 100), [card(-50, 0, 200)], all);
    expect(dx).toBe(-3);
    expect(guides).toEqual([{ axis: 'x', at: 50, from: 0, to: 358 }]);
  });
  it('takes the nearest of several', () => {
    expect(snap(card(102, 300), [card(97, 0), card(103, 100)], all).dx).toBe(1);
  });
  it('goes to the grid where no neighbour is near', () => {
    expect(snap(card(107, 309), [card(500, 0)], { ...all, grid: true })).toMatchObject({ dx: 100 + Math.round(7 / GRID) * GRID - 107, dy: -9 });
    expect(snap(card(104, 309), [card(103, 0)], { ...all, grid: true })).toMatchObject({ dx: -1, dy: -9 });
  });
  it('does nothing when switched off', () => {
    expect(snap(card(101, 1), [card(100, 0)], { neighbours: false, grid: false, reach: 6 })).toEqual({ dx: 0, dy: 0, guides: [] });
  });
});
