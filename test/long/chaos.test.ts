import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Home } from '../server/life/home.ts'
import { clip, eventually, kill } from '../server/life/outside.ts'
import { datum, runs, type Server } from '../server/life/server.ts'
import { randomFrom } from './random.ts'

const JOBS = 40
const KILLS = 40
/** After so many, what has begun may end: a step whose worker dies five times in a row is taken for what kills it. */
const KILLS_IN_A_ROW = 4
/** Seconds of each clip, read no faster than it plays. */
const CLIP_S = 3

/** What is killed, and how often compared with the others. */
const VICTIMS = ['server', 'agent', 'agent', 'postmaster', 'postmaster', 'keeper', 'group'] as const
type Victim = (typeof VICTIMS)[number]

it(`every one of ${JOBS} jobs is FINISHED and whole after ${KILLS} times kill -9 of something`, async function () {
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
      // Long enough for the agent to be back and at work, most of the time.
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
        'a loss is no failed attempt',
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

/** Kills, and starts the server again where that was it; answers the one that runs. */
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
