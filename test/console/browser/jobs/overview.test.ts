import assert from 'node:assert/strict'
import { assertAccessible } from '../accessible.ts'
import { browsing } from '../browsing.ts'
import { detail, query, row } from '../pages.ts'

describe('the overview of the console', function () {
  this.timeout(60_000)
  const { signedIn, scripted, server } = browsing({ CPU_SLOTS: '2' })
  let jobs: { readonly running: string; readonly failed: string; readonly waiting: string }
  before(async () => {
    const [failed, waiting] = [
      await scripted({ 100: 'fatal:The lamp is broken' }),
      await scripted({ 100: 'wait:tape' }),
    ]
    await server().final(failed, 'FAILED_TOTAL')
    await server().until(waiting, ({ status }) => status === 'WAITING')
    const running = await scripted({ 100: 'hang' })
    await server().until(running, ({ status }) => status === 'STARTED')
    jobs = { running, failed, waiting }
  })

  it('shows the slots and their holders, the queue, problems, failures and disks while no job is selected', async () => {
    const page = await signedIn()
    const region = (name: string) => detail(page).getByRole('region', { name })
    await detail(page).getByRole('heading', { name: 'Overview' }).waitFor()
    await region('Slots').getByText('1 of 2 busy').waitFor()
    await region('Problems').getByText('Waiting for test-tape to exist').waitFor()
    await region('Last failures').getByText('The lamp is broken').waitFor()
    await region('Disk')
      .getByText(/free of/)
      .waitFor()
    await detail(page)
      .getByRole('list', { name: 'Queue' })
      .getByRole('button', { name: /^1\s*Running$/ })
      .waitFor()
    await region('Slots')
      .getByRole('button', { name: new RegExp(jobs.running) })
      .click()
    await query(page, { job: jobs.running })
  })

  it('leads to the jobs that it counts', async () => {
    const page = await signedIn()
    await detail(page)
      .getByRole('list', { name: 'Queue' })
      .getByRole('button', { name: /Waiting$/ })
      .click()
    await query(page, { status: 'WAITING' })
    await row(page, new RegExp(jobs.waiting)).waitFor()
    assert.equal(await row(page).count(), 1)
  })

  it('is one line on a phone, which opens over the list', async () => {
    const page = await signedIn('', { viewport: { width: 390, height: 844 } })
    const line = page.getByRole('button', { name: '1 of 2 slots busy · 1 problem' })
    await line.waitFor()
    assert.equal(await page.getByRole('heading', { name: 'Overview' }).count(), 0)
    await line.click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await assertAccessible(page)
  })

  it('counts the jobs by state in tabs, which filter the list', async () => {
    const page = await signedIn()
    const tabs = page.getByRole('group', { name: 'Jobs by state' })
    for (const name of ['All 3', 'Running 1', 'Waiting 1', 'Failed 1', 'Finished 0', 'Aborted 0'])
      await tabs.getByRole('button', { name, exact: true }).waitFor()
    await tabs.getByRole('button', { name: 'Failed 1' }).click()
    await query(page, { status: 'FAILED_TOTAL' })
    await tabs.getByRole('button', { name: 'All 3', pressed: false }).click()
    await query(page, {})
  })

  it('sorts the list, and keeps the order in the URL', async () => {
    const page = await signedIn()
    await page.getByRole('button', { name: 'Sort: Newest first' }).click()
    await page.getByRole('checkbox', { name: 'Oldest first' }).click()
    await query(page, { sort: 'oldest' })
    await row(page).first().filter({ hasText: jobs.failed }).waitFor()
    await page.reload()
    await row(page).first().filter({ hasText: jobs.failed }).waitFor()
  })

  it('has no horizontal scrolling and rows of 46 px, on a desktop and on a phone', async () => {
    for (const width of [1440, 390]) {
      const page = await signedIn('', { viewport: { width, height: 844 } })
      // The placeholder of a row is replaced by the row.
      const loaded = row(page, new RegExp(jobs.running))
      await loaded.waitFor()
      assert.equal(await loaded.evaluate((one) => one.getBoundingClientRect().height), 46)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false)
    }
  })
})
