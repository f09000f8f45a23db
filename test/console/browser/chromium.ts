import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The path of Chromium: the variable `CHROMIUM`, or an installed package; undefined if there is none. The
 * headless shell comes first, because it renders the same with a third less work.
 */
export const CHROMIUM = [
  process.env['CHROMIUM'],
  ...['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map((name) =>
    join('/usr/bin', name),
  ),
].find((path) => path !== undefined && existsSync(path))
