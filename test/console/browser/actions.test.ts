import assert from 'node:assert/strict'
import { PASSWORD } from '../../factory.ts'
import { browsing, signIn } from './browsing.ts'
import { action, actions, becomes, choose, confirm, detail, query, rowOf, said } from './pages.ts'

describe('the actions in the console', function () {
  this.timeout(60_000)
  const { signedIn, open, scripted, server, createUser } = browsing()

  const state = async (job: string) => (await server().job(job)).status

  it('are those that the state of a job allows', async () => {
    const [running, held] = [await scripted({ 100: 'hang' }), await scripted({}, '&holdJob=true')]
    const [failed, finished] = [await scripted({ 100: 'fatal' }), await scripted({})]
    await server().final(failed, 'FAILED_TOTAL')
    await server().final(finished, 'FINISHED')
    const page = await signedIn()
    for (const [job, offered] of [
      [running, ['Pause', 'Priority: Medium', 'Stop…', 'Abort…']],
      [held, ['Run step…', 'Release', 'Pause', 'Priority: Medium', 'Abort…']],
      [failed, ['Run again…', 'Delete…']],
      [finished, ['Run again…', 'Delete…']],
    ] as const) {
      await rowOf(page, job).click()
      await detail(page)
        .getByRole('heading', { name: `TEST ${job}` })
        .waitFor()
      if (job === running) await becomes(page, 'Running')
      assert.deepEqual(await actions(page), offered, `actions for ${await state(job)}`)
    }
    for (const job of [running, held]) await server().abort(job)
  })

  it('abort a job only after a dialog that warns about the loss, and keep the reason', async () => {
    const job = await scripted({ 100: 'hang' })
    await server().until(job, ({ status }) => status === 'STARTED')
    const page = await signedIn(`?job=${job}`)
    await action(page, 'Abort…').click()
    await page
      .getByRole('dialog', { name: `Abort ${job}?` })
      .getByText(/will be discarded/)
      .waitFor()
    await confirm(page, 'Cancel')
    assert.equal(await state(job), 'STARTED')
    await action(page, 'Abort…').click()
    await page.getByLabel('Reason').fill('The wrong tape')
    await confirm(page, 'Abort job')
    await said(page, `Aborting ${job}.`)
    await detail(page)
      .getByRole('region', { name: 'How the job ended' })
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

  it('stop a job, run it again from a step, and delete it', async () => {
    const job = await scripted({ 100: 'hang' })
    const page = await signedIn(`?job=${job}`)
    await action(page, 'Stop…').click()
    await confirm(page, 'Stop job')
    await said(page, `Stopping ${job}.`)
    await action(page, 'Run again…').click()
    await page.getByRole('dialog').getByRole('radio', { name: /200/ }).check()
    await confirm(page, 'Run again')
    await said(page, /^Started VX-\d+ from/)
    const again = new URL(page.url()).searchParams.get('job') ?? ''
    assert.notEqual(again, job)
    await detail(page)
      .getByRole('heading', { name: `TEST ${again}` })
      .waitFor()
    await rowOf(page, job).click()
    await action(page, 'Delete…').click()
    await page
      .getByRole('dialog')
      .getByText(/permanently deletes/)
      .waitFor()
    await confirm(page, 'Delete job')
    await said(page, `${job} deleted.`)
    await query(page, {})
    await rowOf(page, job).waitFor({ state: 'detached' })
  })

  it('run one step of a held job, and then release the job', async () => {
    const job = await scripted({}, '&holdJob=true')
    const page = await signedIn(`?job=${job}`)
    await action(page, 'Run step…').click()
    await confirm(page, 'Run step 50')
    await said(page, `Step 50 of ${job} starts as soon as a slot is free.`)
    await page.getByRole('tab', { name: /^50\b/ }).filter({ hasText: 'Finished' }).waitFor()
    assert.equal(await state(job), 'HOLD')
    await action(page, 'Release').click()
    await said(page, `${job} released.`)
    await becomes(page, 'Finished')
  })

  it('change the priority, pause and resume a job without a dialog', async () => {
    const job = await scripted({}, '&holdJob=true')
    const page = await signedIn(`?job=${job}`)
    await detail(page).getByRole('button', { name: 'Priority: Medium' }).click()
    await page.getByRole('radio', { name: 'High', exact: true }).click()
    await said(page, `Priority of ${job} set to High.`)
    await detail(page).getByRole('button', { name: 'Priority: High' }).waitFor()
    await action(page, 'Pause').click()
    await said(page, `${job} paused. Running steps will finish.`)
    await action(page, 'Resume').click()
    await said(page, `${job} resumed.`)
    await action(page, 'Pause').waitFor()
  })

  it('pause a job type and the queue with a banner for all users, and resume them', async () => {
    const page = await signedIn()
    await choose(page, 'Queue', 'TEST')
    await page.getByText(/^Job type TEST paused\. No further steps start/).waitFor()
    const waiting = await scripted({})
    const other = await signedIn(`?job=${waiting}`)
    await other.getByText(/^Job type TEST paused/).waitFor()
    await detail(other).getByRole('heading', { name: 'Job type paused' }).waitFor()
    await page.getByLabel('Entire queue').check()
    await other.getByText(/^Queue paused\. No further steps start/).waitFor()
    await page.getByRole('button', { name: 'Resume all' }).click()
    await becomes(other, 'Finished')
    await other.getByText(/^Queue paused/).waitFor({ state: 'detached' })
  })

  it('explain a refusal to a user who has lost the role', async () => {
    await createUser('bob', ['_job_read', '_job_search', '_job_write'])
    const job = await scripted({ 100: 'hang' })
    const page = await signIn(await open(`?job=${job}`), 'bob', PASSWORD)
    await action(page, 'Abort…').click()
    await page.route('**/API/job/**', async (route) =>
      route.request().method() === 'DELETE'
        ? route.continue({ headers: { ...route.request().headers(), authorization: await reader() } })
        : route.continue(),
    )
    await confirm(page, 'Abort job')
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .getByText(/Permission denied\./)
      .waitFor()
    assert.equal(await state(job), 'STARTED')
    await server().abort(job)
  })

  /** The credentials of a user who may only read. */
  async function reader(): Promise<string> {
    await createUser('ann', ['_job_read'])
    return `Basic ${btoa(`ann:${PASSWORD}`)}`
  }

  it('work by keyboard alone, from signing in to aborting a job', async () => {
    const job = await scripted({ 100: 'hang' })
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
    await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Abort job' }))
    await keyboard.press('Enter')
    await server().final(job, 'ABORTED')
    await becomes(page, 'Aborted')
  })

  /** Presses Tab until the element has the focus. */
  async function tabTo(wanted: ReturnType<typeof detail>): Promise<void> {
    await wanted.waitFor()
    for (let tries = 0; tries < 60; tries++) {
      if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return
      await wanted.page().keyboard.press('Tab')
    }
    assert.fail(`the focus does not reach ${wanted}`)
  }
})
