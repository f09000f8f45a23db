import assert from 'node:assert/strict'
import { join } from 'node:path'
import { PASSWORD } from '../../factory.ts'
import { clip, eventually } from '../../server/life/outside.ts'
import { assertAccessible } from './accessible.ts'
import { browsing, signIn } from './browsing.ts'
import { confirm, said } from './pages.ts'

describe('The view of items', function () {
  this.timeout(120_000)
  const { signedIn, open, server, home, createUser } = browsing()
  let uri = ''

  before(async () => {
    const path = await clip(join(await home().mediaFolder(), 'sea & sand.mp4'), 3)
    uri = new URL(`file://${encodeURI(path)}`).href
    await createUser('ann', ['_job_read'])
  })

  it('imports a file, finds the item, plays it, transcodes it and shows its jobs', async () => {
    const page = await signedIn()
    await page.getByRole('link', { name: 'Items' }).click()
    await page.getByText('No items yet').waitFor()
    await page.getByRole('button', { name: 'Import…' }).click()
    await page.getByLabel('URI of the file').fill(uri)
    await page.getByLabel('Title').fill('The sea')
    await confirm(page, 'Import')
    await said(page, /Import VX-\d+ started/)
    await page.getByRole('listitem').filter({ hasText: 'lowres' }).waitFor()
    await page.getByLabel('Search items').fill('desert')
    await page.getByText('No matches').waitFor()
    await page.getByLabel('Search items').fill('sea')
    await page.getByRole('link', { name: /The sea/ }).click()
    const plays =
      'const v = document.querySelector("video"); v.muted = true; v.play().then(() => v.videoWidth)'
    await page.locator('video').waitFor()
    assert.equal(await page.evaluate(plays), 320)
    await page.getByRole('button', { name: 'Transcode…' }).click()
    await confirm(page, 'Transcode')
    await page.getByRole('alert').getByText('Choose at least one copy.').waitFor()
    await page.getByLabel('hls', { exact: true }).check()
    await confirm(page, 'Transcode')
    await page.getByRole('link', { name: /^PACKAGE VX-/ }).waitFor()
    await page.getByRole('button', { name: 'Play original' }).waitFor()
    await page.getByRole('button', { name: 'Play hls' }).click()
    await eventually(
      'the package is loaded',
      async () => (await page.evaluate<number>('document.querySelector("video").readyState')) > 1,
    )
    assert.equal(await page.evaluate(plays), 320)
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await assertAccessible(page, colorScheme === 'light' ? 'all' : 'colors')
      }
    }
    await page.getByRole('link', { name: /^PACKAGE VX-/ }).click()
    await page
      .getByRole('region', { name: 'Selected job' })
      .getByRole('link', { name: 'VX-1', exact: true })
      .click()
    await page.getByRole('heading', { name: 'The sea' }).waitFor()
  })

  it('has no link for users who may not search items', async () => {
    const page = await signIn(await open(), 'ann', PASSWORD)
    assert.equal(await page.getByRole('link', { name: 'Items' }).count(), 0)
    await page.goto(`${server().url}/console/?view=items`)
    await page
      .getByRole('alert')
      .getByText(/Permission denied/)
      .waitFor()
  })
})
