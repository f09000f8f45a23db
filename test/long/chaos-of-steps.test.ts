import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinal, type JobState } from '../../schema/states.ts'
import type { Command } from './engine-model/commands.ts'
import { described, holds } from './engine-model/holds.ts'
import { perform, Script } from './engine-model/perform.ts'
import { seedToPlay } from './engine-model/play.ts'
import { RealFarm } from './engine-model/real-farm.ts'
import type { Metadata } from './engine-model/scripts.ts'
import type { JobRows } from './engine-model/snapshot.ts'
import { randomFrom } from './random.ts'

const ROUNDS = 8
/** Strikes of one round. After five losses in a row, the engine considers the step itself the cause. */
const STRIKES = 4

type Asked = Extract<Command, { readonly job: number }>['does']
type Kind = readonly [
  what: string,
  metadata: Metadata,
  /** The request it gets after some time. */
  asked: Exclude<Asked, 'prioritise' | 'run step'> | undefined,
  end: JobState,
  /** The attempt in which step 100 ends. */
  attempt: number,
  held?: true,
]

// biome-ignore format: a table
const KINDS: readonly Kind[] = [
  ['runs all its steps', { 'step-100': 'sleep:1500', 'step-150': 'sleep:700', 'step-200': 'sleep:900', 'step-300': 'sleep:500' }, undefined, 'FINISHED', 0],
  ['waits', { 'step-50': 'wait:a', 'step-100': 'sleep:300;wait:b', 'step-300': 'wait:c' }, undefined, 'FINISHED', 0],
  ['runs steps in parallel', { 'step-100': 'sleep:300;release;sleep:2000', 'step-250': 'sleep:1500' }, undefined, 'FINISHED', 0],
  ['waits in parallel', { 'step-100': 'release;sleep:1000;wait:a', 'step-250': 'sleep:500;wait:b' }, undefined, 'FINISHED', 0],
  ['retries', { 'step-100': 'sleep:500;fail,sleep:500;throw,sleep:500', 'step-200': 'fail,finish' }, undefined, 'FINISHED', 2],
  ['fails in a step that is not critical', { 'step-150': 'sleep:800;fatal', 'step-100': 'sleep:1200' }, undefined, 'FINISHED_WARNING', 0],
  ['fails', { 'step-100': 'sleep:500;fail,sleep:500;fatal', 'step-150': 'hang', 'step-900': 'sleep:700' }, undefined, 'FAILED_TOTAL', 1],
  ['is paused', { 'step-100': 'sleep:800', 'step-200': 'sleep:800' }, 'pause', 'FINISHED', 0],
  ['is stopped', { 'step-100': 'hang', 'step-300': 'hang' }, 'stop', 'FINISHED', 0],
  ['is aborted', { 'step-100': 'hang', 'step-150': 'sleep:60000', 'step-900': 'sleep:700' }, 'abort', 'ABORTED', 0],
  ['is released', { 'step-100': 'sleep:500;fail,sleep:500' }, 'release', 'FINISHED', 1, true],
]

describe('Jobs of every kind, while agents are killed and PostgreSQL is restarted,', function () {
  this.timeout(900_000)
  let farm: RealFarm
  const first = seedToPlay()

  before(async () => {
    farm = await RealFarm.start({ CPU_SLOTS: '6' })
  })
  after(() => farm[Symbol.asyncDispose]())

  for (let round = 0; round < ROUNDS; round += 1)
    it(`reach their final states, round ${round + 1} of ${ROUNDS}`, async () => {
      const seed = first + round
      try {
        await storm(farm, randomFrom(seed))
      } catch (error) {
        throw new Error(`with SEED=${seed}: ${(error as Error).message}`, { cause: error })
      }
    })
})

async function storm(farm: RealFarm, random: () => number): Promise<void> {
  const script = new Script()
  const does = (command: Command) => perform(farm, script, command)
  for (const what of ['a', 'b', 'c']) await does({ does: 'take away', what })
  for (const [, metadata, , , , held = false] of KINDS)
    await does({ does: 'create', metadata, held, priority: 'MEDIUM', query: '' })
  const asked = KINDS.flatMap(([, , ask], job): readonly Command[] => (ask ? [{ does: ask, job }] : []))
  const made = ['a', 'b', 'c'].map((what): Command => ({ does: 'make', what }))
  const todo = [...asked, ...made].map((command) => ({ command, at: random() * STRIKES }))
  for (let at = 0; at < STRIKES; at += 1) {
    await sleep(random() * 3_000)
    if (random() < 0.6) farm.killAgent(Math.floor(random() * 2))
    else farm.strikePostgres(random() < 0.5 ? 'SIGKILL' : 'SIGINT')
    for (const { command } of todo.filter((one) => Math.floor(one.at) === at)) await does(command)
    holds(await farm.snapshot(script.jobs[0]?.serial ?? 1))
  }
  await farm.whole()
  const paused = KINDS.findIndex(([, , ask]) => ask === 'pause')
  await does({ does: 'resume', job: paused })
  const jobs = await ended(farm, script)
  for (const [at, kind] of KINDS.entries()) endedAsExpected(kind, jobs[at])
}

async function ended(farm: RealFarm, script: Script): Promise<readonly JobRows[]> {
  const late = AbortSignal.timeout(120_000)
  for (;;) {
    const snapshot = await farm.snapshot(script.jobs[0]?.serial ?? 1)
    holds(snapshot)
    const open = snapshot.jobs.filter(({ state }) => !isFinal(state))
    if (open.length === 0) return snapshot.jobs
    assert.ok(!late.aborted, `not within 120 s: every job ends\n${open.map(described).join('\n')}`)
    await sleep(250)
  }
}

function endedAsExpected([what, , , end, attempt]: Kind, job: JobRows | undefined): void {
  assert.ok(job)
  // A job that is stopped while its node is dead has no running step, and is aborted.
  const isGone = what === 'is stopped' && job.state === 'ABORTED'
  assert.equal(job.state, isGone ? 'ABORTED' : end, `a job that ${what}\n${described(job)}`)
  const step = job.steps.find(({ number }) => number === 100)
  assert.equal(
    step?.attempt,
    attempt,
    `attempts of a job that ${what}, losses not counted\n${described(job)}`,
  )
  const cleanup = job.steps.find((one) => one.cleanup)
  const isCleanedUp = job.state === 'FAILED_TOTAL' || job.state === 'ABORTED'
  assert.equal(cleanup?.state, isCleanedUp ? 'FINISHED' : 'NONE', `clean-up of a job that ${what}`)
}
