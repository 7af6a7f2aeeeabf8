// The engine for browsers without WebGPU: tfjs's WebGL backend, where it computes in full precision.

import * as tf from '@tensorflow/tfjs';
import { LOST_ADVICE } from '../failure.ts';
import type { TrainingError } from '../messages.ts';

interface WebGlBackend {
  getGPGPUContext(): { readonly gl: WebGLRenderingContext };
}

let watched: WebGLRenderingContext | null = null;
let report: (error: TrainingError) => void = () => {};

/** @returns the adapter, for people. @throws why it cannot be used */
export async function openWebGl(onFailure: (error: TrainingError) => void): Promise<string> {
  const hasCanvas = typeof OffscreenCanvas !== 'undefined' || typeof document !== 'undefined';
  if (!hasCanvas || tf.findBackendFactory('webgl') === null) throw new Error('there is none here.');
  if (!(await tf.setBackend('webgl'))) throw new Error('it could not be started.');
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    throw new Error('it computes in half precision only on this device, in which training does not converge.');
  }
  report = onFailure;
  const { gl } = (tf.backend() as unknown as WebGlBackend).getGPGPUContext();
  if (watched !== gl) {
    watched = gl;
    gl.canvas.addEventListener('webglcontextlost', () =>
      report({ kind: 'device-lost', message: 'The GPU took back its WebGL context.', advice: LOST_ADVICE }),
    );
  }
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = info === null ? null : gl.getParameter(info.UNMASKED_RENDERER_WEBGL);
  return typeof name === 'string' && name !== '' ? name : 'WebGL';
}
