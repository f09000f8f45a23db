import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Home } from '../server/life/home.ts'
import { clip, eventually, kill } from '../server/life/outside.ts'
import { runs, type Server } from '../server/life/server.ts'

describe('A farm with frozen processes', function () {
  this.timeout(120_000)
  let home: Home
  let server: Server
  let sourceUri: string

  beforeEach(async () => {
    home = new Home()
    sourceUri = `file://${await clip(join(await home.mediaFolder(), 'clip.mp4'), 30)}`
    server = await home.start({ environment: { FFMPEG: await home.unhurried() } })
  })
  afterEach(() => home[Symbol.asyncDispose]())

  it('runs no step again after PostgreSQL was frozen for 10 s', async () => {
    const id = await server.submit({ sourceUri, tags: 'lowres' })
    await home.pid('ffmpeg')
    const frozen = [...childrenOf(await home.pid('postmaster')), await home.pid('postmaster')]
    assert.ok(frozen.length > 3)
    for (const pid of frozen) kill(pid, 'SIGSTOP')
    await sleep(10_000)
    for (const pid of frozen) kill(pid, 'SIGCONT')
    const job = await server.final(id, 'FINISHED', 60_000)
    assert.deepEqual(
      runs(job, 200).map(({ attempts, status }) => `${attempts} ${status}`),
      ['0 FINISHED'],
    )
  })

  it('runs the steps of a frozen agent on another, and stops its ffmpeg when it continues', async () => {
    const id = await server.submit({ sourceUri, tags: 'lowres' })
    const ffmpeg = await home.pid('ffmpeg')
    const agent = await home.pid('agent')
    await home.start({ args: ['--role', 'worker'], environment: { FFMPEG: await home.unhurried() } })
    await eventually('the other agent has joined', async () => (await here()).length === 2)
    kill(agent, 'SIGSTOP')
    await server.until(id, (job) => runs(job, 200).length === 2, 40_000)
    kill(agent, 'SIGCONT')
    await eventually('the first ffmpeg is gone', () => !home.pids('ffmpeg').includes(ffmpeg))
    const job = await server.final(id, 'FINISHED', 60_000)
    assert.deepEqual(
      runs(job, 200).map(({ attempts, status }) => `${attempts} ${status}`),
      ['0 DISAPPEARED', '0 FINISHED'],
    )
    await eventually('the frozen agent has joined again', async () => (await here()).length === 2)
    assert.deepEqual(home.filesIn(join(home.dataDir, 'media', id)), ['clip-lowres.mp4'])
  })

  const here = () => home.query('select id from callsheet.node where gone is null')
})

/** Finds PostgreSQL sessions by their parent, because they change their titles and have no environment. */
function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/status`, 'utf8').includes(`\nPPid:\t${parent}\n`)
    } catch {
      return false // the process ended meanwhile
    }
  })
}
