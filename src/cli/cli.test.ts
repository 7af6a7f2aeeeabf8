// The command line as a person or a script meets it: in this process with captured output, and once as the real program.

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { templates } from '../../templates/index.ts';
import { network } from '../graph/builder.ts';
import { emptyDocument } from '../graph/document.ts';
import { parseDocument, serializeDocument } from '../graph/parse.ts';
import { applyEdits, type Edit } from '../graph/edits.ts';
import { commands, main } from './main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-cli-'));
  const net = network('dots');
  net.input([2], { id: 'point' }).dense({ units: 8, activation: 'tanh' }, { id: 'hidden' }).dense({ units: 2, activation: 'softmax' }, { id: 'scores' }).output({ loss: 'sparseCategoricalCrossentropy' }, { id: 'class' });
  net.training({ optimizer: { type: 'adam', learningRate: 0.02 }, batchSize: 20, epochs: 2, seed: 3, validationSplit: 0.2, data: { type: 'points', params: { kind: 'moons', count: 250, noise: 0.05 } } });
  write('dots.netloom.json', serializeDocument(net.document()));

  const skip = network('skip');
  const image = skip.input([16, 16, 3], { id: 'image' });
  const half = image.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 1 }, { id: 'half' });
  image.conv2d({ filters: 4, kernelSize: 3, padding: 1 }, { id: 'whole' }).add({}, { id: 'join', with: [half] }).output({ loss: 'meanSquaredError' }, { id: 'out' });
  write('broken.netloom.json', serializeDocument(skip.document()));

  const masks = network('masks');
  masks.input([8, 8, 1], { id: 'image' }).conv2d({ filters: 1, kernelSize: 3, padding: 1, activation: 'sigmoid' }, { id: 'score' }).output({ loss: 'binaryCrossentropy' }, { id: 'mask' });
  masks.training({ batchSize: 2, epochs: 1, validationSplit: 0.25 });
  write('masks.netloom.json', serializeDocument(masks.document()));
  for (let i = 0; i < 8; i++) {
    const data = Uint8Array.from({ length: 256 }, (_, k) => (k % 16 > i + 4 ? 220 : 30));
    write(`pictures/images/${i}.png`, encode({ width: 16, height: 16, channels: 1, data }));
    write(`pictures/masks/${i}.png`, encode({ width: 16, height: 16, channels: 1, data: data.map((v) => (v > 100 ? 255 : 0)) }));
  }
  write('noise.bin', Uint8Array.of(0, 1, 2, 0, 255));
  write('cut.json', '{"format": "netloom", ');
  write('other.json', '{"format": "keras"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
}

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await main(argv, { out: (text) => (out += text), err: (text) => (err += text), cwd: folder });
  return { code, out, err };
}
interface Line {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly val_loss?: number;
  readonly val_accuracy?: number;
}
const linesOf = (out: string): Line[] => out.trim().split('\n').map((line) => JSON.parse(line) as Line);

describe('check', () => {
  it('tells shapes without the batch, parameters and cost of a sound network as JSON, and exits with 0', async () => {
    const { code, out } = await run('check', 'dots.netloom.json', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      diagnostics: [],
      nodes: { point: { outputShape: [2], params: 0 }, hidden: { outputShape: [8], params: 24, trainableParams: 24, macs: 16, activationBytes: 32 }, scores: { outputShape: [2], params: 18 } },
      totals: { params: 42, trainableParams: 42, macs: 32 },
    });
  });

  it('finds with --sizes which input sizes fit, for people and as JSON', async () => {
    const { code, out } = await run('check', 'masks.netloom.json', '--sizes');
    expect(code).toBe(0);
    expect(out).toContain('Sizes that fit\n  image 8×8×1: fits\n  height and width: any\n  nearest: 7×7×1, 9×9×1\n  tried: 1 to 1024\n');
    const broken = await run('check', 'broken.netloom.json', '--sizes', '--json');
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.out)).toMatchObject({ sizes: [{ inputs: ['image'], fitsNow: false, together: { kind: 'some', sizes: [1] } }] });
    expect((await run('check', 'dots.netloom.json', '--sizes')).out).toContain('no input with a height, width or length');
    const rows = network('rows');
    rows.input([4, 6, 1], { id: 'image' }).reshape({ targetShape: [4, null] }).output();
    write('rows.netloom.json', serializeDocument(rows.document()));
    expect((await run('check', 'rows.netloom.json', '--sizes')).out).toContain('  height: multiples of 2\n  width: any\n  each beside 4×6: what one side may be depends on the other\n');
  });

  it('tells a misfit with its place and fixes that mend it when applied, and exits with 1', async () => {
    const { code, out } = await run('check', 'broken.netloom.json', '--json');
    expect(code).toBe(1);
    const report = JSON.parse(out) as { ok: boolean; diagnostics: { severity: string; code: string; node: string | null; port: number | null; message: string; fixes: { label: string; edits: Edit[] }[] }[] };
    expect(report.ok).toBe(false);
    const [first] = report.diagnostics;
    expect(first).toMatchObject({ severity: 'error', node: 'join' });
    expect(first!.fixes.length).toBeGreaterThan(0);
    const parsed = parseDocument(readFileSync(join(folder, 'broken.netloom.json'), 'utf8'));
    if (!parsed.ok) throw new Error(parsed.problem);
    write('mended.netloom.json', serializeDocument(applyEdits(parsed.document, first!.fixes[0]!.edits)));
    expect((await run('check', 'mended.netloom.json')).code).toBe(0);
  });

  it('prints a table and the problems with their fixes for people', async () => {
    const fine = await run('check', 'dots.netloom.json');
    expect(fine.out).toMatch(/hidden\s+dense\s+8\s+24\s+16/);
    expect(fine.out).toContain('Parameters: 42 (42 trainable)');
    const broken = await run('check', 'broken.netloom.json');
    expect(broken.out).toMatch(/^error [\w-]+ at join/m);
    expect(broken.out).toMatch(/^ {2}fix: /m);
    expect(broken.out).toMatch(/1 error\n$/);
  });

  it('leaves out what is only written on the canvas', async () => {
    const text = readFileSync(join(folder, 'dots.netloom.json'), 'utf8').replace('"nodes": [', '"nodes": [{ "id": "remark", "type": "comment", "position": [0, 0], "text": "mine" },');
    write('remarks.netloom.json', text);
    const { code, out } = await run('check', 'remarks.netloom.json');
    expect(code).toBe(0);
    expect(out).not.toContain('remark');
    expect(out).toBe((await run('check', 'dots.netloom.json')).out);
  });

  it('lets no text of a file steer the terminal', async () => {
    const text = readFileSync(join(folder, 'dots.netloom.json'), 'utf8').replace('"name": "dots"', '"name": "\\u001b]0;owned\\u0007"');
    write('hostile.json', text);
    expect((await run('check', 'hostile.json')).out).not.toContain('\u001b');
  });
});

describe('template', () => {
  it('takes a choice whose words look like numbers', async () => {
    const { code, out } = await run('template', 'resnet', '--set', 'depth=18');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ format: 'netloom', name: 'resnet-18' });
    expect((await run('template', 'resnet', '--set', 'depth=19')).err).toContain('must be one of 18, 34');
  });
});

describe('diff', () => {
  it('exits with 0 for the same network, 1 for another, 2 where there is none, and says what changed', async () => {
    const text = readFileSync(join(folder, 'dots.netloom.json'), 'utf8');
    write('wider.netloom.json', text.replace('"units": 8', '"units": 16').replace('"epochs": 2', '"epochs": 7'));
    write('moved.netloom.json', text.replace('"position": [0, 0]', '"position": [40, 0]'));
    const wider = await run('diff', 'dots.netloom.json', 'wider.netloom.json');
    expect(wider.code).toBe(1);
    expect(wider.out).toContain('Network\n  ~ hidden  units 8 → 16\n\nTraining\n  ~ epochs  2 → 7\n');
    expect(wider.out).toContain('Parameters     42 → 82  (+40)');
    expect(await run('diff', 'dots.netloom.json', 'moved.netloom.json')).toMatchObject({ code: 0, out: 'No difference. 1 node was moved on the canvas, which changes nothing.\n' });
    expect(await run('diff', 'dots.netloom.json', 'gone.json')).toMatchObject({ code: 2, err: 'netloom: gone.json does not exist.\n' });
    const json = await run('diff', 'dots.netloom.json', 'wider.netloom.json', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      same: false,
      groups: [{ title: 'Network', rows: [{ kind: 'changed', name: 'hidden', fields: [{ name: 'units', before: 8, after: 16 }] }] }, { title: 'Training' }],
      totals: { before: { params: 42 }, after: { params: 82 } },
      costs: [{ id: 'hidden', before: { params: 24 }, after: { params: 48 } }, { id: 'scores' }],
    });
    expect((await run('diff', 'dots.netloom.json', 'wider.netloom.json', '--md')).out).toContain('- changed: `hidden` units 8 → 16');
  });
});

describe('summary', () => {
  it('prints the table of layers as text, Markdown or CSV', async () => {
    expect((await run('summary', 'dots.netloom.json')).out).toMatch(/^Model: dots\n[\s\S]*hidden \(Dense\) +\(None, 8\) +24 {2}point\n[\s\S]*Total params: 42\n/);
    expect((await run('summary', 'dots.netloom.json', '--md')).out).toContain('| hidden (Dense) | (None, 8) | 24 | point |');
    expect((await run('summary', 'dots.netloom.json', '--csv')).out).toContain('hidden,Dense,8,24,24,0,16,32,point,\r\n');
    expect((await run('summary', 'broken.netloom.json')).code).toBe(1);
    expect((await run('summary', 'dots.netloom.json', '--csv', '--md')).code).toBe(2);
  });
});

describe('mistakes', () => {
  it.each([
    [['check', 'gone.json'], 'gone.json does not exist.'],
    [['check', '.'], '. is a folder; give a file.'],
    [['check', 'noise.bin'], 'noise.bin is a binary file'],
    [['check', 'cut.json'], 'cut.json: This is not a JSON file'],
    [['check', 'other.json'], 'but this one says "keras"'],
    [['check'], 'check needs FILE.'],
    [['check', 'a', 'b'], '"b" stands there too'],
    [['check', '--jsn', 'a'], 'check has no option --jsn; did you mean --json?'],
    [['check', 'a', '--json=yes'], '--json takes no value.'],
    [['chekc'], 'There is no command "chekc"; did you mean check?'],
    [['export', 'dots.netloom.json', '--out', 'x'], 'export needs --to TARGET; known are typescript'],
    [['export', 'dots.netloom.json', '--to', 'keras', '--out', 'x'], 'There is no target "keras". Known are typescript.'],
    [['export', 'dots.netloom.json', '--to', 'typescript'], 'export needs --out DIR'],
    [['export', 'dots.netloom.json', '--to', 'typescript', '--out', 'cut.json'], 'cut.json is a file; give a folder.'],
    [['export', 'dots.netloom.json', '--to', 'typescript', '--out', 'x', '--weights', 'gone'], 'gone/model.json does not exist.'],
    [['train', 'dots.netloom.json', '--steps', '0'], '--steps must be a whole number from 1'],
    [['train', 'dots.netloom.json', '--steps'], '--steps needs a value: --steps N.'],
    [['train', 'dots.netloom.json', '--seed', '-1'], '--seed needs a value'],
    [['train', 'dots.netloom.json', '--size', '3y'], '--size must be HEIGHTxWIDTH'],
    [['train', 'dots.netloom.json', '--backend', 'gpu'], 'There is no backend "gpu"; did you mean cpu?'],
    [['train', 'dots.netloom.json', '--backend', 'webgl'], 'needs a browser'],
    [['train', 'dots.netloom.json', '--data', 'glyphz'], 'did you mean glyphs?'],
    [['train', 'dots.netloom.json', '--data', 'points:kind=moon'], 'must be one of spiral, moons, circles, but is "moon"'],
    [['train', 'dots.netloom.json', '--data', 'points:colour=3'], 'There is no param of data points "colour". Known are kind, count'],
    [['train', 'dots.netloom.json', '--data', 'cut.json'], 'cut.json is a file; give the folder that holds the data.'],
    [['train', 'dots.netloom.json', '--data', 'pictures/images'], 'Found 8 .png files'],
    [['train', 'masks.netloom.json'], 'names no data set; give --data'],
    [['template', 'unt'], 'There is no template "unt"; did you mean unet?'],
    [['template', 'unet', '--set', 'dpth=3'], 'did you mean depth?'],
    [['template', 'unet', '--set', 'depth=99'], 'Depth must be a whole number from 1 to 6, but is 99.'],
    [['template', 'unet', '--set', 'depth'], '"depth" should be KEY=VALUE, e.g. depth='],
    [['template', 'unet', '--out', '.'], '. is a folder; give a file.'],
    [['template', 'unet', '--out', 'cut.json/x'], 'a part of the path is a file'],
  ])('%j exit with 2 and one sentence', async (argv, expected) => {
    const { code, out, err } = await run(...argv);
    expect(err).toContain(expected);
    expect(err).toMatch(/^netloom: [^\n]*\n$/);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it.runIf(existsSync('/proc/version'))('writing where no folder can be made ends rather than hangs', async () => {
    expect((await run('template', 'unet', '--out', '/proc/netloom/x.json')).code).toBe(2);
  });
});

describe('help', () => {
  it('lists the commands, and each command tells its options', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const command of commands) {
      expect(out).toContain(command.name);
      const help = await run(command.name, '--help');
      expect(help.code).toBe(0);
      for (const option of Object.keys(command.options)) expect(help.out).toContain(`--${option}`);
      expect((await run('help', command.name)).out).toBe(help.out);
    }
    expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect((await run()).code).toBe(2);
  });
});

describe('templates', () => {
  it('are listed, and each is written as a network that check finds fine', async () => {
    const list = JSON.parse((await run('templates', '--json')).out) as { id: string }[];
    expect(list.map(({ id }) => id)).toEqual(templates.map(({ id }) => id));
    for (const { id } of list) {
      expect((await run('template', id, '--out', `t/${id}.json`)).code).toBe(0);
      expect((await run('check', `t/${id}.json`)).code).toBe(0);
    }
    expect((await run('templates')).out).toMatch(/^unet: U-Net$/m);
  });

  it('take settings, and go to standard output where no file is given', async () => {
    const { out } = await run('template', 'unet', '--set', 'size=32', '--set', 'depth=1', '--set', 'channels=1');
    const parsed = parseDocument(out);
    expect(parsed.ok && parsed.document.nodes.find(({ type }) => type === 'input')?.params).toEqual({ shape: [32, 32, 1] });
  });
});

describe('export', () => {
  it('of a network in which nothing is drawn says so and writes nothing', async () => {
    writeFileSync(join(folder, 'nothing.netloom.json'), serializeDocument(emptyDocument('nothing')));
    const { code, err } = await run('export', 'nothing.netloom.json', '--to', 'typescript', '--out', 'nothing');
    expect(code).toBe(1);
    expect(err).toContain('Nothing here yet');
    expect(readdirSync(folder)).not.toContain('nothing');
  });
  it('writes a project, and not into a folder that holds something', async () => {
    const { code, out } = await run('export', 'dots.netloom.json', '--to', 'typescript', '--out', 'project');
    expect(code).toBe(0);
    const written = readdirSync(join(folder, 'project'));
    for (const name of ['model.ts', 'train.ts', 'package.json', 'tsconfig.json', 'README.md', 'runtime']) expect(written).toContain(name);
    expect(out.trim().split('\n')).toContain(join('project', 'model.ts'));
    const again = await run('export', 'dots.netloom.json', '--to', 'typescript', '--out', 'project');
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('project is not empty') as string });
    expect((await run('export', 'dots.netloom.json', '--to', 'typescript', '--out', 'project', '--force')).code).toBe(0);
  });

  it('writes nothing for a network with errors, and exits with 1', async () => {
    expect((await run('export', 'broken.netloom.json', '--to', 'typescript', '--out', 'never')).code).toBe(1);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });
});

describe('train', () => {
  it('prints JSON lines: the first and last step, every tenth, and each end of an epoch with validation', async () => {
    const { code, out, err } = await run('train', 'dots.netloom.json', '--json');
    expect(code).toBe(0);
    const lines = linesOf(out);
    const steps = lines.filter((line) => line.val_loss === undefined).map((line) => line.step);
    expect(steps).toEqual(expect.arrayContaining([1, 10, 20]));
    const ends = lines.filter((line) => line.val_loss !== undefined);
    expect(ends.map(({ step, epoch }) => [step, epoch])).toEqual([[10, 1], [20, 2]]);
    expect(lines.at(-1)).toMatchObject({ step: 20, epoch: 2, val_accuracy: expect.any(Number) as number });
    expect(ends[1]!.loss).toBeLessThan(ends[0]!.loss);
    expect(err).toContain('Engine: wasm (');
    expect(err).toContain('200 samples to train on, 50 to validate');
  });

  it('learns: with 300 steps more than 9 of 10 unseen points are right', async () => {
    const { out } = await run('train', 'dots.netloom.json', '--steps', '300', '--json');
    expect(linesOf(out).at(-1)).toMatchObject({ step: 300, val_accuracy: expect.any(Number) as number });
    expect(linesOf(out).at(-1)!.val_accuracy).toBeGreaterThan(0.9);
  });

  it('gives the same lines for the same seed and others for another', async () => {
    const figures = async (...more: string[]) => linesOf((await run('train', 'dots.netloom.json', '--steps', '10', '--json', ...more)).out).filter(({ step }) => step === 10);
    const first = await figures('--seed', '5');
    expect(await figures('--seed', '5')).toEqual(first);
    expect(await figures('--seed', '6')).not.toEqual(first);
  });

  it('computes the same on the wasm engine as in plain JavaScript', async () => {
    const figures = async (backend: string) => linesOf((await run('train', 'masks.netloom.json', '--data', 'pictures', '--steps', '6', '--json', '--backend', backend)).out);
    const [wasm, cpu] = [await figures('wasm'), await figures('cpu')];
    expect(wasm.at(-1)!.step).toBe(6);
    expect(wasm.at(-1)!.loss).toBeCloseTo(cpu.at(-1)!.loss, 4);
    expect(wasm.at(-1)!.val_loss).toBeCloseTo(cpu.at(-1)!.val_loss!, 4);
  });

  it('validates at the end also where that is within an epoch', async () => {
    const lines = linesOf((await run('train', 'dots.netloom.json', '--steps', '4', '--json')).out);
    expect(lines.map(({ step, val_loss }) => [step, val_loss !== undefined])).toEqual([[1, false], [4, false], [4, true]]);
  });

  it('takes a folder of images with masks in the size of the input node, and tells the dice', async () => {
    const { code, out, err } = await run('train', 'masks.netloom.json', '--data', 'pictures', '--json');
    expect(code).toBe(0);
    expect(err).toContain('Data: pictures, 8 samples (8 images with masks, as 8×8)');
    expect(linesOf(out).at(-1)).toMatchObject({ dice: expect.any(Number) as number, val_dice: expect.any(Number) as number });
    const crops = await run('train', 'masks.netloom.json', '--data', 'pictures', '--crop', '--crops-per-image', '3', '--steps', '1');
    expect(crops.err).toContain('24 samples (8 images with masks, 3 random 8×8 crops of each)');
  });

  it('fits a drawn data set to the input node, and takes settings for it', async () => {
    expect((await run('train', 'masks.netloom.json', '--data', 'shapes:count=8,size=8', '--steps', '1')).err).toContain('8 samples');
    expect((await run('train', 'masks.netloom.json', '--data', 'shapes:count=8', '--steps', '1')).code).toBe(0);
    expect((await run('train', 'dots.netloom.json', '--data', 'circles:count=40', '--steps', '1')).err).toContain('circles, 40 samples');
  });

  it('says what does not fit, and exits with 1', async () => {
    const wrong = await run('train', 'dots.netloom.json', '--data', 'glyphs:count=10');
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('data-input-shape at point');
    expect(wrong.err).toContain('28×28×1');
    const broken = await run('train', 'broken.netloom.json', '--data', 'shapes');
    expect(broken).toMatchObject({ code: 1, out: '' });
    expect(broken.err).toContain('it cannot be trained');
  });

  it('writes the trained model, which export puts into a project', async () => {
    expect((await run('train', 'dots.netloom.json', '--steps', '2', '--weights', 'trained')).code).toBe(0);
    expect(readdirSync(join(folder, 'trained')).toSorted()).toEqual(['model.json', 'weights.bin']);
    expect(readFileSync(join(folder, 'trained/weights.bin')).length).toBe(42 * 4);
    expect((await run('train', 'dots.netloom.json', '--steps', '2', '--weights', 'trained')).err).toContain('trained is not empty');
    expect((await run('export', 'dots.netloom.json', '--to', 'typescript', '--out', 'ready', '--weights', 'trained')).code).toBe(0);
    expect(readFileSync(join(folder, 'ready/weights/weights.bin'))).toEqual(readFileSync(join(folder, 'trained/weights.bin')));
  });
});

describe('the program', () => {
  const bin = fileURLToPath(new URL('../../bin/netloom.mjs', import.meta.url));
  const spawn = (...argv: string[]) =>
    new Promise<{ readonly status: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
      execFile(process.execPath, [bin, ...argv], { cwd: folder }, (error, stdout, stderr) => resolve({ status: error === null ? 0 : error.code, stdout, stderr }));
    });

  it('runs as a process with its exit codes, and prints no stack for a mistake', async () => {
    // The first one bundles; the others find the bundle there.
    const fine = await spawn('check', 'dots.netloom.json', '--json');
    expect(fine.stderr).toBe('');
    expect(JSON.parse(fine.stdout)).toMatchObject({ ok: true, totals: { params: 42 } });
    expect(fine.status).toBe(0);
    const [broken, gone, trained, exported] = await Promise.all([
      spawn('check', 'broken.netloom.json'),
      spawn('check', 'gone.json'),
      spawn('train', 'dots.netloom.json', '--steps', '2', '--json'),
      spawn('export', 'dots.netloom.json', '--to', 'typescript', '--out', 'spawned'),
    ]);
    expect(broken.status).toBe(1);
    expect(gone).toEqual({ status: 2, stdout: '', stderr: 'netloom: gone.json does not exist.\n' });
    expect(linesOf(trained.stdout).at(-1)).toMatchObject({ step: 2 });
    expect(exported.status).toBe(0);
    expect(readFileSync(join(folder, 'spawned/runtime/index.ts'), 'utf8')).toContain('export');
  }, 60_000);

  it.runIf(process.platform !== 'win32')('ends quietly when its reader closes the pipe', () => {
    const result = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" templates --json | head -n 1`], { cwd: folder, encoding: 'utf8' });
    expect(result).toMatchObject({ stdout: '[\n', stderr: '' });
  });
});
