// Seeded random numbers for data: the same seed gives the same numbers on every machine. Imports nothing; shipped with exported projects.

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** A whole number from 0 to below − 1. */
  below(below: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand), started from a seed and a stream number.
 * Streams of one seed are independent, so that sample i stays the same however many samples there are.
 */
export function random(seed: number, stream = 0): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const bits = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  // The state needs about 12 rounds until near seeds have nothing in common.
  for (let round = 0; round < 15; round++) bits();
  const next = (): number => bits() / 0x1_0000_0000;
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    below: (below) => Math.floor(next() * below),
    // Box and Muller 1958; 1 − u keeps the logarithm's argument above 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/**
 * Adds noise of this standard deviation to values in [0, 1] and cuts off what leaves that range.
 * The sum of two uniform numbers, scaled to standard deviation 1, is near enough to a normal one and much cheaper.
 */
export function addNoise(values: Float32Array, deviation: number, source: Random): void {
  if (deviation === 0) return;
  const amplitude = deviation * Math.sqrt(6);
  for (let k = 0; k < values.length; k++) {
    const value = values[k]! + amplitude * (source.next() + source.next() - 1);
    values[k] = value < 0 ? 0 : value > 1 ? 1 : value;
  }
}

/** The numbers from 0 to count − 1 in a random order (Fisher and Yates). */
export function permutation(count: number, source: Random): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const j = source.below(i + 1);
    order[i] = order[j]!;
    order[j] = i;
  }
  return order;
}
