import { expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { printModel } from '../../codegen/typescript/printModel.ts';
import { emptyDocument, type NetloomDocument } from '../../graph/document.ts';
import { nodeAtLine, rangesOfNodes } from './codeLines.ts';

const document: NetloomDocument = {
  ...emptyDocument('tiny'),
  nodes: [
    { id: 'x', type: 'input', position: [0, 0], params: { shape: [4] } },
    { id: 'hidden', type: 'dense', position: [0, 100], params: { units: 8 } },
    { id: 'answer', type: 'dense', position: [0, 200], params: { units: 1 } },
    { id: 'y', type: 'output', position: [0, 300], params: { loss: 'meanSquaredError' } },
  ],
  edges: [
    { source: 'x', target: 'hidden' },
    { source: 'hidden', target: 'answer' },
    { source: 'answer', target: 'y' },
  ],
};
const compilation = compile(document);
const { text, lines } = printModel(compilation.program!, { report: compilation.report });

it('every line that names a node leads to it, and back', () => {
  const printed = text.split('\n');
  const hidden = printed.findIndex((line) => line.includes('const hidden ')) + 1;
  expect(hidden).toBeGreaterThan(0);
  expect(nodeAtLine(lines, hidden)).toBe('hidden');
  expect(rangesOfNodes(lines, ['hidden'])).toContainEqual(expect.objectContaining({ from: expect.any(Number), node: 'hidden' }));
  expect(rangesOfNodes(lines, ['hidden']).some((range) => range.from <= hidden && hidden <= range.to)).toBe(true);
});

it('the first line stands for no node, and no node for what is not there', () => {
  expect(nodeAtLine(lines, 1)).toBeUndefined();
  expect(rangesOfNodes(lines, ['nothing'])).toEqual([]);
});
