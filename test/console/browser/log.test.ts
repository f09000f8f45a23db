import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { eventually } from '../../server/life/outside.ts'
import { browsing } from './browsing.ts'
import { text } from './pages.ts'

describe('the live log of the console', function () {
  this.timeout(90_000)
  const { signedIn, scripted, server, restart } = browsing()

  const log = (page: Page) => page.getByRole('region', { name: 'Job log' })
  const shown = async (page: Page) => log(page).locator('.log-text').allInnerTexts()
  const counts = (page: Page, wanted: string) => log(page).getByText(wanted, { exact: true }).waitFor()
  const kept = async (job: string): Promise<readonly string[]> => {
    const headers = { accept: 'application/json' }
    const answer = await server().request('GET', `/job/${job}/log?number=10000`, { headers })
    return ((await answer.json()) as { line: readonly { text: string }[] }).line.map((line) => line.text)
  }

  it('shows lines as they are written, with time, level and step, and filters by level', async () => {
    const job = await scripted({ 100: 'log:one;sleep:3000;log:two;fail:broken,log:three;hang' })
    const page = await signedIn(`?job=${job}`)
    await log(page).getByText('one', { exact: true }).waitFor()
    await log(page).getByText('three', { exact: true }).waitFor()
    const first = await text(log(page).locator('.log-line').filter({ hasText: 'one' }))
    assert.match(first.replaceAll(/\s+/g, ' '), /^\d\d:\d\d:\d\d INFO 100 one$/)
    const lines = await kept(job)
    await counts(page, `${lines.length} lines`)
    await log(page).getByLabel('Minimum level').selectOption('error')
    await log(page)
      .getByText(new RegExp(`^\\d+ of ${lines.length} lines$`))
      .waitFor()
    assert.ok(!(await shown(page)).includes('one'), 'an INFO line is not an error')
    assert.equal(new URL(page.url()).searchParams.get('level'), 'error')
    await server().abort(job)
  })

  it('clears existing lines, and shows new ones', async () => {
    const job = await scripted({ 50: 'log:before', 100: 'log:after' }, '&holdJob=true')
    await server().request('POST', `/job/${job}/step/50/run`)
    const page = await signedIn(`?job=${job}`)
    await log(page).getByText('before', { exact: true }).waitFor()
    await log(page).getByRole('button', { name: 'Clear', exact: true }).click()
    await log(page).getByText('Cleared. New lines appear here.').waitFor()
    await server().request('POST', `/job/${job}/step/100/run`)
    await log(page).getByText('after', { exact: true }).waitFor()
    assert.ok(!(await shown(page)).includes('before'))
    await server().abort(job)
  })

  it('neither loses nor repeats lines when the server restarts, and shows the state of the connection', async () => {
    const script = Array.from({ length: 6 }, (_, at) => `log:line ${at};sleep:300`).join(';')
    const job = await scripted({ 100: `${script};hang` })
    const page = await signedIn(`?job=${job}`)
    await log(page).getByText('Live', { exact: true }).waitFor()
    await log(page).getByText('line 1', { exact: true }).waitFor()
    const again = restart(1_500)
    await log(page)
      .getByText(/^Reconnecting \(\d+\)$/)
      .waitFor()
    await again
    await log(page).getByText('Live', { exact: true }).waitFor()
    // The step is lost with its node, and runs again as another attempt.
    const isComplete = (lines: readonly string[]) =>
      lines.filter((line) => line === 'line 0').length === 2 && lines.at(-1) === 'line 5'
    await eventually('the second run has written all lines', async () => isComplete(await kept(job)), 30_000)
    const wanted = await kept(job)
    await eventually('the page has as many lines', async () => (await shown(page)).length >= wanted.length)
    assert.deepEqual(await shown(page), wanted)
    await server().abort(job)
  })

  it('falls back to server-sent events if WebSockets are blocked', async () => {
    const job = await scripted({ 100: 'log:one;sleep:5000;log:two;hang' })
    const page = await signedIn()
    await page.routeWebSocket(/stream/, (socket) => socket.close())
    await page.goto(`${server().url}/console/?job=${job}`)
    await log(page).getByText('Live', { exact: true }).waitFor()
    await log(page).getByText('two', { exact: true }).waitFor()
    assert.deepEqual(await shown(page), await kept(job))
    await server().abort(job)
  })

  it('renders only the visible lines of a long log, and follows its end', async () => {
    const many = Array.from({ length: 400 }, (_, at) => `log:line ${at}`).join(';')
    const job = await scripted({ 100: `${many};hang` })
    const page = await signedIn(`?job=${job}`)
    await log(page).getByText('line 399', { exact: true }).waitFor()
    assert.ok((await shown(page)).length < 100)
    await log(page).getByRole('log').hover()
    await page.mouse.wheel(0, -100_000)
    await log(page).getByText('line 0', { exact: true }).waitFor()
    const follow = log(page).getByRole('button', { name: 'Auto-scroll' })
    assert.equal(await follow.getAttribute('aria-pressed'), 'false')
    await follow.click()
    await log(page).getByText('line 399', { exact: true }).waitFor()
    await server().abort(job)
  })
})
