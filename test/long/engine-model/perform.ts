import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { serialOf } from '../../../schema/ids.ts'
import { isFinal, type JobState } from '../../../schema/states.ts'
import type { Command } from './commands.ts'
import type { RealFarm } from './real-farm.ts'
import type { Metadata } from './scripts.ts'

/** A job, and the requests made for it. */
export interface Asked {
  readonly id: string
  readonly serial: number
  readonly metadata: Metadata
  readonly query: string
  readonly created: 'READY' | 'HOLD'
  held: boolean
  paused: boolean
  /** Aborted or stopped: it may end differently than its metadata define. */
  cut: boolean
}

/** The requests made so far. */
export class Script {
  readonly jobs: Asked[] = []
  readonly made = new Set<string>()
  /** One line per command, for failure messages. */
  readonly lines: string[] = []
  isQueuePaused = false
  isTypePaused = false

  /** The job of a command; undefined if there are no jobs yet. */
  job(place: number): Asked | undefined {
    return this.jobs[place % Math.max(this.jobs.length, 1)]
  }
}

/** Performs one command, and asserts that its answer is correct. */
export async function perform(farm: RealFarm, script: Script, command: Command): Promise<void> {
  switch (command.does) {
    case 'create':
      return create(farm, script, command)
    case 'run step':
      return ofJob(script, command.job, (job) => runStep(farm, job, command.step))
    case 'release':
    case 'abort':
    case 'abort without clean-up':
    case 'stop':
    case 'pause':
    case 'resume':
      return ofJob(script, command.job, (job) => CHANGES[command.does](farm, job))
    case 'prioritise':
      return ofJob(script, command.job, ({ id }) =>
        ok(farm, 'PUT', `/job/${id}?priority=${command.priority}`),
      )
    case 'pause queue':
    case 'resume queue':
      script.isQueuePaused = command.does === 'pause queue'
      return ok(farm, 'POST', script.isQueuePaused ? '/job/pause' : '/job/resume')
    case 'pause type':
    case 'resume type':
      script.isTypePaused = command.does === 'pause type'
      return ok(farm, 'POST', `/jobtype/TEST/${script.isTypePaused ? 'pause' : 'resume'}`)
    case 'make':
      script.made.add(command.what)
      return farm.make(command.what)
    case 'take away':
      script.made.delete(command.what)
      return farm.takeAway(command.what)
    case 'kill agent':
      return farm.killAgent(command.agent)
    case 'freeze agent':
      return farm.freezeAgent(command.agent, command.ms)
    case 'restart PostgreSQL':
      return farm.strikePostgres(command.signal)
    case 'let time pass':
      await sleep(command.ms)
  }
}

async function create(
  farm: RealFarm,
  script: Script,
  { metadata, held, priority, query }: Extract<Command, { does: 'create' }>,
): Promise<void> {
  const pairs = Object.entries(metadata).map(
    ([key, value]) => `&jobmetadata=${encodeURIComponent(`${key}=${value}`)}`,
  )
  const path = `/job?type=TEST&holdJob=${held}&priority=${priority}${query}${pairs.join('')}`
  const { status, text } = await farm.ask('POST', path)
  assert.equal(status, 200, text)
  const id = text.trim()
  const serial = serialOf(id)
  assert.ok(serial !== undefined, text)
  const created = held ? 'HOLD' : 'READY'
  script.jobs.push({ id, serial, metadata, query, created, held, paused: false, cut: false })
  script.lines.push(`  ${id}`)
}

async function ofJob(script: Script, place: number, does: (job: Asked) => Promise<void>): Promise<void> {
  const job = script.job(place)
  if (!job) return
  script.lines.push(`  ${job.id}`)
  await does(job)
}

/** The request is refused with a reason, unless the job is on hold. */
async function runStep(farm: RealFarm, { id, created }: Asked, step: number): Promise<void> {
  const { status, text } = await farm.ask('POST', `/job/${id}/step/${step}/run`)
  if (status === 200) assert.equal(created, 'HOLD', `step ${step} of ${id} was run on request`)
  else if (status === 404) assert.equal(step, 700, text)
  else assert.ok(status === 400 && text.includes('"step"'), `${status} ${text}`)
}

type Change = (farm: RealFarm, job: Asked) => Promise<void>

const CHANGES = {
  release: async (farm, job) => {
    job.held = false
    await ok(farm, 'PUT', `/job/${job.id}?holdJob=false`)
  },
  abort: (farm, job) => abort(farm, job, ''),
  'abort without clean-up': (farm, job) => abort(farm, job, '?cleanup=false'),
  stop: async (farm, job) => {
    job.cut = true
    await ok(farm, 'POST', `/job/${job.id}/stop`)
  },
  pause: async (farm, job) => {
    job.paused = true
    await ok(farm, 'POST', `/job/${job.id}/pause`)
  },
  resume: async (farm, job) => {
    job.paused = false
    await ok(farm, 'POST', `/job/${job.id}/resume`)
  },
} satisfies Record<string, Change>

async function abort(farm: RealFarm, job: Asked, query: string): Promise<void> {
  job.cut = true
  await ok(farm, 'DELETE', `/job/${job.id}${query}`)
  const { text } = await farm.ask('GET', `/job/${job.id}`)
  const { status } = JSON.parse(text) as { readonly status: JobState }
  assert.ok(status === 'ABORTED_PENDING' || isFinal(status), `${job.id} was aborted, but is ${status}`)
}

async function ok(farm: RealFarm, method: string, path: string): Promise<void> {
  const { status, text } = await farm.ask(method, path)
  assert.equal(status, 200, `${method} ${path}: ${text}`)
}
