/** The parts of the engine on a real database: a test calls what an agent would do. */
import assert from 'node:assert/strict'
import { type Delivery, fetchPlacements } from '../../../../schema/queries/nodes/fetch-placements.ts'
import { joinNode, nextNode } from '../../../../schema/queries/nodes/join-node.ts'
import { Admission } from '../../../../steps/engine/admission/admission.ts'
import type { Admitted } from '../../../../steps/engine/admission/admission-round.ts'
import { Attempts } from '../../../../steps/engine/attempt/attempts.ts'
import { ChangeBatch } from '../../../../steps/engine/attempt/change-batch.ts'
import { Report } from '../../../../steps/engine/attempt/report.ts'
import type { JobType } from '../../../../steps/engine/declare/job-type.ts'
import { Maintenance } from '../../../../steps/engine/node/maintenance.ts'
import { thisProcess } from '../../../../steps/engine/node/process-identity.ts'
import { rescue as rescueAll } from '../../../../steps/engine/node/rescue.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import type { EngineEvent } from '../../../../steps/engine/runtime/events.ts'
import { Wake } from '../../../../steps/engine/runtime/wake.ts'
import type { TestDatabase } from '../../../setup.ts'

export class Parts implements AsyncDisposable {
  readonly test: TestDatabase
  readonly jobTypes: readonly JobType<undefined>[]
  readonly events: EngineEvent[] = []
  #movedS = 0

  constructor(test: TestDatabase, jobTypes: readonly JobType<undefined>[]) {
    this.test = test
    this.jobTypes = jobTypes
  }

  publish(event: EngineEvent): void {
    this.events.push(event)
  }

  /** The `trouble` events so far. */
  get troubles(): readonly EngineEvent[] {
    return this.events.filter(({ type }) => type === 'trouble')
  }

  /** Adds a node without an agent on its own host. Its process is this one, or one that has ended. */
  async node(
    name: string,
    more: { readonly cpu?: number; readonly process?: 'living' | 'ended' } = {},
  ): Promise<number> {
    const here = thisProcess()
    const process = more.process === 'ended' ? { ...here, pidStarted: here.pidStarted - 1 } : here
    const capacity = { slots: { cpu: more.cpu ?? 4 }, encoders: [], gpus: {}, reaches: null }
    const host = { hostId: name, hostName: name, ...capacity }
    const id = await nextNode(this.test.database.em.fork())
    await joinNode(this.test.database.em.fork(), { id, name, ...host, ...process })
    return id
  }

  /** Admits until nothing more fits; answers each round. */
  async admit(): Promise<readonly Admitted[]> {
    const admission = new Admission(this.test.database)
    const rounds: Admitted[] = []
    for (let again = true; again; ) {
      const round = await admission.round(undefined)
      if (round) rounds.push(round)
      again = round?.again === true
    }
    return rounds
  }

  /** The placements that a node has been given and has not started. */
  async fetch(nodeId: number): Promise<readonly (Delivery & { readonly nodeId: number })[]> {
    const deliveries = await fetchPlacements(this.test.database.em.fork(), nodeId)
    return deliveries.map((delivery) => ({ ...delivery, nodeId }))
  }

  /** Runs what every node does once a second. A new observer declares only nodes dead that certainly are. */
  async rescue(): Promise<boolean> {
    const { database } = this.test
    const observer = { nodeId: 0, connectedS: 0 }
    return rescueAll(database, (event) => this.publish(event), observer)
  }

  /** The maintenance of the elected node. */
  maintenance(): Maintenance {
    return new Maintenance(this.test.database, clock)
  }

  /** The attempts of a node without an agent. */
  attempts(): Attempts<undefined> {
    const { database } = this.test
    const report = new Report(database, clock)
    const publish = (event: EngineEvent) => this.publish(event)
    const stages = this.jobTypes.flatMap((type) => type.stages)
    return new Attempts({
      ...{ database, clock, tools: undefined, firstBackoffMs: 0 },
      wake: new Wake(database, assert.ifError),
      changes: new ChangeBatch(database, publish, report),
      report,
      steps: new Map(stages.map(({ step }) => [step.name, step])),
      parameters: new Map(this.jobTypes.map(({ name, parameters }) => [name, parameters])),
      publish,
    })
  }

  rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.test.database.em.fork().execute<Row[]>(sql, [...values])
  }

  /** Runs of a job as `200/1 FINISHED`: step, attempt, state. */
  async runs(job: number): Promise<readonly string[]> {
    const rows = await this.rows<{ run: string }>(
      `select s.number || '/' || a.attempt || ' ' || a.state as run
       from callsheet.attempt a join callsheet.step s on s.id = a.step_id where a.job_id = ? order by s.number, a.id`,
      [job],
    )
    return rows.map(({ run }) => run)
  }

  /** Waits until a fact of the database holds. */
  async until(fact: string, holds: () => Promise<boolean>, limitMs = 8_000): Promise<void> {
    const late = AbortSignal.timeout(limitMs)
    while (!(await holds())) {
      if (late.aborted) assert.fail(`not within ${limitMs} ms: ${fact}`)
      await clock.sleep(10)
    }
  }

  /** Waits until a session of this database waits for a lock. */
  async lockAwaited(): Promise<void> {
    await this.until('a session waits for a lock', () => this.isLockAwaited())
  }

  async isLockAwaited(): Promise<boolean> {
    return (await this.rows(LOCK_AWAITED)).length > 0
  }

  /** Advances the clock of all stored times. */
  async passes(seconds: number): Promise<void> {
    this.#movedS += seconds
    await this.rows(`create or replace function callsheet.now() returns timestamptz language sql stable parallel safe
      return date_trunc('milliseconds', statement_timestamp()) + interval '${this.#movedS} seconds'`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.test[Symbol.asyncDispose]()
  }
}

const LOCK_AWAITED = `
select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
