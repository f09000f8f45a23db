/** Jobs whose steps are scripts, on a real server with an agent. */
import assert from 'node:assert/strict'
import { Home } from '../life/home.ts'
import { kill } from '../life/outside.ts'
import { datum, runs, type Server } from '../life/server.ts'

const onceDone = (step: number) => ({ dependency: { step } })
const limits = (values: Readonly<Record<string, number>>) => ({
  metadata: { field: Object.entries(values).map(([key, value]) => ({ key, value: String(value) })) },
})

describe('A job of scripts', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server

  before(async () => {
    home = new Home()
    server = await home.start({ environment: { CPU_SLOTS: '1', RETRY_BACKOFF: '0' } })
  })
  afterEach(() => server.request('DELETE', '/job'))
  after(() => home[Symbol.asyncDispose]())

  let types = 0
  /** Defines a job type and starts a job of it. */
  async function start(
    steps: Readonly<Record<number, readonly [script: string, more?: object]>>,
    query = '',
  ): Promise<string> {
    types += 1
    const jobType = `SCRIPTS_${types}`
    await server.define(
      Object.entries(steps).map(([step, [script, more]]) => ({ step, jobType, script, ...more })),
    )
    return server.submit({ given: 'by the client' }, query, jobType)
  }

  it('passes data from step to step, and each of its lines is in the log of its step', async () => {
    const id = await start({
      100: ['job.log("first of", job.getUser()); job.setData("a", job.getData("given") + "!")'],
      200: ['job.setData("b", job.getKeys().join()); job.deleteData("a")', onceDone(100)],
    })
    const job = await server.final(id, 'FINISHED')
    assert.equal(datum(job, 'a'), undefined)
    assert.match(datum(job, 'b') ?? '', /^a,given\b/)
    const [{ subStep = [] } = {}] = runs(job, 100)
    assert.deepEqual(
      subStep.map(({ description }) => description),
      ['first of admin'],
    )
  })

  it('retries what job.fail and exceptions end, and not what job.fatalFail, a limit or a syntax error ends', async () => {
    const again = 'const n = Number(job.getDataOrDefault("n", 0)) + 1; job.setData("n", n);'
    const retried = await server.final(
      await start({ 100: [`${again} if (n === 1) job.fail("once"); if (n === 2) throw new Error("twice")`] }),
      'FINISHED',
    )
    const errors = runs(retried, 100).map(({ errorMessage = '' }) => errorMessage)
    assert.match(errors[0] ?? '', /once$/)
    assert.match(errors[1] ?? '', /line 1, column \d+: Error: twice$/)
    assert.equal(errors.length, 3)
    for (const [script, reason, more] of [
      ['job.fatalFail("never")', /never$/],
      ['for (;;);', /Time limit of 1000 ms exceeded$/, limits({ scriptTime: 1 })],
      ['let x = ;', /line 1, column 9: SyntaxError: unexpected token/],
    ] as const) {
      const job = await server.final(await start({ 100: [script, more ?? {}] }), 'FAILED_TOTAL')
      assert.equal(runs(job, 100).length, 1)
      assert.match(runs(job, 100)[0]?.errorMessage ?? '', reason)
    }
  })

  it('that waits is a problem of type JAVASCRIPT, and runs again when it is checked', async () => {
    const id = await start({
      100: ['if (!checkProblem) job.wait("the tape"); job.setData("checked", checkProblem)'],
    })
    await server.final(id, 'WAITING')
    const headers = { accept: 'application/json' }
    const problems = (await (await server.request('GET', `/job/${id}/problem`, { headers })).json()) as {
      readonly problem: readonly { readonly id: number; readonly type: string }[]
    }
    assert.deepEqual(
      problems.problem.map(({ type }) => type),
      ['JAVASCRIPT'],
    )
    await server.request('POST', `/job/problem/${problems.problem[0]?.id}/check`)
    assert.equal(datum(await server.final(id, 'FINISHED'), 'checked'), 'true')
  })

  it('calls the API as its user, with the roles of that user', async () => {
    const script =
      'const r = api.path("job").path(job.getId()); job.setData("type", r.get().type); job.setData("me", api.path("whoami").dataType("text").get())'
    const job = await server.final(await start({ 100: [script] }), 'FINISHED')
    assert.deepEqual([datum(job, 'type'), datum(job, 'me')], [`SCRIPTS_${types}`, 'admin'])
    await home.query(`insert into callsheet.user_account (name, password_hash, roles, disabled, default_password)
      select 'limited', password_hash, '{_job_read,_job_write}', false, false from callsheet.user_account where name = 'admin'`)
    const tried =
      'for (const [m, p] of [["get", "task-definition"], ["get", "job"]]) job.setData(p, api.path(p).rich()[m]().status)'
    await server.define([{ step: 100, jobType: 'LIMITED', script: tried }])
    const made = await server.request('POST', '/job?type=LIMITED', {
      headers: { RunAs: 'limited', accept: 'text/plain' },
    })
    const other = await server.final((await made.text()).trim(), 'FINISHED')
    assert.deepEqual([datum(other, 'task-definition'), datum(other, 'job')], ['403', '200'])
  })

  it('can wait for itself with api no longer than its time', async () => {
    const script = 'while (api.path("job").path(job.getId()).get().status !== "FINISHED");'
    const id = await start({ 100: [script, limits({ scriptTime: 30, scriptTimeout: 1 })] })
    const job = await server.final(id, 'FAILED_TOTAL')
    assert.match(runs(job, 100)[0]?.errorMessage ?? '', /Time limit of 1000 ms exceeded$/)
  })

  it('in a loop without end holds up no IMMEDIATE job, and is aborted at once', async () => {
    const loop = await start({ 100: ['job.setData("loops", 1); for (;;);', limits({ scriptTime: 300 })] })
    await server.until(loop, (job) => datum(job, 'loops') === '1')
    const waiting = await start({ 100: ['1'] })
    const immediate = await start({ 100: ['1'] }, '&priority=IMMEDIATE')
    await server.final(immediate, 'FINISHED')
    assert.equal((await server.job(waiting)).status, 'READY')
    assert.equal(await server.abort(loop), 200)
    await server.final(loop, 'ABORTED')
    await server.final(waiting, 'FINISHED')
  })

  it('runs a step again after kill -9 of its agent, and keeps each value whole', async () => {
    const big = 'x'.repeat(1_000)
    const id = await start({
      100: [
        `if (!job.containsKey("first")) { job.setData("first", "${big}".repeat(500)); for (;;); }; job.setData("second", 1)`,
        limits({ scriptTime: 300 }),
      ],
    })
    await server.until(id, (job) => datum(job, 'first') !== undefined)
    kill(await home.pid('agent'), 'SIGKILL')
    const job = await server.final(id, 'FINISHED')
    assert.deepEqual([datum(job, 'first')?.length, datum(job, 'second')], [500_000, '1'])
    assert.ok(runs(job, 100).some(({ status }) => status === 'DISAPPEARED'))
  })

  it('runs the script that it was created with, whatever becomes of the definition', async () => {
    const blocker = await start({ 100: ['for (;;);', limits({ scriptTime: 300 })] })
    const id = await start({ 100: ['job.setData("version", 1)'] })
    const body = 'job.setData("version", 2)'
    await server.request('PUT', `/task-definition/jobtype/SCRIPTS_${types}/step/100/script`, {
      ...{ headers: { 'content-type': 'application/javascript' }, body },
    })
    const later = await server.submit({}, '', `SCRIPTS_${types}`)
    await server.abort(blocker)
    assert.equal(datum(await server.final(id, 'FINISHED'), 'version'), '1')
    assert.equal(datum(await server.final(later, 'FINISHED'), 'version'), '2')
  })
})
