import { describe, expect, it } from 'vitest';
import type { NetloomDocument } from '../graph/document.ts';
import { compile } from './compile.ts';
import { summarize } from './summary.ts';
import { batchShapeText, summaryCsv, summaryFormats, summaryMarkdown, summaryText } from './summaryText.ts';
import { documentOf } from './testDocuments.ts';

const of = (document: NetloomDocument) => summarize(document, compile(document));
const small = documentOf(
  [['image', 'input', { shape: [8, 8, 3] }], ['a', 'conv2d', { filters: 4, kernelSize: 3, padding: 1 }], ['norm', 'batchNormalization'], ['join', 'concatenate'], ['o', 'output']],
  ['image>a', 'a>norm', 'norm>join', 'image>join:1', 'join>o'],
);

describe('the summary', () => {
  it('is the table that Keras prints', () => {
    expect(summaryText(of(small))).toBe(
      [
        'Model: test',
        '_________________________________________________________________',
        'Layer (type)               Output shape     Param #  Connected to',
        '=================================================================',
        'image (Input)              (None, 8, 8, 3)        0',
        'a (Conv2D)                 (None, 8, 8, 4)      112  image',
        'norm (BatchNormalization)  (None, 8, 8, 4)       16  a',
        'join (Concatenate)         (None, 8, 8, 7)        0  norm, image',
        '=================================================================',
        'Total params: 128',
        'Trainable params: 120',
        'Non-trainable params: 8',
        'Multiply-adds per sample: 6,912',
        '',
      ].join('\n'),
    );
  });

  it('is a table in Markdown, and CSV for a spreadsheet', () => {
    expect(summaryMarkdown(of(small))).toContain('| Layer (type) | Output shape | Param # | Connected to |\n| --- | --- | ---: | --- |\n| image (Input) | (None, 8, 8, 3) | 0 |  |\n| a (Conv2D) | (None, 8, 8, 4) | 112 | image |\n');
    expect(summaryCsv(of(small)).split('\r\n').slice(0, 4)).toEqual([
      'layer,type,output_shape,params,trainable_params,non_trainable_params,macs,activation_bytes,connected_to,shared_with',
      'image,Input,8x8x3,0,0,0,0,768,,',
      'a,Conv2D,8x8x4,112,112,0,6912,1024,image,',
      'norm,BatchNormalization,8x8x4,16,8,8,0,1024,a,',
    ]);
    expect(summaryCsv(of(small))).toMatch(/join,Concatenate,8x8x7,0,0,0,0,1792,norm image,\r\n$/);
  });

  it('goes into a file of its form', () => {
    const printed = Object.values(summaryFormats).map(({ extension, mime, print }) => [extension, mime, print(of(small))]);
    expect(printed).toEqual([['txt', 'text/plain', summaryText(of(small))], ['md', 'text/markdown', summaryMarkdown(of(small))], ['csv', 'text/csv', summaryCsv(of(small))]]);
  });

  it('says where the work of a network is not known', () => {
    const open = documentOf([['i', 'input', { shape: [null, null, 1] }], ['c', 'conv2d'], ['o', 'output']], ['i>c', 'c>o']);
    expect(summaryText(of(open))).toContain('Multiply-adds per sample: ?\n');
  });

  it('counts shared weights once, at the layer that owns them', () => {
    const document = documentOf([['i', 'input', { shape: [4] }], ['a', 'dense', { units: 4 }], ['b', 'dense', { units: 4 }], ['o', 'output']], ['i>a', 'a>b', 'b>o']);
    const shared = { ...document, nodes: document.nodes.map((n) => (n.id === 'b' ? { ...n, sharedWith: 'a' } : n)) };
    const summary = of(shared);
    expect(summary.rows.map(({ name, params }) => [name, params])).toEqual([['i', 0], ['a', 20], ['b', 0]]);
    expect(summary.totals.params).toBe(20);
    expect(summaryText(summary)).toContain('a (weights of a)');
  });

  it('is in the order of computation, whatever that of the file, with what stands on a circle last', () => {
    const turned = { ...small, nodes: small.nodes.toReversed() };
    expect(of(turned).rows.map((r) => r.name)).toEqual(['image', 'a', 'norm', 'join']);
    const circle = documentOf([['x', 'add'], ['y', 'dropout'], ['i', 'input', { shape: [4] }], ['d', 'dense', { units: 2 }], ['o', 'output']], ['i>x:0', 'y>x:1', 'x>y', 'i>d', 'd>o']);
    expect(of(circle).rows.map((r) => r.name)).toEqual(['i', 'd', 'x', 'y']);
  });

  it('writes an open axis, a shape without axes and many inputs so that they can be read', () => {
    expect([[null, 3], [], null].map((shape) => batchShapeText(shape))).toEqual(['(None, None, 3)', '(None,)', '?']);
    const wide = (count: number) => documentOf([['i', 'input', { shape: [null, null, 3] }], ['j', 'concatenate'], ['o', 'output']], [...Array.from({ length: count }, (_, port) => `i>j:${port}`), 'j>o']);
    expect(summaryText(of(wide(4)))).toMatch(/ {2}i, i, i, i$/m);
    expect(summaryText(of(wide(5)))).toMatch(/ {2}i, i, i, … \(5\)$/m);
    expect(summaryCsv(of(wide(2)))).toContain('i,Input,?x?x3,');
  });

  it('tells in CSV too whose weights are used', () => {
    const document = documentOf([['i', 'input', { shape: [4] }], ['a', 'dense', { units: 4 }], ['b', 'dense'], ['o', 'output']], ['i>a', 'a>b', 'b>o']);
    const rows = summaryCsv(of({ ...document, nodes: document.nodes.map((n) => (n.id === 'b' ? { ...n, sharedWith: 'a' } : n)) })).split('\r\n');
    expect(rows[3]).toMatch(/^b,Dense,4,0,0,0,\d+,\d+,a,a$/);
  });

  it('tells what is known of a network that does not compile', () => {
    const broken = documentOf([['i', 'input', { shape: [4] }], ['c', 'conv2d'], ['x', 'nonsense'], ['o', 'output']], ['i>c', 'c>x', 'x>o']);
    expect(of(broken).rows.map(({ name, type, shape }) => [name, type, batchShapeText(shape)])).toEqual([['i', 'Input', '(None, 4)'], ['c', 'Conv2D', '?'], ['x', 'nonsense', '?']]);
  });

  it('lets no name break the table or become a formula', () => {
    const hostile = documentOf([['i', 'input', { shape: [4] }], ['=1+cmd|"x"\n|', 'dense', { units: 1 }], ['o', 'output']], []);
    const [, , row] = summaryCsv(of(hostile)).split('\r\n');
    expect(row).toMatch(/^"'=1\+cmd\|""x""\n\|",Dense,/);
    const named = (id: string) => of(documentOf([[id, 'input', { shape: [4] }]], []));
    for (const sign of ['=', '+', '-', '@']) expect(summaryCsv(named(`${sign}x`)).split('\r\n')[1]).toMatch(/^'[-=+@]x,/);
    // In quotes where a reader would see a new cell or a new row; what begins with a tab or a return may be a formula too.
    for (const id of ['\tx', '\rx', 'a,b', 'a\nb', 'a\rb', 'a"b']) expect(summaryCsv(named(id))).toContain(`\r\n${id === '\tx' ? "'\tx" : `"${id.startsWith('\r') ? "'" : ''}${id.replace('"', '""')}"`},Input,4,`);
    expect(summaryMarkdown(named('a\\|b\nc'))).toContain('\n| a\\\\\\|b c (Input) |');
    expect(summaryMarkdown({ ...named('i'), name: 'my *net*\n# x' })).toContain('## my \\*net\\* # x\n');
    const lines = (id: string): number => summaryText({ ...of(documentOf([[id, id, {}], ['d', 'dense']], [`${id}>d`])), name: id }).split('\n').length;
    expect(lines('a\nb')).toBe(lines('ab'));
    expect(summaryMarkdown(of(documentOf([['a*b_c[d]<e>`f`', 'input', { shape: [4] }]], [])))).toContain('| a\\*b\\_c\\[d\\]\\<e\\>\\`f\\` (Input) |');
    expect(summaryMarkdown(of(hostile))).toContain('| =1+cmd\\|"x" \\| (Dense) |');
  });
});
