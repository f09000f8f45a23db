import assert from 'node:assert/strict'
import { browsing } from '../../console/browser/browsing.ts'
import { manyJobs } from '../../console/browser/many-jobs.ts'
import { confirm, detail, row, rowOf } from '../../console/browser/pages.ts'

describe('bulk actions and long lists in the console', function () {
  this.timeout(60_000)
  const { signedIn, scripted, server, home } = browsing()

  it('change many jobs at once, and list those that do not change, with the reason', async () => {
    const jobs = [
      await scripted({ 100: 'hang' }),
      await scripted({ 100: 'hang' }),
      await scripted({ 100: 'fatal:bulk' }),
    ]
    await server().final(jobs[2] ?? '', 'FAILED_TOTAL')
    const page = await signedIn()
    for (const job of jobs) await rowOf(page, job).locator('.row-check').click()
    const bar = page.getByRole('group', { name: 'Selected jobs' })
    await bar.getByText(/^3 of \d+ selected$/).waitFor()
    await bar.getByRole('button', { name: 'Abort…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Abort 2 jobs?' })
    await dialog.getByText('1 job:').click()
    await dialog.getByText(jobs[2] ?? '').waitFor()
    await confirm(page, 'Abort 2 jobs')
    await page.getByRole('dialog').getByText('2 jobs being aborted.').waitFor()
    await confirm(page, 'Close')
    for (const job of jobs.slice(0, 2)) await rowOf(page, job).filter({ hasText: 'Aborted' }).waitFor()
  })

  it('change all jobs that match a filter', async () => {
    const jobs = [
      await scripted({}, '&holdJob=true&priority=LOWEST'),
      await scripted({}, '&holdJob=true&priority=LOWEST'),
    ]
    const page = await signedIn('?priority=LOWEST')
    assert.equal(
      await page.getByRole('group', { name: 'Selected jobs' }).count(),
      0,
      'nothing is selected yet',
    )
    await rowOf(page, jobs[0] ?? '')
      .locator('.row-check')
      .click()
    await page.getByRole('button', { name: 'Select all 2' }).click()
    const bar = page.getByRole('group', { name: 'Selected jobs' })
    await bar.getByRole('button', { name: 'Priority' }).click()
    await page.getByRole('radio', { name: 'Highest' }).click()
    await confirm(page, 'Set priority of 2 jobs to Highest')
    await page.getByRole('dialog').getByText('2 jobs updated.').waitFor()
    await confirm(page, 'Close')
    await page.getByRole('heading', { name: 'No matches' }).waitFor()
    for (const job of jobs) await server().abort(job)
  })

  it('scroll through 100,000 jobs, and render and load only the visible rows', async () => {
    await manyJobs(home(), 100_000)
    const page = await signedIn()
    const list = page.getByRole('listbox')
    await page
      .locator('.filter-hits')
      .getByText(/^100,0\d\d jobs$/)
      .waitFor()
    const filled = async () => {
      await row(page).filter({ hasText: 'Loading…' }).first().waitFor({ state: 'detached' })
      const drawn = await row(page).count()
      assert.ok(drawn > 5 && drawn < 60, `${drawn} rows are rendered`)
    }
    for (const share of [0.5, 0.9, 0.1]) {
      await list.evaluate((element, to) => {
        element.scrollTop = element.scrollHeight * to
      }, share)
      const near = String(Math.round(share * 1_000))
      await page
        .locator(`[role=option][aria-posinset^="${near.slice(0, 2)}"]`)
        .first()
        .waitFor()
      await filled()
    }
    await list.focus()
    await page.keyboard.press('End')
    await page.locator('[role=option][aria-posinset^="1000"]').last().waitFor()
    await filled()
    await page.keyboard.press('Enter')
    await detail(page).getByRole('heading', { level: 2 }).waitFor()
  })
})
