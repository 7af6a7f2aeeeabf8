// The list of recently opened files, kept in the user's data folder. Knows no Electron.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atomicWrite } from './atomicWrite.ts';

export interface RecentEntry {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

const LONGEST = 12;

/** Keeps the list in `store`; a damaged or missing store is an empty list. */
export class RecentFiles {
  private entries: readonly RecentEntry[] | null = null;

  constructor(
    private readonly store: string,
    private readonly now: () => number = Date.now,
  ) {}

  async list(): Promise<readonly RecentEntry[]> {
    this.entries ??= await readEntries(this.store);
    return this.entries;
  }

  async add(file: string): Promise<void> {
    const entry = { path: path.resolve(file), openedAt: this.now() };
    await this.keep([entry, ...(await this.list()).filter((e) => e.path !== entry.path)].slice(0, LONGEST));
  }

  async remove(file: string): Promise<void> {
    await this.keep((await this.list()).filter((e) => e.path !== path.resolve(file)));
  }

  private async keep(entries: readonly RecentEntry[]): Promise<void> {
    this.entries = entries;
    // The list is a convenience: if it cannot be kept, opening and saving go on.
    await atomicWrite(this.store, JSON.stringify(entries)).catch(() => undefined);
  }
}

async function readEntries(store: string): Promise<readonly RecentEntry[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(store, 'utf8'));
    if (!Array.isArray(parsed)) return [];
    return parsed
      .filter((e): e is RecentEntry => typeof e === 'object' && e !== null && typeof e.path === 'string' && typeof e.openedAt === 'number')
      .slice(0, LONGEST);
  } catch {
    return [];
  }
}
