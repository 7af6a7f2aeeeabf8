import { describe, expect, test } from 'vitest';
import { templates } from '../../../templates/index.ts';
import { compile } from '../../compiler/compile.ts';
import { emptyDocument } from '../../graph/document.ts';
import { defaultsOf, type TemplateEntry } from './TemplateDialog.tsx';
import { thumbnail } from './thumbnail.ts';

const drawn = (template: TemplateEntry) => {
  const document = template.build(defaultsOf(template.params));
  return thumbnail(document, compile(document).report.nodes, 320, 132);
};

describe('the drawing of a network', () => {
  test('every template fits its card', () => {
    for (const template of templates as readonly TemplateEntry[]) {
      const { slabs } = drawn(template);
      expect(slabs.length, template.id).toBeGreaterThan(3);
      for (const { x, y, width, height, id } of slabs) {
        expect(x - width / 2, `${template.id} ${id}`).toBeGreaterThanOrEqual(0);
        expect(x + width / 2, `${template.id} ${id}`).toBeLessThanOrEqual(320);
        expect(y - height / 2, `${template.id} ${id}`).toBeGreaterThanOrEqual(0);
        expect(y + height / 2, `${template.id} ${id}`).toBeLessThanOrEqual(132);
      }
    }
  });
  test('a U-Net is a U: its bottom lies in the middle, its skips run level', () => {
    const { slabs, threads } = drawn(templates.find((t) => t.id === 'unet') as TemplateEntry);
    const lowest = slabs.reduce((a, b) => (b.y > a.y ? b : a));
    expect(lowest.x).toBeGreaterThan(100);
    expect(lowest.x).toBeLessThan(220);
    const skips = threads.filter((t) => t.skip);
    expect(skips).toHaveLength(3);
    for (const { path } of skips) {
      const [from, to] = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((m) => Number(m[1]));
      expect(Math.abs(from! - to!)).toBeLessThan(1);
    }
  });
  test('nothing is drawn for an empty network', () => {
    expect(thumbnail(emptyDocument(), {}, 320, 132)).toEqual({ slabs: [], threads: [] });
  });
});
