import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where a Chromium is: what the variable `CHROMIUM` names, or what a package has installed. Undefined: there
 * is none. The one that was built without windows draws the same for two thirds of the work.
 */
export const CHROMIUM = [
  process.env['CHROMIUM'],
  ...['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map((name) =>
    join('/usr/bin', name),
  ),
].find((path) => path !== undefined && existsSync(path))
