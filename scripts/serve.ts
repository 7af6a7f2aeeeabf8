// Serves the built app on loopback, to this machine only.

import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { resolveAsset, SECURITY_HEADERS } from '../electron/staticFiles.ts';

export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `root` at 127.0.0.1. A fixed port keeps the browser's stored work (it belongs to the origin); if it is taken, a free one is used.
 * Requests whose Host is not loopback are refused, so that no web page can reach it through a name of its own (DNS rebinding).
 */
export async function serve(root: string, port = 41_987): Promise<Serving> {
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (host !== '127.0.0.1' && host !== 'localhost') {
      response.writeHead(403, SECURITY_HEADERS).end('Only this machine may ask.');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...SECURITY_HEADERS, Allow: 'GET, HEAD' }).end();
      return;
    }
    const asset = resolveAsset(root, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!asset) {
      response.writeHead(404, { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found.');
      return;
    }
    response.writeHead(200, asset.headers);
    if (request.method === 'HEAD') response.end();
    else createReadStream(asset.file).on('error', () => response.destroy()).pipe(response);
  });
  const used = await listen(server, port).catch(() => listen(server, 0));
  return {
    url: `http://127.0.0.1:${used}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
