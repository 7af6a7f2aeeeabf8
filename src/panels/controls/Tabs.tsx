// A row of tabs over panels; `extra` stands at the right end of the row. Radix Tabs with the window's look.

import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import './controls.css';

export interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A small count; `tone` colours it. */
  readonly badge?: number | undefined;
  readonly tone?: 'error' | 'warning' | 'neutral' | undefined;
  readonly content: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onValue: (value: T) => void;
  readonly extra?: ReactNode;
  readonly className?: string;
  /** Called also when the current tab is clicked again. */
  readonly onTabClick?: (value: T) => void;
}

export function Tabs<T extends string>({ label, tabs, value, onValue, extra, className = '', onTabClick }: TabsProps<T>) {
  return (
    <Radix.Root className={`tabs ${className}`} value={value} onValueChange={(next) => onValue(next as T)}>
      <div className="tabs-bar">
        <Radix.List className="tabs-list" aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} className="tab" onClick={() => onTabClick?.(tab.value)}>
              <span className="tab-label" data-label={tab.label}>{tab.label}</span>
              {tab.badge ? <span className={`badge badge-${tab.tone ?? 'neutral'}`}>{tab.badge}</span> : null}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {extra ? <div className="tabs-extra">{extra}</div> : null}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="tab-panel">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
