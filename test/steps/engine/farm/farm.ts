/** Agents in this process, on a real database, with job types defined by a test. */
import assert from 'node:assert/strict'
import type { HostCapacity } from '../../../../schema/queries/nodes/join-node.ts'
import { isFinal, type JobState, type Priority } from '../../../../schema/states.ts'
import { type JobType, jobType, type Stage } from '../../../../steps/engine/declare/job-type.ts'
import type { ProblemKind } from '../../../../steps/engine/declare/problem.ts'
import { Engine } from '../../../../steps/engine/engine.ts'
import { agent } from '../../../../steps/engine/node/agent.ts'
import type { EngineEvent } from '../../../../steps/engine/runtime/events.ts'
import { Wake } from '../../../../steps/engine/runtime/wake.ts'
import type { StartRequest } from '../../../../steps/engine/submit/start-request.ts'
import { database, type TestDatabase } from '../../../setup.ts'
import { aborted, Gate } from './made-up-steps.ts'
import { Parts } from './parts.ts'

/** Creates a farm without agents; job types are given by name. */
export async function farm(types: Readonly<Record<string, readonly Stage<undefined>[]>>): Promise<Farm> {
  const jobTypes = Object.entries(types).map(([name, stages]) => jobType(name, `${name}.`, stages))
  return new Farm(await database(), jobTypes)
}

/** Options of an agent besides its name. */
interface Given {
  readonly capacity: Partial<HostCapacity>
  readonly problems: readonly ProblemKind<undefined>[]
  /** The host it runs on. Default: a host named like the agent. */
  readonly host: string
}

export class Farm extends Parts {
  readonly engine: Engine<undefined>
  readonly #stops = new Map<string, () => Promise<void>>()
  #published = Promise.withResolvers<void>()

  constructor(test: TestDatabase, jobTypes: readonly JobType<undefined>[]) {
    super(test, jobTypes)
    const wake = new Wake(test.database, assert.ifError)
    this.engine = new Engine(test.database, jobTypes, undefined, wake, (event) => this.publish(event))
  }

  override publish(event: EngineEvent): void {
    super.publish(event)
    this.#published.resolve()
    this.#published = Promise.withResolvers()
  }

  /** Starts an agent; resolves when it has joined. Default: no backoff. */
  async agent(name = 'a', firstBackoffMs = 0, more: Partial<Given> = {}): Promise<void> {
    const { jobTypes, test } = this
    const stop = new AbortController()
    const options = {
      ...{
        connection: test.connection,
        jobTypes,
        tools: undefined,
        firstBackoffMs,
        problems: more.problems ?? [],
      },
      capacity: { slots: { cpu: 4 }, encoders: [], gpus: {}, reaches: null, ...more.capacity },
      ...{ name, hostId: more.host ?? name, hostName: more.host ?? name },
      publish: (event: EngineEvent) => this.publish(event),
    }
    const ended = agent(options, stop.signal, () => undefined)
    this.#stops.set(name, () => {
      stop.abort()
      return ended
    })
    await this.published(`${name} joined`, (event) => event.type === 'node-joined' && event.name === name)
  }

  /** Stops an agent gracefully. */
  async stop(name: string): Promise<void> {
    await this.#stops.get(name)?.()
  }

  /** Starts a job; returns its id. */
  async start(
    type: string,
    priority: Priority = 'MEDIUM',
    more: Partial<StartRequest> = {},
  ): Promise<number> {
    const em = this.test.database.em.fork()
    const request = { type, user: 'ann', priority, held: false, metadata: {}, ...more }
    const answer = await this.engine.start(em, request)
    assert.ok('job' in answer)
    return answer.job.id
  }

  /** Waits for an event, past or future. */
  async published(
    what: string,
    isIt: (event: EngineEvent) => boolean,
    limitMs = 8_000,
  ): Promise<EngineEvent> {
    const late = AbortSignal.timeout(limitMs)
    for (;;) {
      const event = this.events.find(isIt)
      if (event) return event
      await Promise.race([this.#published.promise, aborted(late)])
      if (late.aborted)
        assert.fail(`not within ${limitMs} ms: ${what}\n${JSON.stringify(this.events, undefined, 1)}`)
    }
  }

  /** Waits until the job ends; returns its state. */
  async ended(job: number): Promise<JobState> {
    const isEnd = (event: EngineEvent) =>
      event.type === 'job-moved' && event.job === job && isFinal(event.became as JobState)
    const event = await this.published(`job ${job} ends`, isEnd)
    assert.ok(event.type === 'job-moved')
    return event.became as JobState
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    for (const gate of Gate.all) gate.open(undefined as never)
    await Promise.all([...this.#stops.values()].map((stop) => stop()))
    await super[Symbol.asyncDispose]()
  }
}
