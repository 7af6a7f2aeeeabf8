import { describe, expect, it } from 'vitest';
import { errorOf, TrainingFailure } from './failure.ts';

describe('what goes wrong in training', () => {
  it('is told by its kind, with what can be done about it', () => {
    const kinds = [
      ['Aborted(). Build with -sASSERTIONS for more info.', 'out-of-memory', /WebAssembly engine .* 4 GiB/],
      ['Array buffer allocation failed', 'out-of-memory', /not enough memory/],
      ['A valid external Instance reference: GPU connection lost', 'device-lost', /stopped answering/],
      ['Aborted by the user', 'internal', /Aborted by the user/],
    ] as const;
    for (const [message, kind, says] of kinds) {
      const error = errorOf(new Error(message));
      expect([error.kind, error.message]).toEqual([kind, expect.stringMatching(says)]);
      expect(error.advice).not.toBe('');
    }
  });

  it('keeps what is known of it already', () => {
    const known = { kind: 'data', message: 'No samples.', advice: 'Choose some.' } as const;
    expect(errorOf(new TrainingFailure(known))).toBe(known);
  });
});
