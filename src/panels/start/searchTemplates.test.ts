import { describe, expect, it } from 'vitest';
import { templates } from '../../../templates/index.ts';
import { templateGroups } from '../../../templates/template.ts';
import { searchTemplates } from './searchTemplates.ts';
import type { TemplateEntry } from './TemplateDialog.tsx';

const found = (query: string) => searchTemplates(query, templates as readonly TemplateEntry[], templateGroups).map(({ id }) => id);

describe('the search of templates', () => {
  it('finds all of them where nothing is sought', () => {
    expect(found(' ')).toHaveLength(templates.length);
  });

  it.each([
    ['u-net', 'unet'],
    ['resnet-34', 'resnet'],
    ['vit', 'vision-transformer'],
    ['segnet', 'segnet'],
    ['mobile', 'mobilenet-v2'],
    ['watts', 'randomly-wired'],
    ['lecun', 'lenet-5'],
    ['3-d', 'unet-3d'],
    ['wrn-28-10', 'wide-resnet'],
  ])('finds for “%s” %s first', (query, id) => {
    expect(found(query)[0]).toBe(id);
  });

  it('takes groups and authors for words too, and wants every word to fit', () => {
    expect(found('segmentation')).toEqual(expect.arrayContaining(['unet', 'original-unet', 'segnet', 'unet-3d']));
    expect(found('ronneberger')).toEqual(expect.arrayContaining(['unet', 'original-unet', 'unet-3d']));
    expect(found('dense cifar')).toEqual(['cifar-densenet']);
    expect(found('no such thing')).toEqual([]);
  });
});
