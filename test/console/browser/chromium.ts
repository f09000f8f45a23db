import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where a Chromium is: what the variable `CHROMIUM` names, or what a package has installed. Undefined: there is none. */
export const CHROMIUM = [
  process.env['CHROMIUM'],
  ...['chromium', 'chromium-browser', 'google-chrome'].map((name) => join('/usr/bin', name)),
].find((path) => path !== undefined && existsSync(path))
