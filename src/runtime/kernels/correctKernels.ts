// Mends what tfjs and its backends get wrong or lack in training; each fault is described where it is mended.

import { correctBatchNormalization } from '../correctBatchNormalization.ts';
import { correctGradients } from '../gradients/correctGradients.ts';
import { addNInParts } from './addN.ts';
import { fusedAdam } from './fusedAdam.ts';
import { longSoftmax } from './longSoftmax.ts';
import { realCast } from './realCast.ts';
import { watchRefusals } from './refusals.ts';
import { webgpuBatchNorm } from './webgpuBatchNorm.ts';
import { webgpuCumulative } from './webgpuCumulative.ts';
import { webgpuDropout } from './webgpuDropout.ts';
import { webgpuFilterGradient } from './webgpuFilterGradient.ts';
import { highRanks } from './webgpuHighRank.ts';
import { longDispatches } from './webgpuLongDispatch.ts';
import { webgpuMaxPoolGradient } from './webgpuMaxPoolGradient.ts';
import { webgpuSum } from './webgpuSum.ts';
import { wasmDepthwiseGradients } from './wasmDepthwiseGradients.ts';
import { wasmFilterGradient } from './wasmFilterGradient.ts';
import { wasmMaxPoolGradient } from './wasmMaxPoolGradient.ts';
import { wasmSegmentSum } from './wasmSegmentSum.ts';

/** Call it once the backend is set and before training. Calling it again changes nothing. */
export function correctKernels(backend: string): void {
  correctGradients();
  correctBatchNormalization();
  switch (backend) {
    case 'webgpu':
      watchRefusals();
      addNInParts();
      highRanks();
      longDispatches();
      webgpuCumulative();
      longSoftmax();
      webgpuMaxPoolGradient();
      webgpuSum();
      webgpuBatchNorm();
      webgpuFilterGradient();
      webgpuDropout();
      realCast();
      fusedAdam('webgpu');
      break;
    case 'wasm':
      wasmFilterGradient();
      wasmDepthwiseGradients();
      wasmMaxPoolGradient();
      wasmSegmentSum();
      fusedAdam('wasm');
      break;
    case 'cpu':
      fusedAdam('cpu');
      break;
    default:
  }
}
