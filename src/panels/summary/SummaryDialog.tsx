// The network as Keras prints it: a table of layers with totals, to read, copy and save.

import { Copy, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { fileStem } from '../../commands/files.ts';
import { summarize, type Summary } from '../../compiler/summary.ts';
import { batchShapeText, summaryFormats, type SummaryFormat } from '../../compiler/summaryText.ts';
import { platform } from '../../state/currentPlatform.ts';
import { goToNode } from '../../state/goToNode.ts';
import { Button } from '../controls/Button.tsx';
import { Dialog } from '../controls/Dialog.tsx';
import { Segments } from '../controls/Segments.tsx';
import { countText } from '../quantities.ts';
import { useCompilation, useDocument, useUi } from '../useStores.ts';
import './summary.css';

export default function SummaryDialog() {
  const open = useUi((ui) => ui.overlay === 'summary');
  const setOverlay = useUi((ui) => ui.setOverlay);
  return (
    <Dialog open={open} onOpenChange={() => setOverlay(null)} title="Summary" width={820}>
      {open ? <SummaryTable /> : null}
    </Dialog>
  );
}

const FORMATS = Object.entries(summaryFormats).map(([value, { label }]) => ({ value: value as SummaryFormat, label }));

function SummaryTable() {
  const document = useDocument((d) => d.document);
  const compilation = useCompilation((c) => c.compilation);
  const setOverlay = useUi((ui) => ui.setOverlay);
  const summary = useMemo(() => summarize(document, compilation), [document, compilation]);
  const [format, setFormat] = useState<SummaryFormat>('markdown');
  const [said, setSaid] = useState('');
  const { extension, mime, label, print } = summaryFormats[format];

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(print(summary));
      setSaid(`Copied as ${label === 'Text' ? 'text' : label}.`);
    } catch (error) {
      setSaid(`It could not be copied. ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const save = async (): Promise<void> => {
    setSaid(`Saved: ${await platform().saveCopy({ name: `${fileStem(document.name)}-summary.${extension}`, bytes: new TextEncoder().encode(print(summary)), type: mime })}.`);
  };
  return (
    <div className="summary">
      {/* Focusable, so that the keyboard can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region needs a tab stop */}
      <section className="summary-scroll" tabIndex={0} aria-label="Layers">
        <table>
          <thead>
            <tr>
              <th scope="col">Layer (type)</th>
              <th scope="col">Output shape</th>
              <th scope="col">Param #</th>
              <th scope="col">Multiply-adds</th>
              <th scope="col">Connected to</th>
            </tr>
          </thead>
          <tbody>
            {summary.rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  <button
                    type="button"
                    className="summary-goto"
                    onClick={() => {
                      setOverlay(null);
                      goToNode(row.name);
                    }}
                  >
                    {row.name}
                  </button>{' '}
                  <span>({row.type})</span>
                </th>
                <td>{batchShapeText(row.shape)}</td>
                <td className="summary-number">{countText(row.params)}</td>
                <td className="summary-number">{countText(row.macs)}</td>
                <td>
                  {row.inputs.join(', ')}
                  {row.sharedWith === undefined ? '' : ` (weights of ${row.sharedWith})`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Totals summary={summary} />
      <div className="summary-actions">
        <Segments label="Format" value={format} options={FORMATS} onValue={setFormat} />
        <output className="summary-said">{said}</output>
        <Button icon={<Copy size={14} />} onClick={() => void copy()}>
          Copy
        </Button>
        <Button variant="primary" icon={<Download size={14} />} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  );
}

function Totals({ summary: { totals, rows } }: { readonly summary: Summary }) {
  const { params, trainableParams, macs } = totals;
  const items: readonly (readonly [string, string])[] = [
    ['Layers', countText(rows.length)],
    ['Total params', countText(params)],
    ['Trainable', countText(trainableParams)],
    ['Non-trainable', countText(params - trainableParams)],
    ['Multiply-adds per sample', countText(macs)],
  ];
  return (
    <dl className="summary-totals">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
