// Counts the GPU programs that this worker starts, and puts the count into every message it posts. Import it first.

let dispatches = 0;
if (typeof GPUComputePassEncoder !== 'undefined') {
  const { prototype } = GPUComputePassEncoder;
  const { dispatchWorkgroups } = prototype;
  prototype.dispatchWorkgroups = function (...args) {
    dispatches++;
    return dispatchWorkgroups.apply(this, args);
  };
}
const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = scope.postMessage.bind(scope) as (message: object) => void;
scope.postMessage = (message: object) => post({ ...message, dispatches });
