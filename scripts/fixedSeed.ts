// Property tests are the same at every run; RANDOM_SEED=n tries others, and a failure prints the seed that repeats it.

import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['RANDOM_SEED'] ?? 7) });
