// The start page: a blank network, templates, open, recent, and work that an earlier session left unsaved.

import { Clock, FilePlus, FolderOpen, History, X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { mayLeaveDocument, openRecentFile, showDocument } from '../../commands/files.ts';
import { parseDocument } from '../../graph/parse.ts';
import { platform } from '../../state/currentPlatform.ts';
import type { RecentFile } from '../../state/platform.ts';
import { uiStore } from '../../state/uiStore.ts';
import { Button, IconButton } from '../controls/Button.tsx';
import { useCommand } from '../useCommand.ts';
import { useDocument, useUi } from '../useStores.ts';
import { TemplateDialog, type TemplateEntry } from './TemplateDialog.tsx';
import { TemplateGallery } from './TemplateGallery.tsx';
import './start.css';

export interface LostWork {
  readonly id: string;
  readonly name: string;
  readonly savedAt: number;
  readonly text: string;
}

export interface StartPageProps {
  readonly templates: readonly TemplateEntry[];
  /** What the groups of templates are called, in their order. */
  readonly templateGroups: Readonly<Record<string, string>>;
  /** Unsaved work of sessions that ended without saving it. */
  readonly loadDrafts: () => Promise<readonly LostWork[]>;
  readonly onDropDraft: (id: string) => Promise<void>;
  /** A draft is the open document now: it may go once the document is kept elsewhere. */
  readonly onRecoverDraft: (id: string) => void;
  /** Below the buttons: what a newcomer is offered. */
  readonly offer?: ReactNode;
}

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** `today, 14:05`, `3 Nov, 09:12`. */
function whenText(at: number): string {
  const today = new Date().toDateString() === new Date(at).toDateString();
  return `${today ? 'today' : day.format(at)}, ${time.format(at)}`;
}

export function StartPage({ templates, templateGroups, loadDrafts, onDropDraft, onRecoverDraft, offer }: StartPageProps) {
  const [chosen, setChosen] = useState<TemplateEntry | null>(null);
  const blank = useCommand('file.new');
  const open = useCommand('file.open');
  const document = useDocument((d) => d.document);
  const setScreen = useUi((ui) => ui.setScreen);
  return (
    <main className="start">
      <div className="start-column">
        <header className="start-head">
          <h1>
            net<span>loom</span>
          </h1>
          <p>Draw a network, see its shapes, train it on the GPU, take the code.</p>
        </header>
        <section aria-label="Start">
          <div className="start-actions">
            <Button size="lg" variant="primary" icon={<FilePlus size={16} />} onClick={blank.run}>
              Blank network
            </Button>
            <Button size="lg" icon={<FolderOpen size={16} />} onClick={open.run}>
              Open…
            </Button>
          </div>
          {document.nodes.length > 0 ? (
            <button type="button" className="start-back" onClick={() => setScreen('editor')}>
              Back to {document.name}
            </button>
          ) : null}
        </section>
        {offer}
        <Recovery load={loadDrafts} onDrop={onDropDraft} onRecover={onRecoverDraft} />
        <Recent />
        <p className="start-drop">A network file can be dropped anywhere on this window.</p>
      </div>
      <TemplateGallery templates={templates} groups={templateGroups} onChoose={setChosen} />
      {chosen ? <TemplateDialog template={chosen} onClose={() => setChosen(null)} /> : null}
    </main>
  );
}

interface RecoveryProps {
  readonly load: StartPageProps['loadDrafts'];
  readonly onDrop: StartPageProps['onDropDraft'];
  readonly onRecover: StartPageProps['onRecoverDraft'];
}

function Recovery({ load, onDrop, onRecover }: RecoveryProps) {
  const [left, setLeft] = useState<readonly LostWork[]>([]);
  useEffect(() => {
    let wanted = true;
    void load().then((all) => wanted && setLeft(all));
    return () => {
      wanted = false;
    };
  }, [load]);
  if (left.length === 0) return null;
  const drop = (draft: LostWork): void => {
    setLeft((all) => all.filter((d) => d.id !== draft.id));
    void onDrop(draft.id);
  };
  const recover = async (draft: LostWork): Promise<void> => {
    if (!(await mayLeaveDocument())) return;
    const parsed = parseDocument(draft.text);
    if (parsed.ok) {
      onRecover(draft.id);
      showDocument({ ...parsed.document, name: draft.name }, { unsaved: true, readOnly: parsed.readOnly });
    } else uiStore.getState().notify('error', `The draft of ${draft.name} could not be read. ${parsed.problem}`);
  };
  return (
    <section aria-label="Unsaved work">
      <h2>
        <History size={14} aria-hidden="true" /> Unsaved work
      </h2>
      <ul className="start-list">
        {left.map((draft) => (
          <li key={draft.id}>
            <button type="button" className="start-file" onClick={() => void recover(draft)}>
              <span className="start-file-name">{draft.name}</span>
              <span className="start-file-place">kept {whenText(draft.savedAt)}</span>
            </button>
            <IconButton size="sm" label={`Discard ${draft.name}`} icon={<X size={13} />} onClick={() => drop(draft)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Recent() {
  const [files, setFiles] = useState<readonly RecentFile[] | null>(null);
  useEffect(() => {
    let wanted = true;
    platform()
      .recentFiles()
      .then((all) => wanted && setFiles(all))
      .catch(() => wanted && setFiles([]));
    return () => {
      wanted = false;
    };
  }, []);
  const forget = (file: RecentFile): void => {
    setFiles((all) => all?.filter((f) => f !== file) ?? null);
    void platform().forgetRecent(file);
  };
  if (!files) return null;
  return (
    <section aria-label="Recent">
      <h2>
        <Clock size={14} aria-hidden="true" /> Recent
      </h2>
      {files.length === 0 ? (
        <p className="start-none">Networks that you open or save appear here.</p>
      ) : (
        <ul className="start-list">
          {files.map((file) => (
            <li key={`${file.place} ${file.name} ${file.openedAt}`}>
              <button type="button" className="start-file" title={`${file.name} – ${file.place}`} onClick={() => void openRecentFile(file)}>
                <span className="start-file-name">{file.name.replace(/\.netloom\.json$/, '')}</span>
                <span className="start-file-place">{file.place}</span>
              </button>
              <IconButton size="sm" label={`Forget ${file.name}`} icon={<X size={13} />} onClick={() => forget(file)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
