// Random numbers that depend only on what they are asked for: seeded streams, shuffles and masks. The same on every machine.

/** A well mixed 32-bit hash of a 32-bit integer. (Chris Wellons 2018, "lowbias32") */
export function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** One number out of several, in which each of them matters. */
export function mixAll(...values: readonly number[]): number {
  return values.reduce((state, value) => mix((state + 0x9e3779b9) ^ mix(value)), 0);
}

/** A stream of numbers in [0, 1). (mulberry32, Tommy Ettinger 2017) */
export function randomStream(seed: number): () => number {
  let state = mix(seed);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** The numbers 0 … count−1 in an order that depends on the seed. (Fisher and Yates) */
export function shuffled(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const next = randomStream(seed);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}

/** `size` values, each `1 / (1 − rate)` or, with probability `rate`, 0. Element i depends on `key` and i alone. */
export function dropoutMask(size: number, rate: number, key: number): Float32Array {
  const mask = new Float32Array(size);
  const threshold = rate * 4294967296;
  const kept = 1 / (1 - rate);
  for (let i = 0; i < size; i++) {
    // `mix` written out: a call per element costs half of the time.
    let x = (key + Math.imul(i, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    if ((x ^ (x >>> 16)) >>> 0 >= threshold) mask[i] = kept;
  }
  return mask;
}

/** Name under which a backend may drop the same values of its input `x` itself; attributes `rate` and `key`. */
export const DROPOUT_KERNEL = 'NetloomDropout';

/** `size` normally distributed values. Elements 2i and 2i+1 depend on `key` and i alone. (Box and Muller 1958) */
export function gaussians(size: number, mean: number, stddev: number, key: number): Float32Array {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    // In (0, 1], so that the logarithm is finite.
    const radius = stddev * Math.sqrt(-2 * Math.log((mix(key + Math.imul(i, 0x9e3779b9)) + 1) / 4294967296));
    const angle = (2 * Math.PI * mix(key + Math.imul(i + 1, 0x9e3779b9))) / 4294967296;
    values[i] = mean + radius * Math.cos(angle);
    if (i + 1 < size) values[i + 1] = mean + radius * Math.sin(angle);
  }
  return values;
}
