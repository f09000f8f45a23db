import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import type { ScriptCalls } from '../../../tasks/script/calls.ts'
import { Scripts, ScriptsBusy } from '../../../tasks/script/scripts.ts'
import { ran } from './sandbox.ts'

const forever = (): Promise<never> => new Promise(() => {})

const WAITING = 'job.getData("never")'
const LOOPS = [
  'for (;;);',
  'for (;;) await 0',
  '/^(a+)+$/.test("a".repeat(50) + "!")',
  'new Array(1_000_000_000) + "x"',
  'for (;;) try { (function f() { f() })() } catch {}',
  'for (;;) try { "a".repeat(1e9) } catch {}',
  'for (;;) job.getId()',
  WAITING,
]

describe('an abort', () => {
  let scripts: Scripts
  before(() => {
    scripts = new Scripts()
  })
  after(() => scripts[Symbol.asyncDispose]())

  for (const source of LOOPS)
    it(`ends a script within a second: ${source}`, async () => {
      const stop = new AbortController()
      const calls: Partial<ScriptCalls> = { 'job.getData': forever }
      const running = ran(scripts, `job.log("runs"); ${source}`, {
        signal: stop.signal,
        limits: { timeMs: 60_000 },
        calls: { ...calls, log: async () => void setTimeout(() => stop.abort(), 50) },
      })
      const aborted = new Promise<number>((resolve) =>
        stop.signal.addEventListener('abort', () => resolve(performance.now())),
      )
      const { ended } = await running
      assert.deepEqual(ended, { ended: 'stopped' })
      assert.ok(performance.now() - (await aborted) < 1_000)
    })

  it('before the start prevents the start', async () => {
    const { ended, log } = await ran(scripts, 'job.log("runs")', { signal: AbortSignal.abort() })
    assert.deepEqual({ ended, log }, { ended: { ended: 'stopped' }, log: [] })
  })

  it('ends a queued script at once', async () => {
    await using one = new Scripts({ threads: 1 })
    const [first, second] = [new AbortController(), new AbortController()]
    const running = ran(one, 'for (;;);', { signal: first.signal, limits: { timeMs: 60_000 } })
    const queued = ran(one, 'job.log("runs")', { signal: second.signal })
    await sleep(300)
    second.abort()
    assert.deepEqual((await queued).ended, { ended: 'stopped' })
    first.abort()
    assert.deepEqual((await running).ended, { ended: 'stopped' })
  })

  it('of the whole pool ends all', async () => {
    let running: ReturnType<typeof ran>
    {
      await using one = new Scripts({ threads: 1 })
      running = ran(one, 'for (;;);', { limits: { timeMs: 60_000 } })
      await sleep(200)
    }
    assert.deepEqual((await running).ended, { ended: 'stopped' })
  })
})

describe('the time limit', () => {
  it('does not count the time that a script waits for answers', async () => {
    await using scripts = new Scripts({ threads: 1 })
    const { ended, ms } = await ran(scripts, 'for (let i = 0; i < 4; i++) job.getData("k")', {
      limits: { timeMs: 300 },
      calls: { 'job.getData': async () => sleep(150, 'x') },
    })
    assert.deepEqual(ended, { ended: 'finished' })
    assert.ok(ms > 500)
  })

  it('counts it if the limit is one from start to end', async () => {
    await using scripts = new Scripts({ threads: 1 })
    const { ended } = await ran(scripts, WAITING, {
      limits: { totalMs: 200 },
      calls: { 'job.getData': forever },
    })
    assert.deepEqual(ended, { ended: 'limit', which: 'time', message: 'Time limit of 200 ms exceeded' })
  })

  it('does not count the time in the queue', async () => {
    await using scripts = new Scripts({ threads: 1 })
    const limits = { timeMs: 400 }
    const both = await Promise.all([ran(scripts, 'for (;;);', { limits }), ran(scripts, '', { limits })])
    assert.deepEqual(
      both.map(({ ended }) => ended.ended),
      ['limit', 'finished'],
    )
  })
})

describe('a call', () => {
  for (const [end, source, given] of [
    ['a limit', 'job.getData("k")', { limits: { totalMs: 100 } }],
    ['its last line', 'job.log("x")', {}],
    ['an exception', 'throw 1', {}],
  ] as const)
    it(`is over when its script has ended by ${end}`, async () => {
      await using scripts = new Scripts({ threads: 1 })
      let signal: AbortSignal | undefined
      const callsWith = (during: AbortSignal): Partial<ScriptCalls> => {
        signal = during
        return { 'job.getData': forever }
      }
      await ran(scripts, source, { ...given, callsWith })
      assert.equal(signal?.aborted, true)
    })
})

describe('a queue that is full', () => {
  it('refuses further scripts, and checks go on', async () => {
    await using scripts = new Scripts({ threads: 1, mostQueued: 1 })
    const stop = new AbortController()
    const loops = [1, 2].map(() =>
      ran(scripts, 'for (;;);', { signal: stop.signal, limits: { timeMs: 60_000 } }),
    )
    await sleep(300)
    await assert.rejects(ran(scripts, '1'), ScriptsBusy)
    assert.equal(await scripts.check('1'), undefined)
    stop.abort()
    for (const { ended } of await Promise.all(loops)) assert.deepEqual(ended, { ended: 'stopped' })
  })
})

describe('a thread', () => {
  it('that dies ends its script as crashed, and the next scripts run', async () => {
    const threads: Worker[] = []
    const remember = (thread: Worker): void => void threads.push(thread)
    process.on('worker', remember)
    await using scripts = new Scripts({ threads: 1 })
    const { ended } = await ran(scripts, 'job.log("runs"); for (;;);', {
      limits: { timeMs: 60_000 },
      calls: { log: async () => void threads.at(-1)?.terminate() },
    })
    process.off('worker', remember)
    assert.equal(ended.ended, 'crashed')
    assert.deepEqual((await ran(scripts, '')).ended, { ended: 'finished' })
  })

  it('that is terminated does not disturb the script on the other one', async () => {
    await using scripts = new Scripts({ threads: 2 })
    const limits = { timeMs: 200 }
    const other = ran(scripts, 'const end = Date.now() + 1500; while (Date.now() < end); job.setData("k", 1)')
    for (let i = 0; i < 2; i++)
      assert.equal((await ran(scripts, 'new Array(1_000_000_000) + "x"', { limits })).ended.ended, 'limit')
    assert.deepEqual((await other).ended, { ended: 'finished' })
  })
})

describe('fifty scripts at once on two threads', () => {
  it('all end, and the event loop of the main thread stays free', async () => {
    await using scripts = new Scripts({ threads: 2 })
    await ran(scripts, '')
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const since = performance.now()
    const work =
      'let n = 0; for (let i = 0; i < 3e5; i++) n += i; for (let i = 0; i < 20; i++) job.setData("k" + i, n)'
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        i % 10 === 0 ? ran(scripts, 'for (;;);', { limits: { timeMs: 100 } }) : ran(scripts, work),
      ),
    )
    delay.disable()
    assert.equal(all.filter(({ ended }) => ended.ended === 'finished').length, 45)
    assert.equal(all.filter(({ ended }) => ended.ended === 'limit').length, 5)
    const [p50, p99, max] = [delay.percentile(50), delay.percentile(99), delay.max].map((ns) =>
      (ns / 1e6).toFixed(1),
    )
    process.stdout.write(
      `      ${Math.round(performance.now() - since)} ms; event loop delay p50 ${p50}, p99 ${p99}, max ${max} ms\n`,
    )
  })
})
