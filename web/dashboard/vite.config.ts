import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { flags } from './build/flags';

// Where `vite` finds a running server: VITRINE=http://127.0.0.1:7000 npm run dev
const server = process.env.VITRINE ?? 'http://127.0.0.1:7000';

export default defineConfig({
  base: '/dashboard/',
  plugins: [vue(), flags()],
  build: {
    target: 'es2022',
    // Nothing goes into data: addresses; a file of its own is kept by the browser for a year.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      // Everything that is not the dashboard.
      '^/(?!dashboard(/|$))': { target: server, ws: true },
    },
  },
  test: { include: ['tests/**/*.test.ts'] },
});
