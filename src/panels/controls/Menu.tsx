// A menu on a button, and a context menu, over the same list of items. Radix menus with the window's look.

import { Check, ChevronRight } from 'lucide-react';
import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import './controls.css';

export interface ActionItem {
  readonly kind?: 'item';
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Shows a check mark. */
  readonly checked?: boolean;
  readonly perform: () => void;
}

export type MenuItem =
  | ActionItem
  /** A menu beside the menu. */
  | { readonly kind: 'menu'; readonly label: string; readonly icon?: ReactNode; readonly disabled?: boolean; readonly items: readonly MenuItem[] }
  | { readonly kind: 'separator' }
  | { readonly kind: 'heading'; readonly label: string };

interface Parts {
  readonly Item: typeof RadixDropdown.Item;
  readonly Separator: typeof RadixDropdown.Separator;
  readonly Label: typeof RadixDropdown.Label;
  readonly Sub: typeof RadixDropdown.Sub;
  readonly SubTrigger: typeof RadixDropdown.SubTrigger;
  readonly SubContent: typeof RadixDropdown.SubContent;
  readonly Portal: typeof RadixDropdown.Portal;
}

/** A function is asked when the menu opens, so that what is enabled is up to date. */
export type MenuItems = readonly MenuItem[] | (() => readonly MenuItem[]);

function Items({ items: given, parts }: { readonly items: MenuItems; readonly parts: Parts }) {
  const items = typeof given === 'function' ? given() : given;
  const { Item, Separator, Label, Sub, SubTrigger, SubContent, Portal } = parts;
  return items.map((item, index) => {
    if (item.kind === 'separator') return <Separator key={`separator-${index}`} className="menu-separator" />;
    if (item.kind === 'heading') return <Label key={item.label} className="menu-heading">{item.label}</Label>;
    if (item.kind === 'menu') {
      return (
        <Sub key={item.label}>
          <SubTrigger className="menu-item" disabled={item.disabled}>
            <span className="menu-check" aria-hidden="true">{item.icon}</span>
            <span className="menu-label">{item.label}</span>
            <ChevronRight size={14} className="menu-more" aria-hidden="true" />
          </SubTrigger>
          <Portal>
            <SubContent className="menu" sideOffset={2} alignOffset={-5} collisionPadding={8}>
              <Items items={item.items} parts={parts} />
            </SubContent>
          </Portal>
        </Sub>
      );
    }
    return (
      <Item key={item.label} className={`menu-item ${item.danger ? 'menu-item-danger' : ''}`} disabled={item.disabled} onSelect={item.perform}>
        <span className="menu-check" aria-hidden="true">{item.checked ? <Check size={14} /> : item.icon}</span>
        <span className="menu-label">{item.label}</span>
        {item.shortcut ? <kbd>{item.shortcut}</kbd> : null}
      </Item>
    );
  });
}

export interface MenuProps {
  /** The button that opens it; one element that takes a ref. */
  readonly trigger: ReactElement;
  readonly items: MenuItems;
  readonly align?: 'start' | 'center' | 'end';
}

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <RadixDropdown.Root modal={false}>
      <RadixDropdown.Trigger asChild>{trigger}</RadixDropdown.Trigger>
      <RadixDropdown.Portal>
        <RadixDropdown.Content className="menu" align={align} sideOffset={6} collisionPadding={8}>
          <Items items={items} parts={RadixDropdown} />
        </RadixDropdown.Content>
      </RadixDropdown.Portal>
    </RadixDropdown.Root>
  );
}

export interface ContextMenuProps {
  readonly children: ReactElement;
  readonly items: MenuItems;
  /** Called when it has gone: gives the keyboard back. Left out, it goes to where it was. */
  readonly onClosed?: () => void;
}

/** Opens on right click (or the menu key) over `children`. */
export function ContextMenu({ children, items, onClosed }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content
          className="menu"
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (!onClosed) return;
            event.preventDefault();
            onClosed();
          }}
        >
          <Items items={items} parts={RadixContext as Parts} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}
