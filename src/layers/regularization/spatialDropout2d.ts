// SpatialDropout2D: whole channels of a map left out at random. Its rules are those of all spatial dropouts.

import { defineLayer } from '../layer.ts';
import { spatialDropoutOver } from './spatialDropout.ts';

export const spatialDropout2d = defineLayer({ type: 'spatialDropout2d', label: 'SpatialDropout2D', ...spatialDropoutOver('SpatialDropout2D', 2) });
