import type { Page } from 'playwright-core'
import { assertAccessible } from './accessible.ts'
import { browsing } from './browsing.ts'
import { action, detail, row } from './pages.ts'

/** A desktop and a phone, px. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const

describe('every view of the console is accessible in light and dark', function () {
  this.timeout(120_000)
  const { signedIn, open, scripted, server } = browsing()

  for (const viewport of SIZES) {
    describe(`${viewport.width} px wide`, () => {
      it('the sign-in page', async () => {
        const page = await open('', { viewport })
        await page.getByLabel('Password').waitFor()
        await inBoth(page)
      })

      it('the job list, its menus and the help', async () => {
        await some()
        const page = await signedIn('', { viewport })
        await row(page).first().waitFor()
        await inBoth(page)
        const folded = page.getByRole('button', { name: 'Filters', expanded: false })
        if (await folded.isVisible()) await folded.click()
        await page.getByRole('button', { name: 'State', exact: true }).click()
        await page.getByText('Filter by state').waitFor()
        await inBoth(page)
        await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
        await page.getByRole('dialog').waitFor()
        await inBoth(page)
      })

      it('running, failed, waiting and finished jobs, with all sections expanded', async () => {
        const page = await signedIn('', { viewport })
        for (const job of await some()) {
          await page.goto(`${server().url}/console/?job=${job}`)
          await detail(page).getByRole('tab').first().waitFor()
          for (const name of [/^Metadata/, /^History/]) {
            const fold = detail(page).getByRole('button', { name, expanded: false })
            if ((await fold.count()) > 0) await fold.click()
          }
          await inBoth(page)
        }
      })

      it('a dialog, and the box that says how the job ended', async () => {
        const job = await scripted({}, '&holdJob=true')
        const page = await signedIn(`?job=${job}`, { viewport })
        await action(page, 'Abort…').click()
        await page.getByRole('dialog').waitFor()
        await inBoth(page)
        await page.getByRole('button', { name: 'Abort job' }).click()
        await detail(page).getByRole('region', { name: 'How the job ended' }).waitFor()
        await inBoth(page)
      })
    })
  }

  let made: readonly string[] | undefined

  /** One job of each kind, created once. */
  async function some(): Promise<readonly string[]> {
    made ??= await Promise.all([
      scripted({ 100: 'log:at it;progress:40;hang', 150: 'fail:not yet,finish' }),
      scripted({ 100: 'fail:no lamp,fatal:no lamp either' }),
      scripted({ 100: 'wait:tape' }),
      scripted({ 200: 'finish' }),
    ])
    return made
  }

  async function inBoth(page: Page): Promise<void> {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await assertAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await assertAccessible(page, 'colors')
  }
})
