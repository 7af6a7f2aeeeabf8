// app://netloom/…: the built window as an origin of its own, with its security headers. Registered before the app is ready.

import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { resolveAsset, SECURITY_HEADERS } from './staticFiles.ts';

export const SCHEME = 'app';
export const ORIGIN = 'app://netloom';

/** `standard` and `secure` make it a secure context: WebGPU, workers and the clipboard work as on https. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

export function serveApp(root: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const asset = url.host === 'netloom' && request.method === 'GET' ? resolveAsset(root, url.pathname) : null;
    if (!asset) return new Response('Not found.', { status: 404, headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/plain' } });
    return new Response(new Uint8Array(await readFile(asset.file)), { headers: asset.headers });
  });
}
