// A choice of one of several. Radix Select with the window's look.

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import './controls.css';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A line below the label. */
  readonly doc?: string | undefined;
  /** Heading above the first of successive options that have it. */
  readonly group?: string | undefined;
}

export interface SelectProps<T extends string> {
  readonly id?: string;
  /** Read aloud where no `<label>` points to `id`. */
  readonly label?: string;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onValue: (value: T) => void;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly className?: string;
  readonly mono?: boolean;
  /** Whether the value is wrong, and where that is said. */
  readonly invalid?: boolean;
  readonly describedBy?: string;
}

/** Options by their heading, in order. */
function grouped<T extends string>(options: readonly SelectOption<T>[]): readonly (readonly [string | undefined, readonly SelectOption<T>[]])[] {
  const groups = new Map<string | undefined, SelectOption<T>[]>();
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  return [...groups];
}

export function Select<T extends string>({ id, label, value, options, onValue, disabled, placeholder, className = '', mono, invalid, describedBy }: SelectProps<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onValue(next as T)} disabled={disabled}>
      <Radix.Trigger id={id} className={`select ${mono ? 'input-mono' : ''} ${className}`} aria-label={label} aria-invalid={invalid ? true : undefined} aria-describedby={describedBy}>
        <span className="select-value">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon className="select-chevron">
          <ChevronDown size={14} />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu select-menu" position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport>
            {grouped(options).map(([group, members]) => (
              <Radix.Group key={group ?? ''}>
                {group === undefined ? null : <Radix.Label className="select-group">{group}</Radix.Label>}
                {members.map((option) => (
                  <Radix.Item key={option.value} value={option.value} className="menu-item select-item">
                    <span className="menu-check">
                      <Radix.ItemIndicator>
                        <Check size={14} />
                      </Radix.ItemIndicator>
                    </span>
                    <span className="select-text">
                      <Radix.ItemText>{option.label}</Radix.ItemText>
                      {option.doc ? <span className="select-doc">{option.doc}</span> : null}
                    </span>
                  </Radix.Item>
                ))}
              </Radix.Group>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
