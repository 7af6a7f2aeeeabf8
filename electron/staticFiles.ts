// Which file of the built app answers a request, with its headers. Serves app:// in the shell and loopback in the browser. Knows no Electron.

import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * What the built window may load: itself, and nothing from elsewhere. wasm is compiled by tfjs; workers may be blobs;
 * inline styles are set by Monaco and React Flow; blob: and data: images by the galleries. Also stands in the built page itself.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "connect-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** As a header it can also forbid being framed, which the page's own tag cannot. */
export const CONTENT_SECURITY_POLICY = `${PAGE_POLICY}; frame-ancestors 'none'`;

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export interface Asset {
  /** Absolute path of an existing file inside `root`. */
  readonly file: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The file for a request path such as `/assets/index.js`; `/` is `index.html`.
 * Null for what is not there, is no file, or lies outside `root`, also through `..`, encoded or symbolic links.
 */
export function resolveAsset(root: string, requestPath: string): Asset | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const wanted = path.join(root, decoded === '/' || decoded === '' ? 'index.html' : decoded);
  if (!existsSync(wanted) || !statSync(wanted).isFile()) return null;
  const file = realpathSync(wanted);
  const inside = path.relative(realpathSync(root), file);
  if (inside.startsWith('..') || path.isAbsolute(inside)) return null;
  const type = TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
  // Names of built assets carry a hash of their content; index.html does not.
  const cache = /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { file, headers: { ...SECURITY_HEADERS, 'Content-Type': type, 'Cache-Control': cache } };
}
