import assert from 'node:assert/strict'
import { assertAccessible } from '../accessible.ts'
import { browsing, signIn } from '../browsing.ts'
import { becomes, detail, query, rowOf } from '../pages.ts'
import { proxy } from '../proxy.ts'

describe('signing in to the console', function () {
  this.timeout(60_000)
  const { open, signedIn, server, scripted } = browsing()

  it('reports a wrong password on the page, without a browser dialog', async () => {
    const page = await open()
    await page.getByLabel('User name').fill('admin')
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    assert.match((await page.getByRole('alert').textContent()) ?? '', /Wrong user name or password/)
    await assertAccessible(page)
  })

  it('returns to the same page with its filters, and survives a reload', async () => {
    const page = await open('?type=TRANSCODE')
    await signIn(page)
    assert.match(page.url(), /type=TRANSCODE/)
    await page.reload()
    await page.getByRole('heading', { name: 'Jobs' }).waitFor()
    assert.match(page.url(), /type=TRANSCODE/)
  })

  it('stores no secret in the browser except a token, and removes it on sign-out', async () => {
    const page = await signedIn()
    const kept = async () => JSON.stringify(await page.evaluate('({ ...localStorage, ...sessionStorage })'))
    assert.doesNotMatch(await kept(), /YWRtaW46YWRtaW4|"password"/)
    assert.match(await kept(), /token/)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Password').waitFor()
    assert.doesNotMatch(await kept(), /token [A-Za-z0-9]/)
  })

  it('redirects a browser from / to the console, but not a client of the API', async () => {
    const asBrowser = await fetch(server().url, { redirect: 'manual', headers: { accept: 'text/html' } })
    assert.equal(asBrowser.status, 302)
    const asClient = await fetch(`${server().url}/API/version`, { headers: { accept: 'application/json' } })
    assert.equal(asClient.status, 401)
  })

  it('works under a proxy prefix, including the live stream', async () => {
    await using outside = await proxy(server().url, '/media/jobs/')
    const page = await signIn(await open(`${outside.url}console/`))
    await page.getByText('Live', { exact: true }).first().waitFor()
    const job = await scripted({ 100: 'log:seen from outside;hang' })
    await rowOf(page, job).click()
    await query(page, { job })
    await detail(page).getByRole('region', { name: 'Job log' }).getByText('seen from outside').waitFor()
    await server().abort(job)
    await rowOf(page, job).filter({ hasText: 'Aborted' }).waitFor()
    await page.reload()
    await becomes(page, 'Aborted')
    assert.match(page.url(), /\/media\/jobs\/console\//)
  })
})
