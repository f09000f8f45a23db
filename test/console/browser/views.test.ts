import type { Page } from 'playwright-core'
import { assertAccessible } from './accessible.ts'
import { browsing } from './browsing.ts'
import { action, detail, row } from './pages.ts'

/** px: a desk, and a phone. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const

describe('everybody can use every view of the console, in light and dark', function () {
  this.timeout(120_000)
  const { signedIn, open, told, server } = browsing()

  for (const viewport of SIZES) {
    describe(`${viewport.width} px wide`, () => {
      it('signing in', async () => {
        const page = await open('', { viewport })
        await page.getByLabel('Password').waitFor()
        await inBoth(page)
      })

      it('the list, its menus and the help', async () => {
        await some()
        const page = await signedIn('', { viewport })
        await row(page).first().waitFor()
        await inBoth(page)
        await page.getByRole('button', { name: 'State', exact: true }).click()
        await page.getByText('Jobs that are').waitFor()
        await inBoth(page)
        await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
        await page.getByRole('dialog').waitFor()
        await inBoth(page)
      })

      it('jobs that run, failed, wait and have finished, with everything unfolded', async () => {
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

      it('a question, and what is said of the end of it', async () => {
        const job = await told({}, '&holdJob=true')
        const page = await signedIn(`?job=${job}`, { viewport })
        await action(page, 'Abort…').click()
        await page.getByRole('dialog').waitFor()
        await inBoth(page)
        await page.getByRole('button', { name: 'Abort the job' }).click()
        await detail(page).getByRole('region', { name: 'How it ended' }).waitFor()
        await inBoth(page)
      })
    })
  }

  let made: readonly string[] | undefined

  /** One of each kind; made once. */
  async function some(): Promise<readonly string[]> {
    made ??= await Promise.all([
      told({ 100: 'log:at it;progress:40;hang', 150: 'fail:not yet,finish' }),
      told({ 100: 'fail:no lamp,fatal:no lamp either' }),
      told({ 100: 'wait:tape' }),
      told({ 200: 'finish' }),
    ])
    return made
  }

  async function inBoth(page: Page): Promise<void> {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await assertAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await assertAccessible(page, 'colours')
  }
})
