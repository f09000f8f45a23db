/**
 * Builds the console into `web/dist`; run by `npm install`. Without development dependencies it prints a note
 * and does nothing, because the server also runs without the console.
 */
import { fileURLToPath } from 'node:url'

const vite = await import('vite').catch(() => undefined)
if (vite) await vite.build({ root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'warn' })
else process.stdout.write('The console was not built: its development dependencies are not installed.\n')
