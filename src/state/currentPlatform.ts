// The platform the window runs on, set once at start-up. A place of its own, so that commands and panels need not know the app.

import type { Platform } from './platform.ts';

let current: Platform | null = null;

export function setPlatform(platform: Platform): void {
  current = platform;
}

/** Throws if called before start-up has set one, which is a mistake in the program. */
export function platform(): Platform {
  if (!current) throw new Error('The platform is asked for before start-up has set it.');
  return current;
}
