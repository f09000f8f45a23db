import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { browsing } from '../browsing.ts'
import { detail, rowOf, text } from '../pages.ts'

/** What the tests use of a video element. */
interface Playing {
  muted: boolean
  readonly currentTime: number
  readonly videoWidth: number
  readonly videoHeight: number
  play(): Promise<void>
}

/** Runs in the page. */
function isSupported(type: string): boolean {
  const { MediaSource } = globalThis as unknown as {
    readonly MediaSource: { isTypeSupported(type: string): boolean }
  }
  return MediaSource.isTypeSupported(type)
}

describe('what a job has made', function () {
  this.timeout(90_000)
  const { signedIn, server, home, scripted } = browsing()

  let made: { readonly transcode: string; readonly thumbnails: string } | undefined

  /** A transcode and thumbnails of the sample, created once. */
  async function jobs() {
    const sourceUri = `file://${join(home().dataDir, 'media', 'sample.mp4')}`
    made ??= {
      transcode: await server().submit({ sourceUri, tags: 'lowres' }),
      thumbnails: await start('THUMBNAIL', { sourceUri, thumbnailTimeCodes: '1 2' }),
    }
    for (const job of Object.values(made)) await server().final(job, 'FINISHED', 60_000)
    return made
  }

  async function start(type: string, metadata: Readonly<Record<string, string>>): Promise<string> {
    const field = Object.entries(metadata).map(([key, value]) => ({ key, value }))
    const headers = { 'content-type': 'application/json', accept: 'text/plain' }
    const answer = await server().request('POST', `/job?type=${type}`, {
      headers,
      body: JSON.stringify({ field }),
    })
    return (await answer.text()).trim()
  }

  it('is first in the panel: each file with its size and duration, to play and to download', async () => {
    const { transcode } = await jobs()
    const page = await signedIn(`?job=${transcode}`)
    const outputs = detail(page).getByRole('region', { name: 'Output' })
    await outputs.getByText(/^lowres · [\d.]+ [kM]?B · [\d.]+ s$/).waitFor()
    const first = await detail(page).getByRole('region').first().getAttribute('aria-labelledby')
    assert.equal(await outputs.getAttribute('aria-labelledby'), first)
    const download = page.waitForEvent('download')
    await outputs.getByRole('link', { name: 'Download sample-lowres.mp4' }).click()
    assert.equal((await download).suggestedFilename(), 'sample-lowres.mp4')
    await outputs.getByRole('button', { name: 'Play sample-lowres.mp4' }).click()
    const dialog = page.getByRole('dialog', { name: 'sample-lowres.mp4' })
    await dialog.locator('video').waitFor()
    assert.equal(await served(page, await dialog.locator('video').getAttribute('src')), 206)
    await page.keyboard.press('Escape')
  })

  it('is shown as pictures for thumbnails', async () => {
    const { thumbnails } = await jobs()
    const page = await signedIn(`?job=${thumbnails}`)
    const outputs = detail(page).getByRole('region', { name: 'Outputs' })
    await outputs.locator('img').nth(1).waitFor()
    // Not waitForFunction: from its second look on it evaluates a string, which the page's policy forbids.
    await outputs.locator('img').evaluateAll(async (images) => {
      for (const image of images) await (image as unknown as { decode(): Promise<void> }).decode()
    })
  })

  it('plays a package for streaming', async () => {
    const sourceUri = `file://${join(home().dataDir, 'media', 'sample.mp4')}`
    const anyPage = await signedIn('')
    // A browser for tests may have no H.264.
    const videoCodec = (await anyPage.evaluate(isSupported, 'video/mp4; codecs="avc1.64001e"'))
      ? 'h264'
      : 'vp9'
    const job = await start('PACKAGE', { sourceUri, heights: '180', videoCodec })
    await server().final(job, 'FINISHED', 60_000)
    const page = await signedIn(`?job=${job}`)
    await detail(page).getByRole('button', { name: 'Play sample-package' }).click()
    const video = page.getByRole('dialog', { name: 'sample-package' }).locator('video')
    await video.waitFor()
    const reached = await video.evaluate(async (element) => {
      const playing = element as unknown as Playing
      playing.muted = true
      await playing.play()
      for (const until = Date.now() + 20_000; Date.now() < until && playing.currentTime < 1; )
        await new Promise((resolve) => setTimeout(resolve, 50))
      return { time: playing.currentTime, width: playing.videoWidth, height: playing.videoHeight }
    })
    assert.ok(reached.time >= 1, JSON.stringify(reached))
    assert.deepEqual([reached.width, reached.height], [320, 180])
    await page.keyboard.press('Escape')
  })

  it('is not shown while there is nothing', async () => {
    const job = await scripted({})
    await server().final(job, 'FINISHED')
    const page = await signedIn(`?job=${job}`)
    await detail(page).getByRole('region', { name: 'Steps' }).waitFor()
    assert.equal(
      await detail(page)
        .getByRole('region', { name: /^Output/ })
        .count(),
      0,
    )
  })

  it('keeps the list and the panel of one opinion about how long it took', async () => {
    const { transcode } = await jobs()
    const page = await signedIn(`?job=${transcode}`)
    const took = await text(detail(page).locator('.fact', { hasText: 'Took' }).locator('dd'))
    assert.equal(await text(rowOf(page, transcode).locator('.row-duration')), took)
    assert.equal(await text(detail(page).locator('.job-pace')), `Took ${took}`)
  })

  /** The status of a range of it, asked for by the page without credentials. */
  async function served(page: Page, url: string | null): Promise<number> {
    return page.evaluate(
      async (from) => (await fetch(from, { credentials: 'omit', headers: { Range: 'bytes=0-9' } })).status,
      url ?? '',
    )
  }
})
