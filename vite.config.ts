import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the same build runs under app:// and on any loopback path.
  base: './',
  plugins: [react()],
  build: { outDir: 'dist/app', target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 6000 },
  worker: { format: 'es' },
});
