import assert from 'node:assert/strict'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PASSWORD } from '../../factory.ts'
import { browsing, signIn } from './browsing.ts'
import { becomes, choose, detail, query, row, rowOf, text } from './pages.ts'

describe('the job list of the console', function () {
  this.timeout(60_000)
  const { signedIn, open, scripted, server, home, createUser } = browsing()

  it('shows the command for a first job while there are no jobs, and the job without a reload', async () => {
    const page = await signedIn()
    await page.getByRole('heading', { name: 'No jobs yet' }).waitFor()
    const sample = pathToFileURL(join(home().dataDir, 'media', 'sample.mp4'))
    await page.getByText(`{"key": "sourceUri", "value": "${sample}"},`).waitFor()
    const command = await text(page.locator('.empty-command'))
    assert.match(command, new RegExp(`^curl -u admin .*${server().url}/API/job\\?type=TRANSCODE`, 's'))
    const job = await scripted({ 100: 'hang' })
    await rowOf(page, job).filter({ hasText: 'Running' }).waitFor()
    await server().abort(job)
    await rowOf(page, job).filter({ hasText: 'Aborted' }).waitFor()
  })

  it('shows what each job is about, its state, message, progress, times and owner, newest first', async () => {
    const failed = await scripted({ 100: 'fatal:The lamp is broken' })
    const running = await scripted({ 100: 'progress:40;hang' })
    const page = await signedIn()
    const said = async (job: string, state: string) => {
      const one = rowOf(page, job).filter({ hasText: state })
      return (await text(one)).split(/\s*\n\s*/)
    }
    const [name, id, state, message, took, age, ...owner] = await said(failed, 'Failed')
    assert.deepEqual([name, id, state, message], ['TEST', failed, 'Failed', 'The lamp is broken'])
    assert.match(took ?? '', /^[\d.]+ m?s$/)
    assert.match(age ?? '', /^just now|ago$/)
    assert.equal(owner.join(' '), 'Medium · admin')
    await rowOf(page, running).getByRole('progressbar').waitFor()
    assert.equal(await row(page).first().getAttribute('aria-posinset'), '1')
    assert.match(await text(row(page).first()), new RegExp(running))
    await server().abort(running)
  })

  it('filters with counts beside the choices, keeps the filter on reload, and undoes it with Back', async () => {
    const held = await scripted({}, '&holdJob=true&priority=LOW')
    const page = await signedIn()
    await rowOf(page, held).waitFor()
    await page.getByRole('button', { name: 'State', exact: true }).click()
    const choice = page.locator('label').filter({ hasText: 'On hold' })
    await choice.filter({ hasText: '1' }).waitFor()
    await choice.click()
    await query(page, { status: 'HOLD' })
    const narrowed = async () => {
      await page.getByText('Filters active').waitFor()
      await page.locator('.filter-hits').getByText('1 job', { exact: true }).waitFor()
      await rowOf(page, held).waitFor()
      assert.equal(await row(page).count(), 1)
    }
    await narrowed()
    await page.reload()
    await narrowed()
    await page.goBack()
    await query(page, {})
    await row(page).nth(1).waitFor()
    await choose(page, 'Priority', 'Low')
    await query(page, { priority: 'LOW' })
    await narrowed()
    await page.getByRole('button', { name: 'Clear all', exact: true }).click()
    await query(page, {})
    assert.equal(await page.getByText('Filters active').count(), 0)
  })

  it('filters by type, user and time', async () => {
    const page = await signedIn('?type=TEST&user=admin&time=hour')
    await row(page).first().waitFor()
    for (const name of ['Type: TEST', 'User: admin', 'Created: Last hour']) {
      await page.getByRole('button', { name, exact: true }).waitFor()
    }
    await choose(page, 'Type: TEST', 'TRANSCODE')
    await query(page, { type: 'TEST,TRANSCODE', user: 'admin', time: 'hour' })
    await page.getByLabel(/^TEST/).first().uncheck()
    await page.getByRole('heading', { name: 'No matches' }).waitFor()
    // The list of types is long, and lies over the button.
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Clear all filters' }).click()
    await row(page).first().waitFor()
  })

  it('searches after a pause in typing; the X clears the text, Escape clears everything', async () => {
    const job = await scripted({ 100: 'fatal:Zebra crossing' })
    const page = await signedIn('?type=TEST')
    await rowOf(page, job).filter({ hasText: 'Zebra' }).waitFor()
    const search = page.getByRole('searchbox', { name: 'Search jobs' })
    const asked: string[] = []
    page.on('request', (request) => asked.push(`${request.postData()} ${request.url()}`))
    await search.pressSequentially('zebra', { delay: 20 })
    await query(page, { type: 'TEST', q: 'zebra' })
    await page.locator('.filter-hits').getByText('1 job', { exact: true }).waitFor()
    assert.deepEqual(
      asked.filter((line) => /zebr?\b/.test(line)),
      [],
      'half-typed text is not searched for',
    )
    await page.getByRole('button', { name: 'Clear search' }).click()
    await query(page, { type: 'TEST' })
    assert.equal(await search.inputValue(), '')
    await search.fill('crossing')
    await query(page, { type: 'TEST', q: 'crossing' })
    await search.press('Escape')
    await query(page, {})
  })

  it('keeps the selected job in the URL until a filter changes', async () => {
    const [one, other] = [await scripted({}), await scripted({})]
    const page = await signedIn()
    await rowOf(page, one).click()
    await query(page, { job: one })
    await detail(page)
      .getByRole('heading', { name: `TEST ${one}` })
      .waitFor()
    await rowOf(page, other).click()
    await detail(page)
      .getByRole('heading', { name: `TEST ${other}` })
      .waitFor()
    await page.goBack()
    await detail(page)
      .getByRole('heading', { name: `TEST ${one}` })
      .waitFor()
    await page.reload()
    await detail(page)
      .getByRole('heading', { name: `TEST ${one}` })
      .waitFor()
    assert.equal(await rowOf(page, one).getAttribute('aria-selected'), 'true')
    await choose(page, 'State', 'Finished')
    await query(page, { status: 'FINISHED' })
    await page.getByText('Select a job to see its details.').waitFor()
  })

  it('says so when the job of a link does not exist', async () => {
    const page = await signedIn('?job=VX-4711')
    await page.getByText('VX-4711 does not exist or was deleted.').waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await query(page, {})
  })

  it('shows the actions of another user without a reload, and offers none to a user who may only read', async () => {
    await createUser('ann', ['_job_read', '_job_search'])
    const job = await scripted({ 100: 'hang' })
    const admin = await signedIn(`?job=${job}`)
    const ann = await signIn(await open(`?job=${job}`), 'ann', PASSWORD)
    await becomes(ann, 'Running')
    await detail(admin)
      .getByRole('group', { name: /^Actions for/ })
      .waitFor()
    assert.equal(await ann.getByRole('group', { name: /^Actions for/ }).count(), 0)
    assert.equal(await ann.getByRole('group', { name: 'Selected jobs' }).count(), 0)
    await detail(admin).getByRole('button', { name: 'Abort…', exact: true }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Abort job' }).click()
    await becomes(ann, 'Aborted')
    await rowOf(ann, job).filter({ hasText: 'Aborted' }).waitFor()
  })
})
