// A modal dialog with title, text and buttons. Radix Dialog with the window's look.

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import './controls.css';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** One sentence under the title; without it the title must say enough. */
  readonly description?: ReactNode;
  readonly width?: number;
  /** Buttons at the bottom right, the main one last. */
  readonly actions?: ReactNode;
  /** Its content is only read, and may be longer than the window. */
  readonly scrolls?: boolean;
  readonly children?: ReactNode;
}

export function Dialog({ open, onOpenChange, title, description, width = 440, actions, scrolls = false, children }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  // The close button stands first but is the last thing that is wanted: a field is, or the main answer.
  const focusFirst = (event: Event): void => {
    const first = content.current?.querySelector<HTMLElement>('.dialog-body input') ?? content.current?.querySelector<HTMLElement>('.dialog-actions .button-primary');
    event.preventDefault();
    (first ?? content.current)?.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content ref={content} className="dialog" onOpenAutoFocus={focusFirst} style={{ width }} {...(description ? {} : { 'aria-describedby': undefined })}>
          <header className="dialog-head">
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" size="sm" icon={<X size={15} />} />
            </Radix.Close>
          </header>
          {description ? <Radix.Description className="dialog-text">{description}</Radix.Description> : null}
          {/* Long ones scroll, by keyboard too. */}
          {children ? <div className="dialog-body" tabIndex={scrolls ? 0 : undefined} role={scrolls ? 'region' : undefined} aria-label={scrolls ? title : undefined}>{children}</div> : null}
          {actions ? <footer className="dialog-actions">{actions}</footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
