/** The Vite configuration of the console. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server to which `npm run dev:web` proxies API requests. */
const SERVER = 'http://127.0.0.1:8080'

export default defineConfig({
  // Relative, so that the console works under any proxy prefix.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // The content security policy blocks inlined scripts and data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // hls.js, which is loaded only to play a package.
    chunkSizeWarningLimit: 600,
  },
  server: { port: 5173, proxy: { '/API': { target: SERVER, ws: true }, '/APInoauth': SERVER } },
})
