// An on/off switch. Radix Switch with the window's look.

import { Switch as Radix } from 'radix-ui';
import './controls.css';

export interface SwitchProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: boolean;
  readonly onValue: (value: boolean) => void;
  readonly disabled?: boolean;
}

export function Switch({ id, label, value, onValue, disabled }: SwitchProps) {
  return (
    <Radix.Root id={id} className="switch" aria-label={label} checked={value} onCheckedChange={onValue} disabled={disabled}>
      <Radix.Thumb className="switch-thumb" />
    </Radix.Root>
  );
}
