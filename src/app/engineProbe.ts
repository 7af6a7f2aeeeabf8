// Asks the browser once what it could train on, for the status bar before the first run. What a run really uses, its worker reports.

export interface EngineGuess {
  readonly backend: 'webgpu' | 'webgl' | 'cpu';
  readonly adapter: string;
}

function webglRenderer(): string | null {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** "nvidia", "ada-lovelace" → "Nvidia Ada lovelace": what Chrome tells of the adapter where it hides the product's name. */
const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replaceAll('-', ' ');

export async function probeEngine(): Promise<EngineGuess> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter) {
    const { description, vendor, architecture } = adapter.info;
    const name = description || [vendor, architecture].filter((part) => part !== '').map(titled).join(' ');
    return { backend: 'webgpu', adapter: name || 'GPU' };
  }
  const renderer = webglRenderer();
  return renderer ? { backend: 'webgl', adapter: renderer } : { backend: 'cpu', adapter: 'CPU' };
}
