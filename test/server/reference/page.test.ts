import assert from 'node:assert/strict'
import { browsing } from '../../console/browser/browsing.ts'

describe('The page of the reference', function () {
  this.timeout(120_000)
  const { open, server } = browsing()

  it('shows an operation with its parameters and an example, and loads nothing from elsewhere', async () => {
    const page = await open('/docs/')
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    await page.reload()
    await page.getByText('Retrieve a job', { exact: true }).click()
    await page.getByText('The id of the job, such as').first().waitFor()
    await page.locator('pre', { hasText: 'jobId' }).first().waitFor()
    assert.deepEqual(
      [...hosts].filter((host) => host !== '' && host !== new URL(server().url).host),
      [],
    )
  })

  it('sends a request to the server that it came from', async () => {
    const page = await open('/docs/')
    await page.getByText('Check whether the server is online', { exact: true }).click()
    await page.getByRole('button', { name: 'Try it out' }).click()
    const asked = page.waitForResponse((response) => response.url().endsWith('/APInoauth/is-online'))
    await page.getByRole('button', { name: 'Execute' }).click()
    assert.equal((await asked).status(), 200)
  })
})
