/** Queue rules that were changed over the API survive restarts (docs/decisions/0019). */
import assert from 'node:assert/strict'
import { Home } from '../life/home.ts'
import type { Server } from '../life/server.ts'

const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' }
const SETTINGS = { JOB_POOLS: 'LOWEST:4', CONCURRENT_JOBS: '2', JOB_PRIORITIES: 'TRANSCODE=LOW' }
const UNUSED = 'JOB_POOLS has no effect: the job pools were changed over the API.'

describe('Queue rules over restarts', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  before(() => {
    home = new Home()
  })
  after(() => home[Symbol.asyncDispose]())

  const starts = async (environment: Readonly<Record<string, string>>) => {
    server = await home.start({ args: ['--role', 'api'], environment })
  }
  const text = async (path: string) =>
    (await server.request('GET', path, { headers: { accept: 'text/plain' } })).text()
  const send = async (method: string, path: string, body: object) => {
    const response = await server.request(method, path, { headers: JSON_TYPE, body: JSON.stringify(body) })
    assert.equal(response.status, 200, await response.text())
  }
  const pools = async () => (await text('/configuration/job-pool')).split('\r\nrunning')[0]
  const priorities = () => text('/configuration/job-priority')
  const warnings = () => server.said.split('\n').filter((line) => line.includes('has no effect'))
  const selfTest = async () => {
    const response = await server.request('GET', '/selftest/queue-rules', { headers: JSON_TYPE })
    return (await response.json()) as { readonly status: string; readonly message?: readonly string[] }
  }

  it('are those of the settings at first', async () => {
    await starts(SETTINGS)
    assert.equal(await pools(), 'concurrentJobs\t2\r\npool\tLOWEST\t4\t0')
    assert.equal(await priorities(), 'TRANSCODE\tLOW\r\n')
    assert.deepEqual(warnings(), [])
    assert.deepEqual((await selfTest()).message, undefined)
  })

  it('follow a changed setting while the API has not changed them', async () => {
    await server.stop('SIGTERM')
    await starts({ ...SETTINGS, CONCURRENT_JOBS: '3' })
    assert.equal(await pools(), 'concurrentJobs\t3\r\npool\tLOWEST\t4\t0')
  })

  it('stay as the API has changed them, and the start and a self-test name the setting', async () => {
    await send('PUT', '/configuration/job-pool', { pool: [{ priorityThreshold: 'HIGH', size: 1 }] })
    await send('PUT', '/task-group/few', { maxConcurrency: 2 })
    await server.stop('SIGTERM')
    await starts({ ...SETTINGS, JOB_PRIORITIES: 'TRANSCODE=HIGH' })
    assert.equal(await pools(), 'concurrentJobs\t2\r\npool\tHIGH\t1\t0')
    assert.equal(await priorities(), 'TRANSCODE\tHIGH\r\n')
    assert.equal(await text('/task-group'), 'few\r\n')
    assert.equal(warnings().length, 1)
    assert.match(warnings()[0] ?? '', new RegExp(UNUSED))
    const { status, message } = await selfTest()
    assert.deepEqual([status, message], ['ok', [UNUSED]])
  })

  it('stay after kill -9, too, and also if they were deleted', async () => {
    await server.request('DELETE', '/configuration/job-pool')
    await server.request('DELETE', '/configuration/properties/concurrentJobs')
    await server.stop('SIGKILL')
    await starts(SETTINGS)
    assert.equal((await text('/configuration/job-pool')).split('\r\n')[0], 'running\t0')
    assert.deepEqual((await selfTest()).message, [
      'CONCURRENT_JOBS has no effect: concurrentJobs was changed over the API.',
      UNUSED,
    ])
  })

  it('are named by no warning where the setting agrees with them, or is not given', async () => {
    await send('PUT', '/configuration/job-pool', { pool: [{ priorityThreshold: 'LOWEST', size: 4 }] })
    await server.stop('SIGTERM')
    await starts({ JOB_POOLS: 'LOWEST:4' })
    assert.deepEqual(warnings(), [])
    await server.stop('SIGTERM')
  })
})
