import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { eventually } from '../../../server/life/outside.ts'
import { browsing } from '../browsing.ts'
import { manyJobs } from '../many-jobs.ts'
import { becomes, detail, row, rowOf } from '../pages.ts'

describe('a link to a job', function () {
  this.timeout(60_000)
  const { signedIn, scripted, server, home } = browsing()

  it('names the job in the title of the tab, and follows its state', async () => {
    const job = await scripted({ 100: 'hang' })
    const page = await signedIn(`?job=${job}`)
    const title = (wanted: string) => eventually(wanted, async () => (await page.title()) === wanted)
    await title(`Running · TEST · ${job} · Callsheet`)
    await server().abort(job)
    await title(`Aborted · TEST · ${job} · Callsheet`)
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').press('Escape')
    await title('Jobs · Callsheet')
  })

  it('selects the job and scrolls the list to it, however old it is', async () => {
    const old = await scripted({})
    await server().final(old, 'FINISHED')
    await manyJobs(home(), 2_000)
    const page = await signedIn(`?job=${old}`)
    await detail(page).getByRole('heading', { level: 2 }).waitFor()
    await inView(page, old)
    assert.equal(await rowOf(page, old).getAttribute('aria-selected'), 'true')
  })

  it('leaves the list where it is when the user selects a job in it', async () => {
    const page = await signedIn()
    await row(page).nth(3).waitFor()
    await row(page).nth(3).click()
    await detail(page).getByRole('heading', { level: 2 }).waitFor()
    assert.equal(await page.getByRole('listbox').evaluate((list) => list.scrollTop), 0)
  })

  it('shifts nothing while the page loads', async () => {
    const job = await scripted({ 100: 'fatal:The lamp is broken' })
    await server().final(job, 'FAILED_TOTAL')
    const page = await signedIn()
    await page.addInitScript(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        // Less is part of a pixel, and not seen.
        for (const one of list.getEntries().filter(({ value }) => value >= 0.001))
          window.shifts.push(...one.sources.map(({ node }) => one.value.toFixed(4) + ' ' + (node?.className ?? node?.nodeName)))
      }).observe({ type: 'layout-shift', buffered: true })`)
    await page.goto(`${server().url}/console/?job=${job}`)
    await becomes(page, 'Failed')
    await page.getByRole('tab').first().waitFor()
    await page.waitForTimeout(700)
    assert.deepEqual(await page.evaluate('window.shifts'), [])
  })

  it('never pushes the header out of the page, whatever is scrolled into view', async () => {
    const job = await scripted({ 100: 'fail:no,fatal:no' })
    await server().final(job, 'FAILED_TOTAL')
    for (const viewport of [
      { width: 1280, height: 500 },
      { width: 390, height: 500 },
    ]) {
      const page = await signedIn(`?job=${job}`, { viewport })
      await page.getByRole('tab').first().waitFor()
      for (const block of ['start', 'center', 'end'] as const) {
        await page.evaluate((where) => {
          const page = globalThis as unknown as {
            document: {
              querySelectorAll: (of: string) => Iterable<{ scrollIntoView: (how: object) => void }>
            }
          }
          for (const one of page.document.querySelectorAll('.detail *, .job-list *'))
            one.scrollIntoView({ block: where, inline: where })
        }, block)
        const header = await page.locator('.header').boundingBox()
        assert.deepEqual([header?.x, header?.y], [0, 0], `${viewport.width} px, ${block}`)
      }
    }
  })

  /** Waits until the row of the job is inside the visible part of the list. */
  async function inView(page: Page, job: string): Promise<void> {
    await rowOf(page, job).waitFor()
    const list = await page.getByRole('listbox').boundingBox()
    await eventually(`${job} is in view`, async () => {
      const found = await rowOf(page, job).boundingBox()
      return found !== null && list !== null && found.y >= list.y && found.y < list.y + list.height - 20
    })
  }
})
