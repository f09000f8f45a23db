/** Computed metadata: keys derived from the attempts of a job (wire.md §6.2, §10.2). */
import assert from 'node:assert/strict'
import type { Wanted, WantedRun, WantedStep } from '../../factory.ts'
import { serving } from '../../serving.ts'

const NOON = '2026-01-01T12:00:00.000Z'
const later = (ms: number) => new Date(Date.parse(NOON) + ms).toISOString()

const bytes = (value: number, total?: number): WantedRun => ({
  state: 'STARTED',
  progress: { value, unit: 'bytes', ...(total !== undefined && { total }) },
})
const percent = (value: number): WantedRun => ({
  state: 'STARTED',
  progress: { value, total: 100, unit: 'percent' },
})
const fails = (errorMessage: string): WantedRun => ({ state: 'FAILED_RETRY', errorMessage })
const fatal = (errorMessage: string, more: Partial<WantedStep> = {}): WantedStep => ({
  ...{ number: 200, runs: [{ state: 'FAILED_FATAL', errorMessage }] },
  ...more,
})
const step = (...runs: readonly WantedRun[]): WantedStep => ({ number: 200, runs })

type Case = readonly [what: string, wanted: Wanted, data: Readonly<Record<string, string>>]

// biome-ignore format: a table
const CASES: readonly Case[] = [
  ['bytes of a total',              { steps: [step(bytes(119, 119))] },                   { 'progress-200-0-0': 'bytes 119/119' }],
  ['bytes of an unknown total',     { steps: [step(bytes(0))] },                         { 'progress-200-0-0': 'bytes 0' }],
  ['more bytes than Java writes without an exponent', { steps: [step(bytes(12_345_678_901, 20_000_000_000))] }, { 'progress-200-0-0': 'bytes 12345678901/20000000000' }],
  ['all percent',                   { steps: [step(percent(100))] },                      { 'progress-200-0-0': 'percent 100.0/100' }],
  ['some percent',                  { steps: [step(percent(33.3))] },                     { 'progress-200-0-0': 'percent 33.3/100' }],
  ['almost no percent',             { steps: [step(percent(0.000_4))] },                  { 'progress-200-0-0': 'percent 4.0E-4/100' }],
  ['progress without a unit',       { steps: [step({ state: 'STARTED', progress: { value: 0.5 } })] }, {}],
  ['every attempt',                 { steps: [step({ ...fails('full'), progress: { value: 5, unit: 'bytes' } }, fails('away'), percent(1))] },
    { 'errorMessage-200-0-0': 'full', 'errorMessage-200-0-1': 'away', 'progress-200-0-0': 'bytes 5', 'progress-200-0-2': 'percent 1.0/100' }],
  ['several steps',                 { steps: [{ number: 50, runs: [bytes(1)] }, step(bytes(2))] }, { 'progress-200-0-0': 'bytes 2', 'progress-50-0-0': 'bytes 1' }],
  ['a lost run that runs again', { steps: [step({ state: 'DISAPPEARED', errorMessage: 'gone' }, { ...percent(7), attempt: 0 })] }, { 'progress-200-0-0': 'percent 7.0/100' }],
  ['a lost run',                    { steps: [step({ state: 'DISAPPEARED', errorMessage: 'its node is gone' })] }, { 'errorMessage-200-0-0': 'its node is gone' }],
  ['a step that waits',             { state: 'WAITING', steps: [step({ state: 'WAITING', errorMessage: 'waits' })] }, {}],
  ['a job with one failed step', { state: 'STARTED', steps: [fatal('bad', { critical: false })] }, { 'errorMessage-200-0-0': 'bad' }],
  ['a job that failed',             { state: 'FAILED_TOTAL', steps: [fatal('bad')] }, { errorMessage: 'bad', 'errorMessage-200-0-0': 'bad' }],
  ['a job with several failed steps', { state: 'FAILED_TOTAL', steps: [fatal('stopped', { number: 100, changed: later(9) }), fatal('bad', { changed: later(1) })] },
    { errorMessage: 'bad', 'errorMessage-100-0-0': 'stopped', 'errorMessage-200-0-0': 'bad' }],
  ['a job that failed while a step waited', { state: 'FAILED_TOTAL', steps: [{ number: 100, state: 'FAILED_FATAL', errorMessage: 'the job is ending', runs: [{ state: 'WAITING' }] }, fatal('bad')] },
    { errorMessage: 'bad', 'errorMessage-200-0-0': 'bad' }],
  ['a job that failed after a step that may fail', { state: 'FAILED_TOTAL', steps: [fatal('may', { number: 100, critical: false }), fatal('bad', { changed: later(1) }), fatal('mop', { number: 900, cleanup: true })] },
    { errorMessage: 'bad', 'errorMessage-100-0-0': 'may', 'errorMessage-200-0-0': 'bad', 'errorMessage-900-0-0': 'mop' }],
  ['a job that finished with a warning', { state: 'FINISHED_WARNING', steps: [fatal('bad', { critical: false })] }, { 'errorMessage-200-0-0': 'bad' }],
  ['stored metadata of the same key', { metadata: { 'progress-200-0-0': 'mine' }, steps: [step(bytes(1))] }, { 'progress-200-0-0': 'mine' }],
  ['a transcode that is done',      { steps: [{ ...step({ state: 'FINISHED', changed: later(11_087), progress: { value: 100, total: 100, unit: 'percent' } }), name: 'transcode' }] },
    { 'progress-200-0-0': 'percent 100.0/100', transcodeEstimatedTimeLeft: '0.0', transcodeProgress: '100.0', transcodeWallTime: '11.087' }],
  ['a transcode that failed',       { steps: [{ ...step({ ...fails('bad'), changed: later(2_000), progress: { value: 40, total: 100, unit: 'percent' } }), name: 'transcode' }] },
    { 'errorMessage-200-0-0': 'bad', maxRetries: '5', 'progress-200-0-0': 'percent 40.0/100', transcodeProgress: '40.0', transcodeWallTime: '2.0' }],
  ['a transcode without progress', { steps: [{ ...step({ ...fails('bad'), changed: later(5) }), name: 'transcode' }] }, { 'errorMessage-200-0-0': 'bad', maxRetries: '5', transcodeWallTime: '0.005' }],
]

describe('The computed metadata', () => {
  const { ask, job, rows } = serving()
  const dataAt = async (path: string) => {
    const { body } = await ask(`GET ${path}`)
    const data: { key: string; value: string }[] | undefined = 'job' in body ? body.job[0].data : body.data
    return data && Object.fromEntries(data.map(({ key, value }) => [key, value]))
  }

  for (const [what, wanted, data] of CASES)
    it(`of ${what} is ${Object.keys(data).join(', ') || 'none'}`, async () => {
      const id = await job(wanted)
      assert.deepEqual(await dataAt(`/job/VX-${id}?metadata=true`), data)
      assert.deepEqual(await dataAt(`/job?user=false&metadata=true&first=${id}&number=1`), data)
    })

  it('has the reason of a job that was given up, whatever its steps report', async () => {
    const id = await job({ state: 'FAILED_TOTAL', steps: [fatal('the job is ending')] })
    await rows("update callsheet.job set given_up = 'queued for longer than 60 s' where id = ?", [id])
    assert.equal(
      (await dataAt(`/job/VX-${id}?metadata=true`))?.['errorMessage'],
      'queued for longer than 60 s',
    )
  })

  it('has the time and the limit of the next retry', async () => {
    const id = await job({
      state: 'STARTED',
      steps: [step(fails('full')), { ...step(fails('away')), number: 300 }],
    })
    await rows(
      `update callsheet.step set tries = number / 100, retry_after = '2026-01-01T12:05:00Z'::timestamptz - number * interval '1 s'
       where job_id = ? returning id`,
      [id],
    )
    const shown = { maxRetries: '2', retryAfter: '2026-01-01T12:00:00.000Z' }
    const { maxRetries, retryAfter } = (await dataAt(`/job/VX-${id}?metadata=true`)) ?? {}
    assert.deepEqual({ maxRetries, retryAfter }, shown)
    assert.deepEqual(await dataAt(`/job/VX-${id}?field=retryAfter,maxRetries`), shown)
    await rows("update callsheet.step set state = 'READY' where job_id = ? returning id", [id])
    assert.deepEqual(await dataAt(`/job/VX-${id}?field=retryAfter,maxRetries`), {})
  })

  it('extrapolates the time left of a running transcode from the time taken', async () => {
    const id = await job({ state: 'STARTED', steps: [{ ...step(percent(20)), name: 'transcode' }] })
    await rows("update callsheet.attempt set started = callsheet.now() - interval '10 s' where job_id = ?", [
      id,
    ])
    const { transcodeEstimatedTimeLeft: left, transcodeWallTime: taken } =
      (await dataAt(`/job/VX-${id}`)) ?? {}
    assert.ok(Number(taken) >= 10)
    assert.ok(Math.abs(Number(left) - Number(taken) * 4) < 0.01, `${left} after ${taken}`)
  })

  // biome-ignore format: a table
  for (const [parameters, keys] of [
    ['',                                              ['transcodeProgress', 'transcodeWallTime']],
    ['?field=errorMessage',                           ['errorMessage']],
    ['?field=progress-200-0-0,a',                     ['a', 'progress-200-0-0']],
    ['?field=transcodeProgress',                      ['transcodeProgress']],
    ['?field=a',                                      ['a']],
    ['?field=nothing',                                []],
    ['?metadata=true&field=errorMessage-200-0-0',     ['errorMessage-200-0-0']],
  ] as const)
    it(`has the keys ${keys.join(', ') || 'none'} at /job/{id}${parameters}`, async () => {
      const failed = { state: 'FAILED_FATAL', errorMessage: 'bad', progress: { value: 1, unit: 'percent' } } as const
      const steps = [{ ...step(failed), name: 'transcode' }]
      const id = await job({ state: 'FAILED_TOTAL', metadata: { a: '1' }, steps })
      assert.deepEqual(Object.keys((await dataAt(`/job/VX-${id}${parameters}`)) ?? {}), keys)
      if (parameters === '') return
      const inList = `/job?user=false&first=${id}&number=1&${parameters.slice(1)}`
      assert.deepEqual(Object.keys((await dataAt(inList)) ?? {}), keys)
    })

  it('is left out of a list without metadata', async () => {
    const id = await job({ state: 'FAILED_TOTAL', steps: [fatal('bad')] })
    assert.equal(await dataAt(`/job?user=false&first=${id}&number=1`), undefined)
  })

  it('is not searched by criteria', async () => {
    await job({ state: 'FAILED_TOTAL', user: 'bob', steps: [fatal('bad')] })
    const { body } = await ask('GET /job?user=false&jobmetadata=errorMessage%3dbad')
    assert.equal(body.hits, 0)
  })
})
