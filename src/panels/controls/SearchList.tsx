// A search box over a list of groups, worked with the arrows and Enter: command palette and the canvas's popups. Knows no store.
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- No HTML tag is a list that its search box steers. */

import { CornerDownLeft, Search } from 'lucide-react';
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import './controls.css';

export interface SearchOption {
  /** Unique in the whole list. */
  readonly key: string;
  readonly text: string;
  /** At the right, quieter. */
  readonly side?: ReactNode;
  readonly icon?: ReactNode;
  /** Set in the mono face: names and shapes. */
  readonly mono?: boolean;
  /** Stands back: can be chosen, but does not fit. */
  readonly quiet?: boolean;
}

export interface SearchGroup {
  readonly title: string;
  readonly options: readonly SearchOption[];
}

export interface SearchListProps {
  /** Name of the box, read aloud. */
  readonly label: string;
  readonly placeholder: string;
  /** What a query finds, best first. Keep its identity while what it searches stays the same. */
  readonly find: (query: string) => readonly SearchGroup[];
  readonly onChoose: (key: string) => void;
  /** Said when nothing is found; gets the trimmed query. */
  readonly none: (query: string) => string;
  readonly size?: 'sm' | 'md';
}

export function SearchList({ label, placeholder, find, onChoose, none, size = 'md' }: SearchListProps) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const groups = useMemo(() => find(query).filter((group) => group.options.length > 0), [find, query]);
  const all = groups.flatMap((group) => group.options);
  const current = Math.min(active, all.length - 1);

  const move = (to: number): void => {
    const next = (to + all.length) % Math.max(1, all.length);
    setActive(next);
    list.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const option = all[current];
    if (event.key === 'ArrowDown') move(current + 1);
    else if (event.key === 'ArrowUp') move(current - 1);
    else if (event.key === 'PageDown') move(Math.min(all.length - 1, current + 8));
    else if (event.key === 'PageUp') move(Math.max(0, current - 8));
    else if (event.key === 'Enter' && option) onChoose(option.key);
    else return;
    event.preventDefault();
  };

  return (
    <div className={`search search-${size}`}>
      <div className="search-box">
        <Search size={size === 'sm' ? 14 : 16} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={all[current] ? `${id}-${current}` : undefined}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
            list.current?.scrollTo({ top: 0 });
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="search-list" role="listbox" id={id} aria-label="Results" ref={list}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="search-group" aria-hidden="true">
              {group.title}
            </div>
            {group.options.map((option) => {
              const at = all.indexOf(option);
              return <Option key={option.key} id={`${id}-${at}`} option={option} active={at === current} onPoint={() => setActive(at)} onChoose={() => onChoose(option.key)} />;
            })}
          </div>
        ))}
        {all.length === 0 ? <p className="search-none">{none(query.trim())}</p> : null}
      </div>
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly option: SearchOption;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Option({ id, option, active, onPoint, onChoose }: OptionProps) {
  return (
    // The keyboard goes through the search box, which points at options with aria-activedescendant.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className="search-option"
      data-mono={option.mono}
      data-quiet={option.quiet}
      onPointerMove={active ? undefined : onPoint}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChoose();
      }}
    >
      <span className="search-icon" aria-hidden="true">
        {option.icon}
      </span>
      <span className="search-text">{option.text}</span>
      <span className="search-side">{option.side}</span>
      {active ? <CornerDownLeft size={13} className="search-enter" aria-hidden="true" /> : null}
    </div>
  );
}
