/**
 * `npm run screenshots`: takes the pictures of the README in `docs/images/` from a real server. Needs a
 * Chromium.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { signIn } from '../test/console/browser/browsing.ts'
import { CHROMIUM } from '../test/console/browser/chromium.ts'
import { Home } from '../test/server/life/home.ts'
import { clip, eventually } from '../test/server/life/outside.ts'
import type { Server } from '../test/server/life/server.ts'
import { programs } from '../test/tasks/machine.ts'

const run = promisify(execFile)
const FOLDER = fileURLToPath(new URL('images/', import.meta.url))

/** Sources of ffmpeg's lavfi, and titles for them. */
const SOURCES = [
  ['smptehdbars', 'Line-up'],
  ['rgbtestsrc', 'Color check'],
  ['testsrc2', 'Camera test'],
  ['mandelbrot', 'Opening titles'],
] as const

assert.ok(CHROMIUM, 'no Chromium found: set CHROMIUM to the path of one')
await mkdir(FOLDER, { recursive: true })
await using home = new Home('pictures')
// Encodes in real time, so that the pictures show running jobs.
const environment = { FFMPEG: await home.unhurried(), CPU_SLOTS: '3' }
const server = await home.start({ environment })
const jobs = await work(home, server)
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
try {
  await picture(browser, 'jobs', 'light', jobs.running)
  await picture(browser, 'log', 'dark', jobs.running, async (page) => {
    await page
      .getByRole('region', { name: 'Job log' })
      .evaluate((log) => log.scrollIntoView({ block: 'end' }))
  })
  await picture(browser, 'waiting', 'dark', jobs.waiting)
  await pictureOfItems(browser)
} finally {
  await browser.close()
}

interface Jobs {
  readonly running: string
  readonly waiting: string
}

/** Starts jobs that end in every way, jobs that run, and jobs that wait. */
async function work(at: Home, on: Server): Promise<Jobs> {
  const media = await at.mediaFolder()
  const uri = (name: string) => `file://${join(media, name)}`
  for (const [name, seconds] of [
    ['trailer.mp4', 4],
    ['interview.mp4', 90],
    ['concert.mp4', 240],
  ] as const) {
    await clip(join(media, name), seconds)
  }
  await writeFile(join(media, 'broken.mp4'), 'not a film')
  const submit = (type: string, field: Readonly<Record<string, string>>, more = '') =>
    start(on, type, field, more)
  const ended = [
    await submit('TRANSCODE', { sourceUri: uri('trailer.mp4'), tags: 'lowres' }),
    await submit('THUMBNAIL', { sourceUri: uri('trailer.mp4') }),
    await submit('TRANSCODE', { sourceUri: uri('broken.mp4'), tags: 'web' }, '&priority=HIGH'),
    await submit('COPY_FILE', { sourceUri: uri('trailer.mp4'), destinationUri: uri('archive/') }),
  ]
  for (const job of ended) await on.until(job, ({ status }) => /^(FINISHED|FAILED)/.test(status), 120_000)
  await imports(at, on)
  const waiting = await submit('TRANSCODE', {
    sourceUri: uri('tape-0412.mxf'),
    tags: 'web',
    waitForSource: 'true',
  })
  await submit('TRANSCODE', { sourceUri: uri('interview.mp4'), tags: 'lowres' }, '&holdJob=true')
  const running = await submit(
    'TRANSCODE',
    { sourceUri: uri('interview.mp4'), tags: 'lowres' },
    '&priority=HIGH',
  )
  await submit('TRANSCODE', { sourceUri: uri('concert.mp4'), tags: 'web' })
  await submit('TRANSCODE', { sourceUri: uri('interview.mp4'), tags: 'web' })
  await submit('TRANSCODE', { sourceUri: uri('concert.mp4'), tags: 'lowres' }, '&priority=LOW')
  const progress = async () =>
    (await on.job(running)).log?.task.find(({ step }) => step === 200)?.progress?.value ?? 0
  await eventually('a third of it is done', async () => (await progress()) > 30, 120_000)
  return { running, waiting }
}

async function start(
  on: Server,
  type: string,
  metadata: Readonly<Record<string, string>>,
  more: string,
): Promise<string> {
  const field = Object.entries(metadata).map(([key, value]) => ({ key, value }))
  const response = await on.request('POST', `/job?type=${type}${more}`, {
    headers: { 'content-type': 'application/json', accept: 'text/plain' },
    body: JSON.stringify({ field }),
  })
  const text = await response.text()
  assert.equal(response.status, 200, text)
  return text.trim()
}

/** Imports a test picture of each kind, with a title. */
async function imports(at: Home, on: Server): Promise<void> {
  const { ffmpeg } = await programs()
  for (const [source, title] of SOURCES) {
    const path = join(await at.mediaFolder(), `${source}.mp4`)
    await run(ffmpeg.path, [
      '-f',
      'lavfi',
      '-i',
      `${source}=s=640x360:r=25`,
      '-t',
      '4',
      '-pix_fmt',
      'yuv420p',
      path,
    ])
    const field = [{ name: 'title', value: [{ value: title }] }]
    const response = await on.request(
      'POST',
      `/import?uri=${encodeURIComponent(`file://${path}`)}&tag=lowres`,
      {
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ timespan: [{ start: '-INF', end: '+INF', field }] }),
      },
    )
    const { jobId } = (await response.json()) as { readonly jobId: string }
    await on.until(jobId, ({ status }) => status === 'FINISHED', 120_000)
  }
}

async function pictureOfItems(from: Browser): Promise<void> {
  const context = await from.newContext({ viewport: { width: 1280, height: 560 }, colorScheme: 'light' })
  const page = await context.newPage()
  await page.goto(`${server.url}/console/`)
  await signIn(page)
  await page.goto(`${server.url}/console/?view=items`)
  await page.getByRole('listitem').first().waitFor()
  await sleep(1_500) // until the pictures have come
  await page.screenshot({ path: join(FOLDER, 'console-items.png') })
  await context.close()
}

async function picture(
  from: Browser,
  name: string,
  colorScheme: 'light' | 'dark',
  job: string,
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  const context = await from.newContext({ viewport: { width: 1280, height: 800 }, colorScheme })
  const page = await context.newPage()
  await page.goto(`${server.url}/console/?job=${job}`)
  await signIn(page)
  await page.getByRole('tab').first().waitFor()
  await prepare(page)
  await sleep(1_500) // until the animations have ended
  await page.screenshot({ path: join(FOLDER, `console-${name}.png`) })
  await context.close()
}
