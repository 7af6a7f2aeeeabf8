// The data panel: what is chosen, what it looks like, what there is to know of it, and whether it fits the network.

import { ArrowRight, FolderOpen, TriangleAlert, X } from 'lucide-react';
import { useMemo } from 'react';
import { datasets } from '../../datasets/index.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { dataStore } from '../../state/dataStore.ts';
import { Button, IconButton } from '../controls/Button.tsx';
import { InlineCode } from '../InlineCode.tsx';
import { SeverityIcon } from '../problems/Problems.tsx';
import { ProblemFixes } from '../problems/ProblemText.tsx';
import { useCompilation, useDocument } from '../useStores.ts';
import { useData } from '../useTraining.ts';
import { formatCount } from '../training/format.ts';
import '../training/training.css';
import { DataPreview } from './DataPreview.tsx';
import { DataSource } from './DataSource.tsx';
import { openDataFiles, openDataFolder } from './openData.ts';
import { bytesOf, classShares, formatBytes, shapeText, splitSizes } from './facts.ts';
import { goToNode } from '../../state/goToNode.ts';
import './data.css';

/** Nothing is chosen yet: the built-in sets as cards, and the way to own files. */
function ChooseData() {
  return (
    <div className="choose">
      <h3>Choose what to learn from</h3>
      <p>Built-in sets are drawn on the spot and need no download. Your own files stay on this computer.</p>
      <ul className="choose-cards">
        {datasets.map(({ type, label, summary }) => (
          <li key={type}>
            <button type="button" className="choose-card" data-type={type} onClick={() => dataStore.getState().chooseBuiltin(type)}>
              <span className="choose-card-title">{label}</span>
              <span className="choose-card-text">{summary}</span>
            </button>
          </li>
        ))}
        <li>
          <div className="choose-card choose-card-own">
            <span className="choose-card-title">Your own</span>
            <span className="choose-card-text">Images with masks, a folder per class, or MNIST-like IDX files.</span>
            <span className="choose-card-actions">
              <Button size="sm" icon={<FolderOpen size={13} />} onClick={() => void openDataFolder()}>
                Folder…
              </Button>
              <Button size="sm" onClick={() => void openDataFiles()}>
                IDX files…
              </Button>
            </span>
          </div>
        </li>
      </ul>
    </div>
  );
}

function Loading() {
  const progress = useData((d) => d.progress);
  if (!progress) return null;
  const { text, fraction } = progress;
  return (
    <output className="data-progress">
      <span className="spinner" />
      <span>
        {text}
        {fraction === null ? '…' : <span className="data-percent"> {Math.round(fraction * 100)} %</span>}
      </span>
      <progress className="progress" aria-label={text} {...(fraction === null ? {} : { value: fraction })} />
      <Button size="sm" variant="quiet" icon={<X size={13} />} onClick={() => dataStore.getState().cancel()}>
        Cancel
      </Button>
    </output>
  );
}

function LoadError() {
  const error = useData((d) => d.error);
  const source = useData((d) => d.source);
  const before = useData((d) => d.ownBefore);
  if (!error) return null;
  return (
    <div className="training-card training-card-error data-card" role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p className="training-card-title">The data could not be loaded</p>
        <p>{error}</p>
        <div className="training-card-actions">
          {before ? (
            <Button size="sm" variant="accent" onClick={() => dataStore.getState().returnToOwnBefore()}>
              Back to {before.name}
            </Button>
          ) : null}
          <Button size="sm" onClick={() => dataStore.getState().retry()}>
            Try again
          </Button>
          {source === 'own' ? (
            <Button size="sm" icon={<FolderOpen size={13} />} onClick={() => void openDataFolder()}>
              Another folder…
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** Where data and network do not fit, with what would mend it. */
function Fit() {
  const diagnostics = useCompilation((c) => c.compilation.diagnostics);
  const readOnly = useDocument((d) => d.readOnly);
  const misfits = diagnostics.filter((diagnostic) => diagnostic.code.startsWith('data-'));
  return misfits.map((diagnostic) => (
    <div className="fit" key={diagnostic.code + diagnostic.message} role="alert">
      <SeverityIcon severity={diagnostic.severity} />
      <span className="fit-text">
        <InlineCode text={diagnostic.message} />
      </span>
      <ProblemFixes diagnostic={diagnostic} disabled={readOnly} />
      {diagnostic.node ? <IconButton size="sm" label={`Show ${diagnostic.node}`} icon={<ArrowRight size={14} />} onClick={() => goToNode(diagnostic.node!)} /> : null}
    </div>
  ));
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="value-row">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const MOST_CLASSES = 100;

function Facts({ dataset }: { readonly dataset: Dataset }) {
  const fraction = useDocument((d) => d.document.training.validationSplit);
  const notes = useData((d) => (d.source === 'own' ? d.ownFacts?.notes : undefined));
  const shares = useMemo(() => classShares(dataset), [dataset]);
  const { train, validation } = splitSizes(dataset.count, fraction);
  const largest = Math.max(...shares.map((share) => share.share), 1e-9);
  const pixels = dataset.task === 'segmentation';
  return (
    <div className="values">
      <dl className="values-list">
        <Fact label="Samples" value={formatCount(dataset.count)} />
        <Fact label="Training, validation" value={`${formatCount(train)}, ${formatCount(validation)}`} />
        <Fact label="Input" value={shapeText(dataset.inputShape)} />
        <Fact label={dataset.task === 'classification' ? 'Classes' : 'Target'} value={dataset.task === 'classification' ? formatCount(shares.length) : shapeText(dataset.targetShape)} />
        <Fact label="Memory" value={formatBytes(bytesOf(dataset))} />
      </dl>
      {shares.length > 0 ? (
        <ul className="shares" aria-label={pixels ? 'Pixels of each class' : 'Samples of each class'}>
          {shares.slice(0, MOST_CLASSES).map((share) => (
            <li key={share.label} className="share">
              <span className="share-label" title={share.label}>
                {share.label}
              </span>
              <span className="bar-track">
                <span className="share-fill" style={{ width: `${(share.share / largest) * 100}%` }} />
              </span>
              <span className="share-number">{pixels ? `${(share.share * 100).toFixed(0)} %` : formatCount(share.count)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {notes?.map((note) => (
        <p className="data-note" key={note}>
          {note}
        </p>
      ))}
      <p className="values-foot">{dataset.origin}</p>
    </div>
  );
}

export function DataPanel() {
  const status = useData((d) => d.status);
  const dataset = useData((d) => d.dataset);
  if (status === 'empty') return <ChooseData />;
  return (
    <div className="training data">
      <section className="training-settings" aria-label="Choice of data">
        <DataSource />
      </section>
      <section className="training-main" aria-label="Samples">
        <Loading />
        <LoadError />
        <Fit />
        <div className="training-body" data-stale={status === 'loading'}>
          {dataset ? <DataPreview key={dataset.name + dataset.origin} dataset={dataset} /> : null}
        </div>
      </section>
      {dataset ? (
        <section className="training-values" aria-label="Facts">
          <Facts dataset={dataset} />
        </section>
      ) : null}
    </div>
  );
}
