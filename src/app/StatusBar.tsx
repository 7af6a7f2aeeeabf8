// The status bar: what computes, what the network costs, whether it is saved.

import { useEffect, useState } from 'react';
import { Tooltip } from '../panels/controls/Tooltip.tsx';
import { countOf, countText, shortCountText } from '../panels/quantities.ts';
import { useCompilation, useDocument, useStore, useUi } from '../panels/useStores.ts';
import { documentStore, isDirty } from '../state/documentStore.ts';
import { trainingStore } from '../state/trainingStore.ts';
import { probeEngine, type EngineGuess } from './engineProbe.ts';

const BACKENDS: Readonly<Record<string, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'CPU' };

function EngineState() {
  const used = useStore(trainingStore, (t) => t.engine);
  const inEditor = useUi((ui) => ui.screen === 'editor');
  const showTab = useUi((ui) => ui.showTab);
  const [guess, setGuess] = useState<EngineGuess | null>(null);
  useEffect(() => {
    let wanted = true;
    void probeEngine().then((found) => wanted && setGuess(found));
    return () => {
      wanted = false;
    };
  }, []);
  const engine = used ?? guess;
  if (!engine) return <span className="status-engine" />;
  const name = BACKENDS[engine.backend] ?? engine.backend;
  const fast = engine.backend === 'webgpu';
  const hint = used?.fallback ?? (used ? 'What training runs on' : fast ? 'What training will run on' : 'No WebGPU here: training will run slower on what there is');
  return (
    <Tooltip text={hint} side="top">
      <button type="button" className="status-engine" disabled={!inEditor} onClick={() => showTab('training')}>
        <span className={`status-dot ${fast ? 'status-fast' : 'status-slow'}`} aria-hidden="true" />
        <span className="status-adapter">{engine.adapter === name ? name : `${name} · ${engine.adapter}`}</span>
      </button>
    </Tooltip>
  );
}

/** `now`, `12 s ago`, `3 min ago`. */
function agoText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 5 ? 'just now' : seconds < 60 ? `${seconds} s ago` : seconds < 3600 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}

function SavedState() {
  const dirty = useDocument(isDirty);
  const readOnly = useDocument((d) => d.readOnly);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [now, setNow] = useState(Date.now);
  useEffect(
    () =>
      documentStore.subscribe((state, before) => {
        if (state.saved === before.saved) return;
        setSavedAt(state.handle === null ? null : Date.now());
        setNow(Date.now());
      }),
    [],
  );
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  const text = readOnly ? 'Read only' : dirty ? 'Unsaved changes' : savedAt === null ? 'Nothing to save' : `Saved ${agoText(now - savedAt)}`;
  return <span>{text}</span>;
}

export function StatusBar() {
  const inEditor = useUi((ui) => ui.screen === 'editor');
  const count = useCompilation((c) => c.compilation.report.totals.layers);
  const { params, macs } = useCompilation((c) => c.compilation.report.totals);
  const pending = useCompilation((c) => c.pending);
  return (
    <footer className="statusbar">
      <EngineState />
      {inEditor ? (
        <>
          <span className="statusbar-totals">
            {countOf(count, 'layer')} · {countText(params)} parameters{macs === null ? '' : ` · ${shortCountText(macs)} multiply-adds`}
          </span>
          {pending ? <span>Checking…</span> : null}
          <span className="statusbar-space" />
          <SavedState />
        </>
      ) : null}
    </footer>
  );
}
