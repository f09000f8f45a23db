/** A farm that gets random commands for its jobs, and must then come to rest. */
import assert from 'node:assert/strict'
import { PRIORITIES } from '../../../../schema/states.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import type { EngineEvent } from '../../../../steps/engine/runtime/events.ts'
import { type Farm, farm } from './farm.ts'
import { problem, TYPES, types } from './moody-types.ts'
import { guardLedger, rowsAreSound } from './rows-invariants.ts'

/** The possible commands; repeated ones are more frequent. */
export const COMMANDS = [
  ...(['start', 'start', 'start', 'hold', 'run step', 'run step', 'release', 'abort', 'stop'] as const),
  ...(['pause', 'resume', 'pause type', 'resume type', 'prioritise', 'pass', 'sleep', 'restart'] as const),
]

/** `which` selects the job, the type and all other parameters. */
export interface Command {
  readonly does: (typeof COMMANDS)[number]
  readonly which: number
}

export class Life implements AsyncDisposable {
  readonly #farm: Farm
  readonly #jobs: number[] = []
  /** IMMEDIATE jobs. They may exceed the slots, so a lower priority would look like a violation. */
  readonly #urgent = new Set<number>()
  /** Once calm, all steps finish. */
  readonly #mood: { calm: boolean }
  #restarts = 0

  private constructor(one: Farm, mood: { calm: boolean }) {
    this.#farm = one
    this.#mood = mood
  }

  static async begin(): Promise<Life> {
    const mood = { calm: false }
    const one = await farm(types(mood))
    await guardLedger(one)
    await one.agent('a', 1_000, { capacity: { slots: { cpu: 2 } }, problems: [problem(mood)] })
    await one.agent('b0', 1_000, { capacity: { slots: { cpu: 1 } }, problems: [problem(mood)] })
    return new Life(one, mood)
  }

  async does({ does, which }: Command): Promise<void> {
    const { engine, test } = this.#farm
    const em = () => test.database.em.fork()
    const job = this.#jobs[which % Math.max(this.#jobs.length, 1)] ?? 0
    const type = TYPES[which % TYPES.length] ?? 'CHAIN'
    const priority = PRIORITIES[which % PRIORITIES.length] ?? 'LOW'
    switch (does) {
      case 'start':
      case 'hold': {
        const id = await this.#farm.start(type, priority, { held: does === 'hold' })
        if (priority === 'IMMEDIATE') this.#urgent.add(id)
        this.#jobs.push(id)
        return
      }
      case 'run step':
        await engine.runStep(job, 100 * (1 + (which % 3)), 'ann')
        return
      case 'release':
        return engine.releaseHold(job, 'ann')
      case 'abort':
        await engine.abort(job, { user: 'ann', reason: null, cleanup: which % 2 === 0 })
        return
      case 'stop':
        await engine.stop(job, 'ann')
        return
      case 'pause':
        await engine.pause(job, 'ann')
        return
      case 'resume':
        await engine.resume(job, 'ann')
        return
      case 'pause type':
        return engine.pauseType(em(), which % 5 === 0 ? '' : type, 'ann')
      case 'resume type':
        return engine.resumeType(em(), which % 5 === 0 ? '' : type)
      case 'prioritise':
        if (this.#urgent.has(job)) return
        if (priority === 'IMMEDIATE') this.#urgent.add(job)
        await engine.changePriority(em(), job, priority, 'ann')
        return
      case 'pass':
        return this.#farm.passes(1 + (which % 3))
      case 'sleep':
        return clock.sleep(which % 50)
      case 'restart':
        return this.#restart()
    }
  }

  /** Resumes and releases all jobs, and waits until they end. */
  async comesToItsEnd(): Promise<void> {
    const { engine, test } = this.#farm
    this.#mood.calm = true
    for (const type of ['', ...TYPES]) await engine.resumeType(test.database.em.fork(), type)
    for (const job of this.#jobs) {
      await engine.resume(job, 'ann')
      await engine.releaseHold(job, 'ann')
    }
    for (let at = 0; (await this.#open()).length > 0 && at < 60; at += 1) {
      await this.#farm.passes(4)
      await clock.sleep(250)
    }
    assert.deepEqual(await this.#open(), [], 'jobs that never end')
    assert.deepEqual(this.#farm.troubles.filter(isUnexpected), [])
    // A placement that was decided while its job ended is dropped a second later.
    await this.#farm.until('no placement is left', async () => {
      return (await this.#farm.rows('select from callsheet.placement')).length === 0
    })
    await rowsAreSound(this.#farm)
  }

  async #restart(): Promise<void> {
    await this.#farm.stop(`b${this.#restarts}`)
    this.#restarts += 1
    const more = { capacity: { slots: { cpu: 1 } }, problems: [problem(this.#mood)] }
    await this.#farm.agent(`b${this.#restarts}`, 1_000, more)
  }

  #open() {
    return this.#farm.rows(
      `select j.id, j.type, j.state, json_agg(s.number || ' ' || s.state order by s.number) as steps
       from callsheet.job j join callsheet.step s on s.job_id = j.id
       where j.finished is null group by j.id, j.type, j.state, j.finished`,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#mood.calm = true
    await this.#farm[Symbol.asyncDispose]()
  }
}

/** If a chosen node leaves during an admission, the admission is rolled back and repeated. */
function isUnexpected(event: EngineEvent): boolean {
  return !(event.type === 'trouble' && /Queue node-\d+ does not exist/.test(event.error))
}
