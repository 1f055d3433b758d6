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
    rolldownOptions: {
      output: {
        // What every page needs comes in few files that stay in the cache; a page brings only what is its own.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/,
              priority: 2,
            },
            { name: 'parts', test: /node_modules/, minShareCount: 3, priority: 1 },
            { name: 'page', test: /web[\\/]src[\\/]/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': process.env.YANPIAO_SERVER ?? 'http://127.0.0.1:8080',
      '/healthz': process.env.YANPIAO_SERVER ?? 'http://127.0.0.1:8080',
    },
  },
});
