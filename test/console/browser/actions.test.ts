import assert from 'node:assert/strict'
import { PASSWORD } from '../../factory.ts'
import { browsing, signIn } from './browsing.ts'
import { action, actions, becomes, choose, confirm, detail, query, rowOf, said } from './pages.ts'

describe('what can be done in the console', function () {
  this.timeout(60_000)
  const { signedIn, open, told, server, person } = browsing()

  const state = async (job: string) => (await server().job(job)).status

  it('offers what the state of a job allows', async () => {
    const [running, held] = [await told({ 100: 'hang' }), await told({}, '&holdJob=true')]
    const [failed, finished] = [await told({ 100: 'fatal' }), await told({})]
    await server().final(failed, 'FAILED_TOTAL')
    await server().final(finished, 'FINISHED')
    const page = await signedIn()
    for (const [job, offered] of [
      [running, ['Pause', 'Priority: Medium', 'Stop…', 'Abort…']],
      [held, ['Run a step…', 'Let it go on', 'Pause', 'Priority: Medium', 'Abort…']],
      [failed, ['Run again…', 'Delete…']],
      [finished, ['Run again…', 'Delete…']],
    ] as const) {
      await rowOf(page, job).click()
      await detail(page)
        .getByRole('heading', { name: `TEST ${job}` })
        .waitFor()
      if (job === running) await becomes(page, 'Running')
      assert.deepEqual(await actions(page), offered, `what is offered for ${await state(job)}`)
    }
    for (const job of [running, held]) await server().abort(job)
  })

  it('aborts only after a question that says what is lost, with a reason that is kept', async () => {
    const job = await told({ 100: 'hang' })
    await server().until(job, ({ status }) => status === 'STARTED')
    const page = await signedIn(`?job=${job}`)
    await action(page, 'Abort…').click()
    await page
      .getByRole('dialog', { name: `Abort ${job}?` })
      .getByText(/thrown away/)
      .waitFor()
    await confirm(page, 'Cancel')
    assert.equal(await state(job), 'STARTED')
    await action(page, 'Abort…').click()
    await page.getByLabel('Reason').fill('The wrong tape')
    await confirm(page, 'Abort the job')
    await said(page, `${job} is being aborted.`)
    await detail(page)
      .getByRole('region', { name: 'How it ended' })
      .getByText(/The wrong tape/)
      .waitFor()
    await detail(page)
      .getByRole('button', { name: /^History/ })
      .click()
    await detail(page)
      .getByText(/by admin/)
      .first()
      .waitFor()
  })

  it('stops a job, runs it again from a step, and deletes it', async () => {
    const job = await told({ 100: 'hang' })
    const page = await signedIn(`?job=${job}`)
    await action(page, 'Stop…').click()
    await confirm(page, 'Stop the job')
    await said(page, `${job} was asked to stop.`)
    await action(page, 'Run again…').click()
    await page.getByRole('dialog').getByRole('radio', { name: /200/ }).check()
    await confirm(page, 'Run again')
    await said(page, /was started from/)
    const again = new URL(page.url()).searchParams.get('job') ?? ''
    assert.notEqual(again, job)
    await detail(page)
      .getByRole('heading', { name: `TEST ${again}` })
      .waitFor()
    await rowOf(page, job).click()
    await action(page, 'Delete…').click()
    await page
      .getByRole('dialog')
      .getByText(/goes for good/)
      .waitFor()
    await confirm(page, 'Delete the job')
    await said(page, `${job} is deleted.`)
    await query(page, {})
    await rowOf(page, job).waitFor({ state: 'detached' })
  })

  it('runs one step of a held job, and then lets it go on by itself', async () => {
    const job = await told({}, '&holdJob=true')
    const page = await signedIn(`?job=${job}`)
    await action(page, 'Run a step…').click()
    await confirm(page, 'Run step 50')
    await said(page, `Step 50 of ${job} starts as soon as there is room.`)
    await page.getByRole('tab', { name: /^50\b/ }).filter({ hasText: 'Finished' }).waitFor()
    assert.equal(await state(job), 'HOLD')
    await action(page, 'Let it go on').click()
    await said(page, `${job} goes on by itself.`)
    await becomes(page, 'Finished')
  })

  it('changes the priority, pauses and resumes, without a question', async () => {
    const job = await told({}, '&holdJob=true')
    const page = await signedIn(`?job=${job}`)
    await detail(page).getByRole('button', { name: 'Priority: Medium' }).click()
    await page.getByRole('radio', { name: 'High', exact: true }).click()
    await said(page, `${job} has the priority High.`)
    await detail(page).getByRole('button', { name: 'Priority: High' }).waitFor()
    await action(page, 'Pause').click()
    await said(page, `${job} is paused: what runs goes on to its end.`)
    await action(page, 'Resume').click()
    await said(page, `${job} goes on.`)
    await action(page, 'Pause').waitFor()
  })

  it('pauses a job type and the queue for everybody, says so to all, and resumes them', async () => {
    const page = await signedIn()
    await choose(page, 'Queue', 'TEST')
    await page.getByText(/^TEST is paused: nothing of it starts/).waitFor()
    const waiting = await told({})
    const other = await signedIn(`?job=${waiting}`)
    await other.getByText(/^TEST is paused/).waitFor()
    await detail(other).getByRole('heading', { name: 'Jobs of this type are paused' }).waitFor()
    await page.getByLabel('The whole queue').check()
    await other.getByText(/^The queue is paused: nothing starts/).waitFor()
    await page.getByRole('button', { name: 'Resume all' }).click()
    await becomes(other, 'Finished')
    await other.getByText(/^The queue is paused/).waitFor({ state: 'detached' })
  })

  it('explains a refusal to who has lost the role meanwhile', async () => {
    await person('bob', ['_job_read', '_job_search', '_job_write'])
    const job = await told({ 100: 'hang' })
    const page = await signIn(await open(`?job=${job}`), 'bob', PASSWORD)
    await action(page, 'Abort…').click()
    await page.route('**/API/job/**', async (route) =>
      route.request().method() === 'DELETE'
        ? route.continue({ headers: { ...route.request().headers(), authorization: await reader() } })
        : route.continue(),
    )
    await confirm(page, 'Abort the job')
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .getByText(/You may not do this\./)
      .waitFor()
    assert.equal(await state(job), 'STARTED')
    await server().abort(job)
  })

  /** What somebody who may only read asks with. */
  async function reader(): Promise<string> {
    await person('ann', ['_job_read'])
    return `Basic ${btoa(`ann:${PASSWORD}`)}`
  }

  it('needs no mouse, from signing in to aborting a job', async () => {
    const job = await told({ 100: 'hang' })
    await server().until(job, ({ status }) => status === 'STARTED')
    const page = await open()
    const { keyboard } = page
    await page.getByLabel('User name').waitFor()
    await keyboard.type('admin')
    await keyboard.press('Tab')
    await keyboard.type('admin')
    await keyboard.press('Enter')
    await rowOf(page, job).waitFor()
    await tabTo(page.getByRole('listbox'))
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await detail(page)
      .getByRole('heading', { name: `TEST ${job}` })
      .waitFor()
    await tabTo(action(page, 'Abort…'))
    await keyboard.press('Enter')
    await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Abort the job' }))
    await keyboard.press('Enter')
    await server().final(job, 'ABORTED')
    await becomes(page, 'Aborted')
  })

  /** Presses Tab until the focus is where it is wanted. */
  async function tabTo(wanted: ReturnType<typeof detail>): Promise<void> {
    await wanted.waitFor()
    for (let tries = 0; tries < 60; tries++) {
      if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return
      await wanted.page().keyboard.press('Tab')
    }
    assert.fail(`the focus cannot be brought to ${wanted}`)
  }
})
