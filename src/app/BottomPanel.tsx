// The tabs below the canvas. NEW PANEL HERE: one tab.

import { ChevronDown, ChevronUp } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { IconButton } from '../panels/controls/Button.tsx';
import { Tabs, type Tab } from '../panels/controls/Tabs.tsx';
import { DataPanel } from '../panels/data/DataPanel.tsx';
import { ComparePanel } from '../panels/compare/ComparePanel.tsx';
import { Problems, useProblems } from '../panels/problems/Problems.tsx';
import { TrainingPanel } from '../panels/training/TrainingPanel.tsx';
import { useCommand } from '../panels/useCommand.ts';
import { useStore, useUi } from '../panels/useStores.ts';
import { comparisonStore } from '../state/comparisonStore.ts';
import { trainingStore } from '../state/trainingStore.ts';
import type { BottomTab } from '../state/uiStore.ts';
import { HelpButton } from './HelpButton.tsx';
import { otherWindows } from './autosave.ts';
import { trainingLine } from './trainingLine.ts';

// Monaco is large: it loads when the code is first looked at.
const CodePanel = lazy(async () => ({ default: (await import('../panels/code/CodePanel.tsx')).CodePanel }));

export function BottomPanel() {
  const tab = useUi((ui) => ui.bottomTab);
  const open = useUi((ui) => ui.bottomOpen);
  const showTab = useUi((ui) => ui.showTab);
  const toggle = useCommand('view.bottom');
  const problems = useProblems();
  const comparing = useStore(comparisonStore, (s) => s.source !== null);
  const line = useStore(trainingStore, trainingLine);
  const errors = problems.filter(({ problem }) => problem.severity === 'error').length;
  const warnings = problems.filter(({ problem }) => problem.severity === 'warning').length;

  const tabs: readonly Tab<BottomTab>[] = [
    { value: 'problems', label: 'Problems', badge: errors || warnings, tone: errors > 0 ? 'error' : 'warning', content: <Problems /> },
    {
      value: 'code',
      label: 'Code',
      content: (
        <Suspense fallback={<p className="panel-loading">Loading the editor…</p>}>
          <CodePanel />
        </Suspense>
      ),
    },
    { value: 'training', label: 'Training', content: <TrainingPanel /> },
    { value: 'data', label: 'Data', content: <DataPanel /> },
    ...(comparing ? [{ value: 'compare' as const, label: 'Compare', content: <ComparePanel loadOthers={otherWindows} /> }] : []),
  ];

  return (
    <Tabs
      className="bottom"
      label="Panels"
      tabs={tabs}
      value={tab}
      onValue={showTab}
      onTabClick={showTab}
      extra={
        <>
          {line ? <span className="training-line">{line}</span> : null}
          <HelpButton topic={tab} />
          <IconButton
            size="sm"
            label={open ? 'Fold the panel' : 'Unfold the panel'}
            shortcut={toggle.shortcut}
            icon={open ? <ChevronDown size={15} /> : <ChevronUp size={15} />}
            onClick={toggle.run}
          />
        </>
      }
    />
  );
}
