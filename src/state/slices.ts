// Long work in slices, between which the window answers. Knows no React.

/** Work between two looks at the clock of the window: half a frame. */
const SLICE_MS = 7;

/**
 * Takes steps of `work` until it is done, a slice now and then; then calls `onDone` with its result. Returns how to drop it.
 * A step that throws ends the work, and throws.
 */
export function inSlices<T>(work: Iterator<void, T>, onDone: (result: T) => void, now: () => number = () => performance.now()): () => void {
  const slice = (): void => {
    for (const start = now(); now() - start < SLICE_MS; ) {
      const step = work.next();
      if (!step.done) continue;
      onDone(step.value);
      return;
    }
    timer = setTimeout(slice);
  };
  let timer = setTimeout(slice);
  return () => clearTimeout(timer);
}

/** The result of `work` when it is done; null where `signal` ended it before. */
export function result<T>(work: Iterator<void, T>, signal: AbortSignal, now?: () => number): Promise<T | null> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(null);
    const drop = inSlices(work, resolve, now);
    signal.addEventListener('abort', () => {
      drop();
      resolve(null);
    });
  });
}
