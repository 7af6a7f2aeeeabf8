// Messages from the window: every channel checks who sends it and what comes, before anything is done.

import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { ORIGIN } from './protocol.ts';

/** Only the app's own page, in the main frame of a window of ours, may ask. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null) return false;
  try {
    const url = new URL(frame.url);
    return `${url.protocol}//${url.host}` === ORIGIN;
  } catch {
    return false;
  }
}

/** What a handler gives back: an error crosses the bridge as a message for people, never as a stack. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** Registers a channel. `check` narrows the untrusted arguments or returns null. */
export function handle<A, R>(channel: string, check: (args: readonly unknown[]) => A | null, perform: (args: A, event: IpcMainInvokeEvent) => Promise<R> | R): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Answer<R>> => {
    if (!isTrustedSender(event)) return { ok: false, message: 'This page may not ask that.' };
    const checked = check(args);
    if (checked === null) return { ok: false, message: `The window asked for "${channel}" in a form the shell does not know.` };
    try {
      return { ok: true, value: await perform(checked, event) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  });
}
