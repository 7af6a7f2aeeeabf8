// Numbers of a training run as people read them. Pure.

/** A metric in about three digits: `0.182`, `12.4`, `1,234`, `2.1e-4`; `–` where there is none, `not finite` for NaN. */
export function formatMetric(value: number | undefined): string {
  if (value === undefined) return '–';
  if (!Number.isFinite(value)) return 'not finite';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-3) return value.toExponential(1);
  if (size < 10) return value.toFixed(3);
  if (size < 1000) return value.toPrecision(3);
  return size < 1e6 ? Math.round(value).toLocaleString('en') : value.toExponential(2);
}

/** `16 s`, `3 min 20 s`, `1 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** `31 steps/s`, `2.4 steps/s`; below one, seconds per step say more: `3.2 s/step`. */
export function formatRate(stepsPerSecond: number): string {
  if (!Number.isFinite(stepsPerSecond) || stepsPerSecond <= 0) return '–';
  if (stepsPerSecond < 1) return `${(1 / stepsPerSecond).toFixed(1)} s/step`;
  return `${stepsPerSecond < 10 ? stepsPerSecond.toFixed(1) : Math.round(stepsPerSecond)} steps/s`;
}

export const formatCount = (count: number): string => count.toLocaleString('en');

const names: Readonly<Record<string, string>> = { loss: 'Loss', accuracy: 'Accuracy', dice: 'Dice', mae: 'Mean error' };

/** `dice` → `Dice`, `mask_dice` → `Dice of mask`. */
export function metricLabel(name: string): string {
  const known = names[name];
  if (known) return known;
  const at = name.lastIndexOf('_');
  const metric = names[name.slice(at + 1)];
  return at > 0 && metric ? `${metric} of ${name.slice(0, at)}` : name;
}

export const backendLabels = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'CPU' } as const;
