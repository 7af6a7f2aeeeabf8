// How many pictures a template draws to train on.

/** Values that all samples may hold together: 128 MiB of floats. */
const VALUES = 2 ** 25;

/** As many images of this size as fit into memory with ease, at most 2000. */
export const imageCount = (size: number, channels = 3): number => Math.max(16, Math.min(2000, Math.floor(VALUES / (size * size * channels) / 10) * 10));
