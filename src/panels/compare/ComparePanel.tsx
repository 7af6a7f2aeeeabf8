// The Compare tab: what differs between the open network and another one, and what it costs. Rows lead to their nodes.

import { ChevronDown, ClipboardCopy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { compareWith, compareWithClipboard, compareWithFile, compareWithRecent, compareWithText, copyComparison, endComparison } from '../../commands/compare.ts';
import { changeGroups, deltaText, signOf, totalRows, valueText, type ChangeRow, type TotalRow } from '../../compiler/comparisonText.ts';
import type { Comparison, CostChange, NodeCost } from '../../compiler/comparison.ts';
import { movedCount } from '../../graph/diff.ts';
import { platform } from '../../state/currentPlatform.ts';
import { comparisonStore, type ComparisonSource } from '../../state/comparisonStore.ts';
import { goToNode } from '../../state/goToNode.ts';
import { uiStore } from '../../state/uiStore.ts';
import type { RecentFile } from '../../state/platform.ts';
import { Button, IconButton } from '../controls/Button.tsx';
import { Menu, type MenuItem } from '../controls/Menu.tsx';
import { useListKeys, type ListKeys } from '../controls/useListKeys.ts';
import { bytesText, countText, shapeText, shortCountText } from '../quantities.ts';
import { useDocument, useStore } from '../useStores.ts';
import './compare.css';

/** A network that is open and unsaved in another window. */
export interface OtherWork {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export interface ComparePanelProps {
  readonly loadOthers: () => Promise<readonly OtherWork[]>;
}

export const sourceLabel = (source: ComparisonSource): string => (source.kind === 'saved' ? 'its saved state' : source.kind === 'opened' ? 'how it was opened' : source.label);

export function ComparePanel({ loadOthers }: ComparePanelProps) {
  const source = useStore(comparisonStore, (s) => s.source);
  const comparison = useStore(comparisonStore, (s) => s.comparison);
  return (
    <div className="compare">
      <div className="compare-head">
        <span>Compared with</span>
        <SourceMenu source={source} loadOthers={loadOthers} />
        <span className="compare-space" />
        <Button size="sm" icon={<ClipboardCopy size={13} />} disabled={!comparison} onClick={() => void copyComparison()}>
          Copy as Markdown
        </Button>
        <IconButton size="sm" label="End the comparison" icon={<X size={14} />} onClick={endComparison} />
      </div>
      {comparison ? <Differences comparison={comparison} /> : null}
    </div>
  );
}

function failed(error: unknown): void {
  uiStore.getState().notify('error', `It could not be opened. ${error instanceof Error ? error.message : String(error)}`);
}

function SourceMenu({ source, loadOthers }: ComparePanelProps & { readonly source: ComparisonSource | null }) {
  const hasFile = useDocument((d) => d.handle !== null);
  const [recents, setRecents] = useState<readonly RecentFile[]>([]);
  const [others, setOthers] = useState<readonly OtherWork[]>([]);
  const load = (): void => {
    void platform().recentFiles().then(setRecents, () => setRecents([]));
    void loadOthers().then(setOthers, () => setOthers([]));
  };
  useEffect(load, [loadOthers]);
  const items = (): readonly MenuItem[] => [
    ...(hasFile ? [{ label: 'Its saved state', checked: source?.kind === 'saved', perform: () => compareWith({ kind: 'saved' }) }] : []),
    { label: 'How it was opened', checked: source?.kind === 'opened', perform: () => compareWith({ kind: 'opened' }) },
    { kind: 'separator' },
    { label: 'A file…', perform: () => void compareWithFile().catch(failed) },
    { label: 'The network on the clipboard', perform: () => void compareWithClipboard().catch(failed) },
    ...(others.length > 0 ? [{ kind: 'heading' as const, label: 'Unsaved in other windows' }, ...others.map((work) => ({ label: work.name, perform: () => compareWithText(work) }))] : []),
    ...(recents.length > 0 ? [{ kind: 'heading' as const, label: 'Recent files' }, ...recents.slice(0, 8).map((file) => ({ label: file.name, perform: () => void compareWithRecent(file).catch(failed) }))] : []),
  ];
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="compare-source" onPointerDown={load} onFocus={load}>
          {source ? sourceLabel(source) : 'nothing'}
          <ChevronDown size={13} aria-hidden="true" />
        </button>
      }
      items={items}
    />
  );
}

function Differences({ comparison }: { readonly comparison: Comparison }) {
  const { diff, same } = comparison;
  const moved = movedCount(diff);
  const movedLine = moved === 0 ? null : <p className="compare-moved">{moved === 1 ? 'One node was' : `${moved} nodes were`} moved on the canvas, which changes nothing.</p>;
  if (same) {
    return (
      <div className="empty">
        <p className="empty-title">No difference</p>
        <p>Layers, values, connections and settings are the same. What you change is listed here and coloured on the canvas.</p>
        {movedLine}
      </div>
    );
  }
  return (
    <div className="compare-body">
      <div className="compare-list">
        <Changes comparison={comparison} />
        {movedLine}
      </div>
      <Costs comparison={comparison} />
    </div>
  );
}

const KIND_NAMES = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

function Changes({ comparison }: { readonly comparison: Comparison }) {
  const groups = changeGroups(comparison.diff);
  const { list, rowProps } = useListKeys<HTMLElement>(groups.reduce((sum, { rows }) => sum + rows.length, 0), '.compare-row');
  let index = 0;
  return (
    <section ref={list} aria-label="Differences">
      {groups.map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h3 className="compare-title">{title}</h3>
          <ul className="compare-rows">
            {rows.map((row) => (
              <li key={`${row.kind} ${row.what} ${row.name}`}>
                <Row row={row} keys={rowProps(index++)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

interface RowProps {
  readonly row: ChangeRow;
  readonly keys: ReturnType<ListKeys<HTMLElement>['rowProps']>;
}

function Row({ row, keys }: RowProps) {
  const { kind, what, name, was, about, fields, node } = row;
  const named = what === 'node' || what === 'block';
  return (
    <button
      type="button"
      className="compare-row"
      data-kind={kind}
      {...keys}
      aria-disabled={node === undefined}
      onClick={() => {
        if (node !== undefined) goToNode(node);
      }}
    >
      <span className="compare-sign" aria-hidden="true">
        {signOf(kind)}
      </span>
      <span className="visually-hidden">{KIND_NAMES[kind]}: </span>
      <span className="compare-name">{name}</span>
      {was === undefined ? null : <span className="compare-about">was {was}</span>}
      {about === undefined ? null : <span className="compare-about">{about}</span>}
      {fields.map((field) => (
        <span key={field.name} className="compare-field">
          {named ? <span>{field.name}</span> : null}
          <del>{valueText(field.before)}</del>
          <span aria-label="to">→</span>
          <ins>{valueText(field.after)}</ins>
        </span>
      ))}
    </button>
  );
}

const amount = ({ unit }: TotalRow, value: number | null): string => (unit === 'bytes' ? bytesText(value) : countText(value));

function deltaOf(row: TotalRow): string {
  if (row.unit === 'count' || row.before === null || row.after === null) return deltaText(row.before, row.after);
  const delta = row.after - row.before;
  return delta === 0 ? '0' : `${delta > 0 ? '+' : '−'}${bytesText(Math.abs(delta))}`;
}

function Costs({ comparison }: { readonly comparison: Comparison }) {
  return (
    <div className="compare-costs">
      <table>
        <caption>Cost of one sample</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Quantity</span>
            </th>
            <th scope="col">Before</th>
            <th scope="col">Now</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {totalRows(comparison).map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{amount(row, row.before)}</td>
              <td>{amount(row, row.after)}</td>
              <td data-change={row.before !== row.after}>{deltaOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {comparison.costs.length > 0 ? (
        <table>
          <caption>Layers that cost or give something else</caption>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Output</th>
              <th scope="col">Parameters</th>
              <th scope="col">Multiply-adds</th>
            </tr>
          </thead>
          <tbody>
            {comparison.costs.slice(0, MOST_COSTS).map((change) => (
              <tr key={`${change.id} ${change.after === null}`}>
                <th scope="row">
                  {change.after ? (
                    <button type="button" className="compare-goto" onClick={() => goToNode(change.id)}>
                      {change.id}
                    </button>
                  ) : (
                    change.id
                  )}
                </th>
                <Change {...change} of={(cost) => shapeText(cost.shape)} />
                <Change {...change} of={(cost) => countText(cost.params)} />
                <Change {...change} of={(cost) => shortCountText(cost.macs)} />
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {comparison.costs.length > MOST_COSTS ? <p className="compare-moved">and {comparison.costs.length - MOST_COSTS} more</p> : null}
    </div>
  );
}

/** More rows than this say no more than the totals. */
const MOST_COSTS = 200;

function Change({ before, after, of }: CostChange & { readonly of: (cost: NodeCost) => string }) {
  const [was, is] = [before ? of(before) : '–', after ? of(after) : '–'];
  if (was === is) return <td className="compare-same">{is}</td>;
  return (
    <td>
      <del>{was}</del> → <ins>{is}</ins>
    </td>
  );
}
