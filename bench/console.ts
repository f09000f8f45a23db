/** Measures the frame times while the console scrolls a list of 100 000 jobs in a real browser. */

import { chromium, type Page } from 'playwright-core'
import { signIn } from '../test/console/browser/browsing.ts'
import { CHROMIUM } from '../test/console/browser/chromium.ts'
import { manyJobs } from '../test/console/browser/many-jobs.ts'
import { Home } from '../test/server/life/home.ts'
import { type Measured, quantile } from './run/table.ts'

const JOBS = 100_000
const FRAMES = 300

/**
 * px per frame: at rest (the floor), while reading, with the mouse wheel, and while dragging the scroll bar.
 */
const SPEEDS = [0, 8, 120, 20_000] as const

export async function scrolling(): Promise<Measured> {
  if (CHROMIUM === undefined)
    return { title: 'console: skipped, no Chromium found', columns: [], rows: [], notes: [] }
  await using home = new Home('bench-console')
  const server = await home.start()
  await manyJobs(home, JOBS)
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${server.url}/console/`)
    await signIn(page)
    await page.getByRole('option').first().waitFor()
    const rows: (readonly string[])[] = []
    for (const speed of SPEEDS) rows.push(rowFor(speed, await frames(page, speed)))
    return {
      title: `console: frames while a list of ${JOBS.toLocaleString('en')} jobs scrolls`,
      columns: ['px per frame', 'p50, ms', 'p95, ms', 'longest, ms', 'over 50 ms'],
      rows,
      notes: [`${FRAMES} frames each, rendered by the CPU; the browser draws at most one per 16.7 ms.`],
    }
  } finally {
    await browser.close()
  }
}

function rowFor(speed: number, times: readonly number[]): readonly string[] {
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)]
  const slow = times.filter((time) => time > 50).length
  return [speed.toLocaleString('en'), ...[p50, p95, Math.max(...times)].map((ms) => ms.toFixed(1)), `${slow}`]
}

/** The time of each frame, ms, while the list scrolls by `speed` px per frame. */
function frames(page: Page, speed: number): Promise<readonly number[]> {
  return page.evaluate(`(async () => {
    const list = document.querySelector('[role=listbox]')
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const times = []
    let last = await frame()
    for (let at = 0; at < ${FRAMES}; at++) {
      list.scrollTop += ${speed}
      const now = await frame()
      times.push(now - last)
      last = now
    }
    return times
  })()`)
}
