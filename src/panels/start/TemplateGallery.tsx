// The templates as cards with a drawing each: in groups, or as a search finds them.

import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { NetloomDocument } from '../../graph/document.ts';
import { NetworkPicture } from './NetworkPicture.tsx';
import { searchTemplates } from './searchTemplates.ts';
import { defaultsOf, type TemplateEntry } from './TemplateDialog.tsx';

export interface TemplateGalleryProps {
  readonly templates: readonly TemplateEntry[];
  /** What the groups are called, in their order. */
  readonly groups: Readonly<Record<string, string>>;
  readonly onChoose: (template: TemplateEntry) => void;
}

export function TemplateGallery({ templates, groups, onChoose }: TemplateGalleryProps) {
  const [query, setQuery] = useState('');
  const found = useMemo(() => searchTemplates(query, templates, groups), [query, templates, groups]);
  const searching = query.trim() !== '';
  const cards = (some: readonly TemplateEntry[]) => some.map((template) => <TemplateCard key={template.id} template={template} onChoose={() => onChoose(template)} />);
  return (
    <section className="start-templates" aria-labelledby="templates-title">
      <div className="templates-head">
        <h2 id="templates-title">Templates</h2>
        <div className="templates-search input-with-icon">
          <span className="input-icon" aria-hidden="true">
            <Search size={14} />
          </span>
          <input
            className="input"
            type="search"
            aria-label="Find a template"
            placeholder="Find a template"
            spellCheck={false}
            autoComplete="off"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && searching && found[0]) onChoose(found[0]);
            }}
          />
        </div>
      </div>
      {searching ? (
        <>
          <output className="templates-found">
            {found.length === 0 ? `No template is found by “${query.trim()}”. Try what it does: segment, classify, sequence.` : `${found.length} found`}
          </output>
          <div className="template-groups">{cards(found)}</div>
        </>
      ) : (
        <div className="template-groups">
          {Object.entries(groups).map(([group, label]) => {
            const own = templates.filter((template) => template.group === group);
            return own.length === 0 ? null : (
              <section key={group} className="template-group" data-count={Math.min(4, own.length)} aria-labelledby={`group-${group}`}>
                <h3 id={`group-${group}`}>{label}</h3>
                {cards(own)}
              </section>
            );
          })}
        </div>
      )}
    </section>
  );
}

function TemplateCard({ template, onChoose }: { readonly template: TemplateEntry; readonly onChoose: () => void }) {
  const card = useRef<HTMLButtonElement>(null);
  const [document, setDocument] = useState<NetloomDocument | null>(null);
  // Drawn once it is about to be seen, one per frame: large networks take some milliseconds each to compile.
  useEffect(() => {
    const element = card.current;
    if (!element) return;
    let wanted = true;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        inTurn(() => wanted && setDocument(template.build(defaultsOf(template.params))));
      },
      { rootMargin: '300px' },
    );
    observer.observe(element);
    return () => {
      wanted = false;
      observer.disconnect();
    };
  }, [template]);
  return (
    <button type="button" className="template-card" ref={card} title={template.summary} onClick={onChoose}>
      <span className="template-picture">{document ? <NetworkPicture document={document} width={320} height={132} /> : null}</span>
      <span className="template-text">
        <span className="template-label">{template.label}</span>
        <span className="template-summary">{template.summary}</span>
      </span>
    </button>
  );
}

const waiting: (() => void)[] = [];

/** Runs the tasks in the order in which they came, one per frame. */
function inTurn(task: () => void): void {
  waiting.push(task);
  if (waiting.length > 1) return;
  const next = (): void => {
    waiting[0]?.();
    waiting.shift();
    if (waiting.length > 0) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}
