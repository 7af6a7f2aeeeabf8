// A question mark beside a part of the window: what it is for, and what one may do next.

import { CircleHelp } from 'lucide-react';
import { Popover } from 'radix-ui';
import { commandOf, isEnabled, run } from '../commands/index.ts';
import { shortcutText } from '../commands/shortcuts.ts';
import { InlineCode } from '../panels/InlineCode.tsx';
import { helpTexts, type HelpTopic } from './help.ts';

export function HelpButton({ topic }: { readonly topic: HelpTopic }) {
  const { title, text, commands } = helpTexts[topic];
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="icon-button icon-button-sm" aria-label={`What ${title} is for`} title={`What ${title} is for`}>
          <CircleHelp size={14} aria-hidden="true" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="help" side="top" align="end" sideOffset={6} collisionPadding={8} aria-label={`What ${title} is for`}>
          <h2>{title}</h2>
          {text.map((paragraph) => (
            <p key={paragraph}>
              <InlineCode text={paragraph} />
            </p>
          ))}
          <ul>
            {[...commands, 'help.tour' as const].map((id) => {
              const command = commandOf(id);
              return (
                <li key={id}>
                  <Popover.Close asChild>
                    <button type="button" className="help-command" disabled={!isEnabled(command)} onClick={() => void run(command)}>
                      <span>{command.label}</span>
                      {command.shortcut ? <kbd>{shortcutText(command.shortcut)}</kbd> : null}
                    </button>
                  </Popover.Close>
                </li>
              );
            })}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
