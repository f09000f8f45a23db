import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server that `npm run dev:web` passes API requests on to. */
const SERVER = 'http://127.0.0.1:8080'

export default defineConfig({
  // Relative, so that the console works under whatever path a proxy gives it.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // What is inlined as a data: URL or a script, the content security policy would refuse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, proxy: { '/API': { target: SERVER, ws: true }, '/APInoauth': SERVER } },
})
