// Chromium's command-line switches that training on WebGPU needs, per system. Knows no Electron.

export interface Switch {
  readonly name: string;
  readonly value?: string;
}

/**
 * On Linux WebGPU is behind a flag, and many drivers are on the block list of GPU features.
 * `Vulkan` as a feature is left out on purpose: it moves *compositing* to Vulkan, which shows a blank window on
 * some drivers, and compute does not need it; NETLOOM_VULKAN=1 asks for it.
 * A training run must not be slowed down because its window is covered.
 */
export function chromiumSwitches(system: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): readonly Switch[] {
  const switches: Switch[] = [{ name: 'disable-renderer-backgrounding' }, { name: 'disable-background-timer-throttling' }];
  if (system === 'linux') {
    switches.push({ name: 'enable-unsafe-webgpu' }, { name: 'ignore-gpu-blocklist' });
    if (environment['NETLOOM_VULKAN'] === '1') switches.push({ name: 'enable-features', value: 'Vulkan' });
  }
  const adapter = environment['NETLOOM_WEBGPU_ADAPTER'];
  if (adapter !== undefined && /^[a-z]+$/.test(adapter)) switches.push({ name: 'use-webgpu-adapter', value: adapter });
  return switches;
}
