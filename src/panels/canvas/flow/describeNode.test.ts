import { describe, expect, it } from 'vitest';
import { emptyDocument, type GraphNode } from '../../../graph/document.ts';
import { viewAt } from '../../../graph/view.ts';
import { completeParams } from '../../../layers/params.ts';
import type { AnyTemplate } from '../../../../templates/template.ts';
import { templates } from '../../../../templates/index.ts';
import { closeness, describe as inWords, nameLength, nameParts } from './describeNode.ts';

const view = viewAt(emptyDocument(), []);
const node = (type: string, params: GraphNode['params'] = {}): GraphNode => ({ id: 'it', type, position: [0, 0], params });

/** As canvas.css sets it: letters of JetBrains Mono at 10.5 px are 6.3 px wide, less the letter and word spacing of each closeness. */
function widthOf(notation: string): number {
  const spaces = notation.split(' ').length - 1;
  const how = closeness(notation);
  return notation.length * (how === 'closest' ? 5.8 : 6.05) - spaces * (how === 'closest' ? 5 : how === 'close' ? 4 : 0);
}
/** Of a card: 190 px less its paddings, the slab and the gap beside it, and 4 px nearer to the edge. */
const ROOM = 120;

describe('what stands on a card', () => {
  it('stands closer only where it is long, and fits then', () => {
    expect(closeness('3×3 · s2 · p1 · 64')).toBeUndefined();
    expect(closeness('3×3 · same · 64 · relu')).toBe('close');
    expect(closeness('4×4 · s2 · p1 · 1 · sigmoid')).toBe('closest');
    for (const notation of ['3×3 · s2 · p1 · 64', '3×3 · same · 64 · relu', '4×4 · s2 · p1 · 1 · sigmoid']) expect(widthOf(notation)).toBeLessThanOrEqual(ROOM);
  });

  it('fits in every template, inside of its blocks too', () => {
    const tooLong: string[] = [];
    for (const template of templates as readonly AnyTemplate[]) {
      const document = template.build(completeParams(template.params, {}).params);
      for (const graph of [document, ...Object.values(document.blocks)]) {
        for (const n of graph.nodes) {
          const { notation } = inWords(n, viewAt(document, []));
          if (widthOf(notation) > ROOM) tooLong.push(`${template.id}: ${n.id}, ${notation}`);
        }
      }
    }
    expect(tooLong).toEqual([]);
  });

  it('is told in whole words', () => {
    expect(inWords(node('output', { loss: 'sparseCategoricalCrossentropy' }), view)).toMatchObject({ notation: 'Sparse CE', spelled: 'Sparse categorical cross-entropy' });
    expect(inWords(node('dense', { units: 4 }), view)).toMatchObject({ notation: '4', spelled: '4' });
  });

  it('is a smaller name where that is longer', () => {
    expect(['dense', 'drop_bottom', 'sigmoid_classify'].map(nameLength)).toEqual([undefined, 'long', 'longest']);
  });

  it('is a name that keeps what tells it from others where its middle is left out', () => {
    const names = ['adaptiveAveragePooling2d', 'globalAveragePooling2d_12', 'batchNormalization_3', 'instanceNormalization', 'decoder_attention_query', 'a_very_long_name_indeed_yes', '2d', '_12'];
    expect(names.map((name) => nameParts(name).join('|'))).toEqual([
      'adaptiveAveragePooling|2d', 'globalAveragePooling|2d_12', 'batchNormalization|_3', 'instanceNormalization|', 'decoder_attention|_query', 'a_very_long_name_indeed|_yes', '2d|', '_12|',
    ]);
  });
});
