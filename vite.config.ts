import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { PAGE_POLICY } from './electron/staticFiles.ts';

/** The policy also stands in the page, for where it is served without headers. The dev server injects inline scripts, so builds only. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY }, injectTo: 'head-prepend' }],
};

export default defineConfig({
  // Relative, so that the same build runs under app:// and on any loopback path.
  base: './',
  plugins: [react(), contentSecurityPolicy],
  build: { outDir: 'dist/app', target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 6000 },
  worker: { format: 'es' },
  // The worker and the window must share one tfjs: found late, the dev server would bundle a second copy.
  optimizeDeps: { include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', '@tensorflow/tfjs-backend-wasm'] },
});
