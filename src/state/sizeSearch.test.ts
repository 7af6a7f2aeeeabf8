import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InputSizes } from '../compiler/legalSizes/legalSizes.ts';
import { documentOf } from '../compiler/testDocuments.ts';
import { parseDocument } from '../graph/parse.ts';
import { startSizeSearch } from './sizeSearch.ts';

/** Stands where the browser's worker would. */
class HeldWorker extends EventTarget {
  static last: HeldWorker;
  readonly posted: unknown[] = [];
  ended = false;
  constructor() {
    super();
    HeldWorker.last = this;
  }
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
}

const document = documentOf([['image', 'input', { shape: [8, 8, 1] }], ['o', 'output']], ['image>o']);

describe('the search for sizes, in its worker', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('Worker', HeldWorker);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('gets the network as the text of its file, hands on what was found and ends', () => {
    const found: unknown[] = [];
    startSizeSearch(document, (sizes) => found.push(sizes));
    vi.runAllTimers();
    expect(parseDocument(HeldWorker.last.posted.map(String).join())).toMatchObject({ ok: true, document });
    const sizes: readonly InputSizes[] = [];
    HeldWorker.last.dispatchEvent(new MessageEvent('message', { data: sizes }));
    expect([found, HeldWorker.last.ended]).toEqual([[sizes], true]);
  });

  it('says that it found nothing out where the worker fails, and nothing to the console', () => {
    const found: unknown[] = [];
    startSizeSearch(document, (sizes) => found.push(sizes));
    const failure = new Event('error', { cancelable: true });
    HeldWorker.last.dispatchEvent(failure);
    expect([found, HeldWorker.last.ended, failure.defaultPrevented]).toEqual([[null], true, true]);
  });

  it('that is dropped sends nothing any more, and its worker ends', () => {
    const stop = startSizeSearch(document, () => expect.fail());
    stop();
    vi.runAllTimers();
    expect([HeldWorker.last.posted, HeldWorker.last.ended]).toEqual([[], true]);
  });
});
