import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { browsing } from './browsing.ts'
import { becomes, detail, query, text } from './pages.ts'

describe('the job panel of the console', function () {
  this.timeout(60_000)
  const { signedIn, scripted, server, home } = browsing()

  it('shows the steps, command line, result, metadata and history of a transcode', async () => {
    const source = `file://${join(home().dataDir, 'media', 'sample.mp4')}`
    const job = await server().submit({ sourceUri: source, tags: 'lowres' })
    await server().final(job, 'FINISHED', 60_000)
    const page = await signedIn(`?job=${job}`)
    const panel = detail(page)
    await panel.getByRole('heading', { name: `TRANSCODE ${job}` }).waitFor()
    const graph = panel.getByRole('tablist', { name: 'Steps in order' })
    await graph.getByRole('tab', { name: /200/ }).click()
    const command = panel.getByRole('tabpanel').locator('figure', { hasText: 'Command' })
    assert.match(await text(command.locator('pre')), /ffmpeg .*sample\.mp4/s)
    await panel.getByRole('button', { name: 'Result', expanded: false }).click()
    await panel.getByText('"outputs"').waitFor()
    await panel.getByRole('button', { name: /^Metadata/ }).click()
    await panel.getByText(source, { exact: true }).waitFor()
    await panel.getByRole('button', { name: /^History/ }).click()
    await panel.getByText(/^The job was created/).waitFor()
    for (const fact of ['Type', 'User', 'Priority', 'Created', 'Started', 'Finished', 'Took']) {
      await panel.getByRole('term').filter({ hasText: fact }).first().waitFor()
    }
  })

  it('draws the steps in order, parallel ones side by side, and moves through them by arrow keys', async () => {
    const job = await scripted({ 100: 'hang', 250: 'hang' })
    const page = await signedIn(`?job=${job}`)
    const tab = (number: number) => page.getByRole('tab', { name: new RegExp(`^${number}\\b`) })
    const box = async (number: number) => {
      const found = await tab(number).boundingBox()
      assert.ok(found, `step ${number} is not drawn`)
      return found
    }
    await tab(300).waitFor()
    const [first, one, beside, last] = [await box(50), await box(100), await box(150), await box(300)]
    const precedes = (a: typeof first, b: typeof first) => a.x + a.width <= b.x || a.y + a.height <= b.y
    assert.ok(
      precedes(first, one) && precedes(one, last) && precedes(beside, last),
      'dependent steps come after',
    )
    assert.ok(precedes(one, beside) || precedes(beside, one), 'parallel steps do not overlap')
    await tab(50).click()
    await page.getByRole('tabpanel', { name: /step 50/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    assert.notEqual(await text(page.getByRole('tab', { selected: true })), await text(tab(50)))
    await server().abort(job)
  })

  it('shows the error of each attempt, and why the job failed in a box', async () => {
    const job = await scripted({ 100: 'fail:The first lamp is broken,fatal:So is the second' })
    await server().final(job, 'FAILED_TOTAL')
    const page = await signedIn(`?job=${job}`)
    const ended = detail(page).getByRole('region', { name: 'How the job ended' })
    await ended.getByRole('heading', { name: 'Step 100 failed after 2 attempts' }).waitFor()
    await ended.getByText('So is the second').waitFor()
    const attempts = detail(page).getByRole('list', { name: 'Attempts' }).getByRole('listitem')
    assert.deepEqual(
      (await attempts.allInnerTexts()).map(
        (text) => /The first lamp is broken|So is the second/.exec(text)?.[0],
      ),
      ['The first lamp is broken', 'So is the second'],
    )
  })

  it('shows the problem that a job waits for, until the problem has passed', async () => {
    const job = await scripted({ 100: 'wait:tape' })
    await server().until(job, ({ status }) => status === 'WAITING')
    const page = await signedIn(`?job=${job}`)
    const why = detail(page).getByRole('region', { name: 'Why the job is not running' })
    await why.getByRole('heading', { name: 'Waiting for test-tape to exist' }).waitFor()
    await why.getByRole('list', { name: 'Problems' }).getByText('test-tape').first().waitFor()
    await writeFile(join(await home().mediaFolder(), 'test-tape'), '')
    await becomes(page, 'Finished')
    await why.waitFor({ state: 'detached' })
  })

  it('links to the other jobs that wait for the same problem', async () => {
    const [one, other] = [await scripted({ 100: 'wait:disc' }), await scripted({ 100: 'wait:disc' })]
    for (const job of [one, other]) await server().until(job, ({ status }) => status === 'WAITING')
    const page = await signedIn(`?job=${one}`)
    await detail(page).getByRole('list', { name: 'Problems' }).getByRole('button', { name: other }).click()
    await query(page, { job: other })
    await detail(page)
      .getByRole('heading', { name: `TEST ${other}` })
      .waitFor()
    for (const job of [one, other]) await server().abort(job)
  })

  it('says that a job is on hold, and why a job was aborted', async () => {
    const held = await scripted({}, '&holdJob=true')
    const page = await signedIn(`?job=${held}`)
    const why = detail(page).getByRole('region', { name: 'Why the job is not running' })
    await why.getByRole('heading', { name: 'On hold' }).waitFor()
    await server().abort(held, '?reason=wrong%20tape')
    const ended = detail(page).getByRole('region', { name: 'How the job ended' })
    await ended.getByText(/wrong tape/).waitFor()
  })
})
