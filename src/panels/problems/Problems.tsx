// The list of problems, worst first: a click goes to the node, a fix mends it.

import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { Diagnostic } from '../../compiler/compilation.ts';
import type { Severity } from '../../layers/layer.ts';
import { useListKeys } from '../controls/useListKeys.ts';
import { InlineCode } from '../InlineCode.tsx';
import { countOf, countText, shapeText, shortCountText } from '../quantities.ts';
import { useCompilation, useDocument } from '../useStores.ts';
import { FormulaText, ProblemFixes } from './ProblemText.tsx';
import { goToNode } from '../../state/goToNode.ts';
import { problemsOnce, type ListedProblem } from './problemsOnce.ts';
import './problems.css';

const RANK: { readonly [S in Severity]: number } = { error: 0, warning: 1, info: 2 };
const SEVERITY_NAMES: { readonly [S in Severity]: string } = { error: 'Error', warning: 'Warning', info: 'Hint' };

export function SeverityIcon({ severity }: { readonly severity: Severity }) {
  const Icon = severity === 'error' ? CircleX : severity === 'warning' ? TriangleAlert : Info;
  return (
    <span className={`severity severity-${severity}`}>
      <Icon size={15} aria-hidden="true" />
      <span className="visually-hidden">{SEVERITY_NAMES[severity]}: </span>
    </span>
  );
}

/** What the list holds and the tab counts. */
export function useProblems(): readonly ListedProblem[] {
  const diagnostics = useCompilation((c) => c.compilation.diagnostics);
  const document = useCompilation((c) => c.document);
  return useMemo(() => problemsOnce(document, diagnostics), [document, diagnostics]);
}

const keyOf = (d: Diagnostic): string => [d.code, d.node, d.port, d.param, d.message].join('|');

export function Problems() {
  const sorted = useProblems().toSorted((a, b) => RANK[a.problem.severity] - RANK[b.problem.severity]);
  const { list, rowProps } = useListKeys<HTMLOListElement>(sorted.length, '.problem-goto');
  const readOnly = useDocument((d) => d.readOnly);
  const empty = useDocument((d) => d.document.nodes.length === 0);
  if (sorted.length === 0 || empty) return <AllFine />;
  return (
    <ol className="problems" aria-label="Problems" ref={list}>
      {sorted.map(({ problem, instances }, i) => (
        <li key={keyOf(problem)} className="problem" data-severity={problem.severity}>
          <button
            type="button"
            {...rowProps(i)}
            className="problem-goto"
            aria-disabled={!problem.node}
            onClick={() => {
              if (problem.node) goToNode(problem.node);
            }}
          >
            <SeverityIcon severity={problem.severity} />
            <span>
              {problem.node ? <span className="problem-node">{problem.node}</span> : null}
              {instances > 1 ? <span className="problem-instances">in {instances} instances</span> : null}
              <span className="problem-message">
                <InlineCode text={problem.message} />
              </span>
            </span>
          </button>
          <span className="problem-code">{problem.code}</span>
          <span className="problem-more">
            {problem.steps?.map((step) => (
              <FormulaText key={step.axis + step.text} text={step.text} wrong={problem.severity === 'error'} />
            ))}
            <ProblemFixes diagnostic={problem} disabled={readOnly} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Nothing is wrong: says what that means, and for an empty network what would stand here. */
function AllFine() {
  const document = useDocument((d) => d.document);
  const totals = useCompilation((c) => c.compilation.report.totals);
  const nodes = useCompilation((c) => c.compilation.report.nodes);
  if (document.nodes.length === 0) {
    return (
      <div className="empty">
        <p className="empty-title">Nothing to check yet</p>
        <p>Add an input, some layers and an output. Every size is checked as you draw, and what does not fit appears here with the arithmetic behind it and ways to mend it.</p>
      </div>
    );
  }
  const inputs = document.nodes.filter((n) => n.type === 'input').map((n) => shapeText(nodes[n.id]?.outputShape ?? null));
  const outputs = document.nodes.filter((n) => n.type === 'output').map((n) => shapeText(nodes[n.id]?.outputShape ?? null));
  return (
    <div className="empty">
      <p className="empty-title">
        <CircleCheck size={16} className="severity-fine" aria-hidden="true" /> Everything fits
      </p>
      <p>
        {countOf(totals.layers, 'layer')} from <code>{inputs.join(', ')}</code> to <code>{outputs.join(', ')}</code>, with {countText(totals.params)} parameters and{' '}
        {shortCountText(totals.macs)} multiply-adds for each sample. The network can train and be exported.
      </p>
    </div>
  );
}
