/**
 * Builds the console into `web/dist`. `npm install` runs it; where the development dependencies were left out it says so and does
 * nothing, as the server runs without its console.
 */
import { fileURLToPath } from 'node:url'

const vite = await import('vite').catch(() => undefined)
if (vite) await vite.build({ root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'warn' })
else process.stdout.write('The console is not built: its development dependencies are not installed.\n')
