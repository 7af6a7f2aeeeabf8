// SpatialDropout1D: whole channels of a sequence left out at random. Its rules are those of all spatial dropouts.

import { defineLayer } from '../layer.ts';
import { spatialDropoutOver } from './spatialDropout.ts';

export const spatialDropout1d = defineLayer({ type: 'spatialDropout1d', label: 'SpatialDropout1D', ...spatialDropoutOver('SpatialDropout1D', 1) });
