import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * What the built window may load: itself, and nothing from elsewhere. wasm is compiled by tfjs and Vite's workers may be blobs;
 * inline styles are set by Monaco and React Flow. The dev server injects inline scripts, so the policy is for builds only.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
};

export default defineConfig({
  // Relative, so that the same build runs under app:// and on any loopback path.
  base: './',
  plugins: [react(), contentSecurityPolicy],
  build: { outDir: 'dist/app', target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 6000 },
  worker: { format: 'es' },
});
