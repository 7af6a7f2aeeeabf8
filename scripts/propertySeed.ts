// Property tests draw other examples every day, and the same all day: what fails can be run again, also with PROPERTY_SEED=n.

import fc from 'fast-check';

const today = Math.floor(Date.now() / 86_400_000);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['PROPERTY_SEED'] ?? today) });
