// Work in steps: a generator that stops where the window may want to answer. Who cannot wait takes all of them at once.

/** @returns what the last step gives */
export function atOnce<T>(steps: Iterator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
