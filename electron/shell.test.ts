import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync, mkdirSync, readdirSync, chmodSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge, BridgeFile } from '../src/app/platform/bridge.ts';

/** A stand-in for Electron's main and preload modules: it carries messages between the two halves of the real shell. */
const fake = vi.hoisted(() => {
  type Handler = (event: unknown, ...args: unknown[]) => unknown;
  const handlers = new Map<string, Handler>();
  const mainListeners = new Map<string, Set<Handler>>();
  const pageListeners = new Map<string, Set<Handler>>();
  const state = {
    senderUrl: 'app://netloom/index.html',
    senderParent: null as unknown,
    dialogs: [] as unknown[],
    asked: [] as unknown[],
    bridge: null as unknown,
    windows: [] as FakeWindow[],
    menus: [] as unknown[],
    external: [] as string[],
    schemes: [] as unknown[],
    protocolHandlers: new Map<string, (r: unknown) => Promise<Response>>(),
  };
  const emitter = () => {
    const listeners = new Map<string, Handler[]>();
    return {
      on: (name: string, h: Handler) => void listeners.set(name, [...(listeners.get(name) ?? []), h]),
      once: (name: string, h: Handler) => void listeners.set(name, [...(listeners.get(name) ?? []), h]),
      emit: (name: string, event: unknown, ...args: unknown[]) => listeners.get(name)?.forEach((h) => h(event, ...args)),
    };
  };
  class FakeWindow {
    events = emitter();
    on = this.events.on;
    once = this.events.once;
    closed = false;
    title = '';
    openHandler: (details: { url: string }) => unknown = () => null;
    webContents = {
      ...emitter(),
      isDestroyed: () => false,
      setWindowOpenHandler: (h: (details: { url: string }) => unknown) => (this.openHandler = h),
      session: { setPermissionRequestHandler: vi.fn() },
      send: (channel: string, ...args: unknown[]) => pageListeners.get(channel)?.forEach((h) => h({}, ...args)),
    };
    constructor(readonly options: { webPreferences: Record<string, unknown> }) {
      state.windows.push(this);
    }
    show = vi.fn();
    focus = vi.fn();
    restore = vi.fn();
    isMinimized = () => false;
    loadURL = vi.fn(() => Promise.resolve());
    setTitle = (title: string) => (this.title = title);
    setDocumentEdited = vi.fn();
    getNormalBounds = () => ({ x: 1, y: 2, width: 900, height: 700 });
    close() {
      let stopped = false;
      this.events.emit('close', { preventDefault: () => (stopped = true) });
      this.closed = !stopped;
    }
  }
  const nextAnswer = (kind: string) => (_window: unknown, options: unknown) => {
    state.asked.push({ kind, options });
    return Promise.resolve(state.dialogs.shift());
  };
  const event = () => ({ senderFrame: { url: state.senderUrl, parent: state.senderParent }, sender: state.windows.at(-1)?.webContents });
  return {
    handlers,
    state,
    reset() {
      handlers.clear();
      mainListeners.clear();
      pageListeners.clear();
      state.senderUrl = 'app://netloom/index.html';
      state.senderParent = null;
      for (const list of [state.dialogs, state.asked, state.windows, state.menus, state.external]) list.length = 0;
    },
    electron: {
      app: { addRecentDocument: vi.fn(), isPackaged: false },
      BrowserWindow: FakeWindow,
      dialog: { showOpenDialog: nextAnswer('open'), showSaveDialog: nextAnswer('save'), showMessageBox: nextAnswer('message') },
      Menu: { buildFromTemplate: (t: unknown) => t, setApplicationMenu: (m: unknown) => void state.menus.push(m) },
      shell: { openExternal: (url: string) => void state.external.push(url) },
      protocol: {
        registerSchemesAsPrivileged: (s: unknown) => void state.schemes.push(s),
        handle: (scheme: string, h: (r: unknown) => Promise<Response>) => void state.protocolHandlers.set(scheme, h),
      },
      ipcMain: {
        handle: (channel: string, h: Handler) => void handlers.set(channel, h),
        on: (channel: string, h: Handler) => void mainListeners.set(channel, (mainListeners.get(channel) ?? new Set()).add(h)),
        removeListener: (channel: string, h: Handler) => void mainListeners.get(channel)?.delete(h),
      },
      ipcRenderer: {
        // Structured cloning, as between real processes.
        invoke: async (channel: string, ...args: unknown[]) => structuredClone(await handlers.get(channel)!(event(), ...structuredClone(args))),
        send: (channel: string, ...args: unknown[]) => mainListeners.get(channel)?.forEach((h) => h(event(), ...args)),
        on: (channel: string, h: Handler) => void pageListeners.set(channel, (pageListeners.get(channel) ?? new Set()).add(h)),
        removeListener: (channel: string, h: Handler) => void pageListeners.get(channel)?.delete(h),
      },
      contextBridge: { exposeInMainWorld: (_name: string, api: unknown) => (state.bridge = api) },
    },
  };
});
vi.mock('electron', () => fake.electron);

let folder: string;
let bridge: Bridge;
let shell: Awaited<ReturnType<(typeof import('./shell.ts'))['startShell']>>;

const window = () => fake.state.windows.at(-1)!;
const file = (name: string) => path.join(folder, name);

beforeEach(async () => {
  fake.reset();
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'netloom-shell-')));
  vi.resetModules();
  const { startShell } = await import('./shell.ts');
  shell = startShell(path.join(folder, 'dist/electron'), folder);
  await import('./preload.ts');
  bridge = fake.state.bridge as Bridge;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the window', () => {
  it('is sandboxed and isolated, and loads the app by its own scheme', () => {
    expect(window().options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
    expect(window().loadURL).toHaveBeenCalledWith('app://netloom/index.html');
  });

  it('opens no second window and leaves the app for https links only, in the own browser', () => {
    expect(window().openHandler({ url: 'https://arxiv.org/abs/1505.04597' })).toEqual({ action: 'deny' });
    expect(window().openHandler({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(fake.state.external).toEqual(['https://arxiv.org/abs/1505.04597']);
    const preventDefault = vi.fn();
    window().webContents.emit('will-navigate', { url: 'http://evil.example/', preventDefault });
    window().webContents.emit('will-navigate', { url: 'app://netloom.evil/', preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(2);
    window().webContents.emit('will-navigate', { url: 'app://netloom/index.html', preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(2);
  });

  it('with unsaved changes stays open when the page says no, and closes when it says yes', async () => {
    let answer = false;
    const stop = bridge.onCloseRequest(() => Promise.resolve(answer));
    window().close();
    await vi.waitFor(() => expect(fake.handlers.size).toBeGreaterThan(0));
    expect(window().closed).toBe(false);
    await new Promise((r) => setTimeout(r, 10));
    answer = true;
    window().close();
    await vi.waitFor(() => expect(window().closed).toBe(true));
    stop();
  });

  it('whose page has crashed closes without asking', () => {
    window().webContents.emit('render-process-gone', {});
    window().close();
    expect(window().closed).toBe(true);
  });

  it('shows name and unsaved state in its title', async () => {
    bridge.setDocumentState({ name: 'u-net', dirty: true });
    await vi.waitFor(() => expect(window().title).toBe('• u-net — Netloom'));
  });
});

describe('a message', () => {
  it.each([
    ['another origin', 'https://evil.example/', null],
    ['a look-alike origin', 'app://netloom.evil/index.html', null],
    ['a frame inside the page', 'app://netloom/index.html', {}],
    ['no address', 'about:blank', null],
  ])('from %s is refused', async (_what, url, parent) => {
    fake.state.senderUrl = url;
    fake.state.senderParent = parent;
    await expect(bridge.recentFiles()).rejects.toThrow('This page may not ask that.');
  });

  it('of an unknown form is refused before anything is done', async () => {
    await expect(bridge.saveFile({ name: 'x', text: 5, path: null, saveAs: false } as never)).rejects.toThrow('a form the shell does not know');
    await expect(bridge.exportProject('x', [{ path: 'a', bytes: 'text' }] as never)).rejects.toThrow('a form the shell does not know');
    expect(fake.state.asked).toEqual([]);
  });
});

describe('a network file', () => {
  it('is saved where the user says, opened again, and listed as recent', async () => {
    fake.state.dialogs.push({ canceled: false, filePath: file('u-net') });
    const saved = await bridge.saveFile({ name: 'u-net', text: '{"a":1}', path: null, saveAs: false });
    expect(saved).toEqual({ name: 'u-net', path: file('u-net.netloom.json') });
    expect(readFileSync(saved!.path, 'utf8')).toBe('{"a":1}');
    await bridge.saveFile({ name: 'u-net', text: '{"a":2}', path: saved!.path, saveAs: false });
    expect(readFileSync(saved!.path, 'utf8')).toBe('{"a":2}');
    fake.state.dialogs.push({ canceled: false, filePaths: [saved!.path] });
    expect(await bridge.openFile()).toEqual({ name: 'u-net', text: '{"a":2}', path: saved!.path });
    expect(await bridge.recentFiles()).toMatchObject([{ name: 'u-net', path: saved!.path }]);
    expect(JSON.stringify(fake.state.menus.at(-1))).toContain('u-net.netloom.json');
    await bridge.forgetRecent(saved!.path);
    expect(await bridge.recentFiles()).toEqual([]);
  });

  it('that the user did not choose is neither read nor written', async () => {
    writeFileSync(file('secret.json'), 'secret');
    await expect(bridge.openRecent(file('secret.json'))).rejects.toThrow('was not chosen by you');
    await expect(bridge.saveFile({ name: 'x', text: 'x', path: file('secret.json'), saveAs: false })).rejects.toThrow('was not chosen by you');
    expect(readFileSync(file('secret.json'), 'utf8')).toBe('secret');
  });

  it('that cannot be written says why and leaves the old one whole', async () => {
    fake.state.dialogs.push({ canceled: false, filePath: file('missing/folder/x.json') });
    await expect(bridge.saveFile({ name: 'x', text: 'x', path: null, saveAs: true })).rejects.toThrow('is not there any more');
  });

  it('keeps its mode and its link, and leaves no temporary file', async () => {
    writeFileSync(file('real.json'), 'old');
    chmodSync(file('real.json'), 0o600);
    symlinkSync(file('real.json'), file('link.json'));
    fake.state.dialogs.push({ canceled: false, filePath: file('link.json') });
    await bridge.saveFile({ name: 'x', text: 'new', path: null, saveAs: true });
    expect(readFileSync(file('real.json'), 'utf8')).toBe('new');
    expect(statSync(file('real.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((n) => n.endsWith('.tmp'))).toEqual([]);
  });

  it('given before the page is ready arrives when it is', async () => {
    writeFileSync(file('given.netloom.json'), '{}');
    shell.openPath(file('given.netloom.json'));
    const opened: BridgeFile[] = [];
    bridge.onOpenFile((f) => opened.push(f));
    await vi.waitFor(() => expect(opened).toEqual([{ name: 'given', text: '{}', path: file('given.netloom.json') }]));
  });

  it('given that is gone is told to the user', async () => {
    fake.state.dialogs.push({ response: 0 });
    bridge.onOpenFile(() => undefined);
    await new Promise((r) => setTimeout(r, 5));
    shell.openPath(file('gone.json'));
    await vi.waitFor(() => expect(JSON.stringify(fake.state.asked)).toContain('is not there any more'));
  });
});

describe('an exported project', () => {
  const bytes = new Uint8Array([1, 2, 3]);

  it('is written into a folder of its name', async () => {
    fake.state.dialogs.push({ canceled: false, filePaths: [folder] });
    expect(await bridge.exportProject('u/net', [{ path: 'weights/weights.bin', bytes }])).toBe(file('u-net'));
    expect([...readFileSync(file('u-net/weights/weights.bin'))]).toEqual([1, 2, 3]);
  });

  it('does not overwrite a folder without asking', async () => {
    mkdirSync(file('net'));
    writeFileSync(file('net/mine.txt'), 'mine');
    fake.state.dialogs.push({ canceled: false, filePaths: [folder] }, { response: 1 });
    expect(await bridge.exportProject('net', [{ path: 'mine.txt', bytes }])).toBeNull();
    expect(readFileSync(file('net/mine.txt'), 'utf8')).toBe('mine');
  });

  it('cannot write outside its folder', async () => {
    fake.state.dialogs.push({ canceled: false, filePaths: [folder] });
    await expect(bridge.exportProject('net', [{ path: '../evil.txt', bytes }])).rejects.toThrow('outside');
    expect(readdirSync(folder)).not.toContain('evil.txt');
  });
});

it('a data folder comes with the paths of its files, hidden ones left out', async () => {
  mkdirSync(file('data/masks'), { recursive: true });
  writeFileSync(file('data/masks/0.png'), 'm');
  writeFileSync(file('data/.hidden'), 'h');
  fake.state.dialogs.push({ canceled: false, filePaths: [file('data')] });
  const chosen = await bridge.chooseFolder('Images');
  expect(chosen?.name).toBe('data');
  expect(chosen?.files.map((f) => f.path)).toEqual(['masks/0.png']);
});

it('every command of the menu reaches the window', () => {
  const received: string[] = [];
  bridge.onMenu((command) => received.push(command));
  const click = (items: readonly { label?: string; click?: () => void; submenu?: unknown }[]): void => {
    for (const entry of items) {
      if (Array.isArray(entry.submenu)) click(entry.submenu as never);
      else if (entry.click && !entry.label?.includes('API')) entry.click();
    }
  };
  return vi.waitFor(() => {
    received.length = 0;
    click(fake.state.menus.at(-1) as never);
    expect(received).toEqual(['new', 'open', 'save', 'saveAs', 'export', 'undo', 'redo', 'cut', 'copy', 'paste', 'duplicate', 'delete', 'selectAll', 'zoomIn', 'zoomOut', 'fit', 'toggleTheme', 'train', 'about']);
  });
});

describe('the app’s own protocol', () => {
  const request = (url: string, method = 'GET') => fake.state.protocolHandlers.get('app')!({ url, method });

  beforeEach(async () => {
    mkdirSync(file('app/assets'), { recursive: true });
    writeFileSync(file('app/index.html'), '<!doctype html>');
    writeFileSync(file('app/assets/a.wasm'), 'wasm');
    writeFileSync(file('secret.txt'), 'secret');
    symlinkSync(file('secret.txt'), file('app/assets/link.txt'));
    const { serveApp, declareScheme } = await import('./protocol.ts');
    declareScheme();
    serveApp(file('app'));
  });

  it('is a secure origin and serves with a strict content security policy', async () => {
    expect(JSON.stringify(fake.state.schemes)).toContain('"secure":true');
    const response = await request('app://netloom/');
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self' 'wasm-unsafe-eval';/);
    expect(response.headers.get('content-security-policy')).not.toContain("'unsafe-eval'");
    expect((await request('app://netloom/assets/a.wasm')).headers.get('content-type')).toBe('application/wasm');
  });

  it.each(['app://netloom/../secret.txt', 'app://netloom/%2e%2e/secret.txt', 'app://netloom/..%2fsecret.txt', 'app://netloom/..%5csecret.txt', 'app://netloom/assets/link.txt', 'app://netloom/assets', 'app://netloom/%00', 'app://netloom/%', 'app://other/index.html'])(
    'gives nothing for %s',
    async (url) => expect((await request(url)).status).toBe(404),
  );

  it('answers GET only', async () => expect((await request('app://netloom/', 'POST')).status).toBe(404));
});

describe('Chromium’s switches', () => {
  it('enable WebGPU on Linux, and Vulkan compositing only when asked', async () => {
    const { chromiumSwitches } = await import('./switches.ts');
    const names = (system: NodeJS.Platform, env = {}) => chromiumSwitches(system, env).map((s) => s.name);
    expect(names('linux')).toContain('enable-unsafe-webgpu');
    expect(names('linux')).not.toContain('enable-features');
    expect(names('linux', { NETLOOM_VULKAN: '1' })).toContain('enable-features');
    expect(names('darwin')).not.toContain('enable-unsafe-webgpu');
  });
});

it('files among the arguments are found, switches are not', async () => {
  const { filesFromArguments } = await import('./shell.ts');
  expect(filesFromArguments(['.', '--inspect', 'a.netloom.json', '-x.json'], '/home/me')).toEqual(['/home/me/a.netloom.json']);
});
