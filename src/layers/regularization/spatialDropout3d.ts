// SpatialDropout3D: whole channels of a volume left out at random. Its rules are those of all spatial dropouts.

import { defineLayer } from '../layer.ts';
import { spatialDropoutOver } from './spatialDropout.ts';

export const spatialDropout3d = defineLayer({ type: 'spatialDropout3d', label: 'SpatialDropout3D', ...spatialDropoutOver('SpatialDropout3D', 3) });
