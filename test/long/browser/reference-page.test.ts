import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { browsing } from '../../console/browser/browsing.ts'

describe('The page of the reference', function () {
  this.timeout(120_000)
  const { open, server } = browsing()

  it('shows an operation with its parameters and an example, and loads nothing from elsewhere', async () => {
    const page = await open('/docs/')
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    await page.reload()
    await find(page, 'job', 'Retrieve a job')
    await page.getByText('The id of the job, such as').first().waitFor()
    await page.locator('pre', { hasText: 'jobId' }).first().waitFor()
    assert.deepEqual(
      [...hosts].filter((host) => host !== '' && host !== new URL(server().url).host),
      [],
    )
  })

  it('sends a request to the server that it came from', async () => {
    const page = await open('/docs/')
    await find(page, 'is-online', 'Check whether the server is online')
    await page.getByRole('button', { name: 'Try it out' }).click()
    const asked = page.waitForResponse((response) => response.url().endsWith('/APInoauth/is-online'))
    await page.getByRole('button', { name: 'Execute' }).click()
    assert.equal((await asked).status(), 200)
  })
})

/** The page has only the operations near the window, so they are filtered first. */
async function find(page: Page, tag: string, title: string): Promise<void> {
  await page.getByPlaceholder('Filter by tag or path').fill(tag)
  await page.getByText(title, { exact: true }).click()
}
