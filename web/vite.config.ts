import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** `npx vite build web` → dist/web. `npx vite web` serves the page with reload and passes the API on to a running server. */
export default defineConfig({
  root: here,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The CSP forbids inline scripts; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: {
    proxy: {
      '/api': process.env.YANPIAO_SERVER ?? 'http://127.0.0.1:8080',
      '/healthz': process.env.YANPIAO_SERVER ?? 'http://127.0.0.1:8080',
    },
  },
});
