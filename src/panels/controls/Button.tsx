// The buttons of the window. Knows no stores.

import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Tooltip } from './Tooltip.tsx';
import './controls.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` is the one thing to do next; `quiet` has no border until hovered. */
  readonly variant?: 'default' | 'primary' | 'quiet' | 'danger' | 'accent';
  readonly size?: 'sm' | 'md' | 'lg';
  /** Stands before the text, 14–16 px. */
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ variant = 'default', size = 'md', icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button button-${variant} button-${size} ${className}`} {...rest}>
      {icon ? <span className="button-icon" aria-hidden="true">{icon}</span> : null}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> {
  /** The button's name: read aloud, and shown as a tooltip with `shortcut`. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  /** For toggles. */
  readonly pressed?: boolean;
  readonly size?: 'sm' | 'md';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, icon, shortcut, pressed, size = 'md', className = '', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button type="button" className={`icon-button icon-button-${size} ${className}`} aria-label={label} aria-pressed={pressed} {...rest}>
        {icon}
      </button>
    </Tooltip>
  );
}
