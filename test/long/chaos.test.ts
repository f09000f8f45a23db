import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Home } from '../server/life/home.ts'
import { clip, eventually, kill } from '../server/life/outside.ts'
import { datum, runs, type Server } from '../server/life/server.ts'
import { randomFrom } from './random.ts'

const JOBS = 40
const KILLS = 40
/**
 * Kills before running jobs may end. After five losses in a row, the engine considers the step itself the
 * cause.
 */
const KILLS_IN_A_ROW = 4
/** Length of each clip, s; it is read in real time. */
const CLIP_S = 3

/** The processes to kill; repeated ones are killed more often. */
const VICTIMS = ['server', 'agent', 'agent', 'postmaster', 'postmaster', 'keeper', 'group'] as const
type Victim = (typeof VICTIMS)[number]

it(`All of ${JOBS} jobs are FINISHED with complete output after ${KILLS} kills of a process`, async function () {
  this.timeout(600_000)
  await using home = new Home()
  const seed = Number(process.env['SEED'] ?? Date.now() % 100_000)
  const random = randomFrom(seed)
  const environment = { CPU_SLOTS: '8', FFMPEG: await home.unhurried(), LOG_LEVEL: 'debug' }
  const media = await home.mediaFolder()
  const sourceUri = `file://${await clip(join(media, 'clip.mp4'), CLIP_S)}`
  let server = await home.start({ environment })
  const ids: string[] = []
  const killed: string[] = []
  const submit = async () => {
    const destinationUri = `file://${media}/out-${ids.length}`
    ids.push(await server.submit({ sourceUri, destinationUri, tags: 'lowres' }))
  }
  try {
    while (killed.length < KILLS) {
      if (ids.length < JOBS) await submit()
      // Usually long enough for the agent to restart and run steps again.
      await sleep(random() * 3_000)
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'agent'
      killed.push(victim)
      server = await strike(home, server, victim, environment)
      if (killed.length % KILLS_IN_A_ROW === 0)
        for (const id of ids) await server.final(id, 'FINISHED', 120_000)
    }
    while (ids.length < JOBS) await submit()
    for (const [at, id] of ids.entries()) {
      const job = await server.final(id, 'FINISHED', 120_000)
      assert.equal(datum(job, 'outputUri'), `file://${media}/out-${at}/clip-lowres.mp4`)
      assert.deepEqual(home.filesIn(join(media, `out-${at}`)), ['clip-lowres.mp4'])
      const transcodes = runs(job, 200)
      assert.equal(transcodes.filter(({ status }) => status === 'FINISHED').length, 1)
      assert.ok(
        transcodes.every(({ attempts }) => attempts === 0),
        'a loss does not count as an attempt',
      )
    }
    const [left] = await home.query(LEFT)
    assert.deepEqual(left, { held: 0, open: 0 })
    assert.deepEqual(home.pids('ffmpeg'), [])
    assert.equal((await server.stop('SIGTERM')).code, 0)
    await eventually('nothing is left', () => home.processes().length === 0)
  } catch (error) {
    throw new Error(`with SEED=${seed}, after ${killed.join(', ')}\n${server.said.slice(-5_000)}`, {
      cause: error,
    })
  }
})

const LEFT = `
select (select count(*) from callsheet.placement)::integer as held,
       (select count(*) from callsheet.step where state not in ('FINISHED', 'NONE'))::integer as open`

/** Kills the victim, and restarts the server if it was killed; returns the running server. */
async function strike(
  home: Home,
  server: Server,
  victim: Victim,
  environment: Readonly<Record<string, string>>,
): Promise<Server> {
  switch (victim) {
    case 'agent':
    case 'postmaster':
    case 'keeper':
      for (const pid of home.pids(victim)) kill(pid, 'SIGKILL')
      if (victim !== 'agent') await eventually('PostgreSQL is back', () => isBack(home), 20_000)
      return server
    case 'server':
      await server.stop('SIGKILL')
      return home.start({ environment })
    case 'group':
      await server.stopGroup('SIGKILL')
      return home.start({ environment })
  }
}

function isBack(home: Home): Promise<boolean> {
  return home.query('select 1').then(
    () => true,
    () => false,
  )
}
