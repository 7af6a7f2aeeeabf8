// Mends the gradients that tfjs lacks or gets wrong on every backend; each fault is described where it is mended.

import { broadcastGradients } from './broadcastGradients.ts';
import { convolutionGradients } from './convolutionGradients.ts';
import { placingGradients } from './placingGradients.ts';
import { poolingGradients } from './poolingGradients.ts';
import { resizeGradients } from './resizeGradients.ts';

/** Calling it again changes nothing. */
export function correctGradients(): void {
  broadcastGradients();
  placingGradients();
  poolingGradients();
  resizeGradients();
  convolutionGradients();
}
