/** Writes a state of the queue straight into the tables: nodes, placements, rules and pauses. */
import { keyOf, type Need } from '../../../schema/need.ts'
import { writeRules } from '../../../schema/queries/admission/queue-rules.ts'
import { NO_RULES, type QueueRules } from '../../../schema/queue.ts'
import type { Wanted } from '../../factory.ts'
import type { Serving } from '../../serving.ts'

export interface WantedNode {
  readonly slots?: Readonly<Record<string, number>>
  readonly encoders?: readonly string[]
  readonly gpus?: Readonly<Record<string, number>>
  readonly reaches?: readonly string[]
}

export class Queue {
  readonly #served: Serving

  constructor(served: Serving) {
    this.#served = served
  }

  /** Deletes all jobs, nodes, problems, pauses and rules. */
  async empty(): Promise<void> {
    await this.#served.rows(
      'truncate callsheet.job, callsheet.step, callsheet.placement, callsheet.node, callsheet.host, callsheet.problem, callsheet.pause cascade',
    )
    await this.rules({})
  }

  async rules(rules: Partial<QueueRules>): Promise<void> {
    await writeRules(this.#served.api().test.database.em.fork(), { ...NO_RULES, ...rules })
  }

  /** Adds a node on its own host and returns its id. Default: one slot for cpu. */
  async node(
    name: string,
    { slots = { cpu: 1 }, encoders = [], gpus = {}, reaches }: WantedNode = {},
  ): Promise<number> {
    const has = [JSON.stringify(slots), list(encoders), JSON.stringify(gpus), reaches ? list(reaches) : null]
    await this.#served.rows(HOST, [name, name, ...has])
    const [row] = await this.#served.rows<{ id: number }>(NODE, [name, name])
    return row?.id ?? 0
  }

  /** Adds a job whose first step is ready. */
  async queued(need: Partial<Need> = {}, wanted: Wanted = {}): Promise<number> {
    const id = await this.#served.job({ steps: [{ number: 100, state: 'READY' }], ...wanted })
    const key = keyOf({ type: wanted.type ?? 'TRANSCODE', category: 'cpu', ...need })
    await this.#served.rows(
      `update callsheet.step set need = ?, changed = callsheet.now(),
         priority = (select j.priority from callsheet.job j where j.id = job_id) where job_id = ? and not cleanup returning id`,
      [key, id],
    )
    return id
  }

  /** Places a step on a node, with GPU memory if given. */
  async placed(
    id: number,
    node: number,
    { step = 100, gpu = null as string | null, vram = 0 } = {},
  ): Promise<void> {
    await this.#served.rows(PLACEMENT, [gpu, vram, node, id, step])
  }

  /** Adds a job that runs on a node. */
  async running(
    node: number,
    wanted: Wanted = {},
    gpu: { readonly gpu?: string; readonly vram?: number } = {},
  ): Promise<number> {
    const steps = [{ number: 100, runs: [{ state: 'STARTED_ASYNCHRONOUS' as const }] }]
    const id = await this.#served.job({ state: 'STARTED', steps, ...wanted })
    await this.placed(id, node, gpu)
    return id
  }
}

function list(values: readonly string[]): string {
  return `{${values.join()}}`
}

const HOST = /* sql */ `
insert into callsheet.host (id, name, slots, encoders, gpus, reaches) values (?, ?, ?, ?, ?, ?) returning id`
const NODE = /* sql */ `
insert into callsheet.node (name, host_id, kernel, pid, pid_started) values (?, ?, 'k', 1, 1) returning id`
const PLACEMENT = /* sql */ `
insert into callsheet.placement (step_id, job_id, node_id, host_id, category, gpu, vram)
select s.id, s.job_id, n.id, n.host_id, s.need::json->>'category', ?, ?
from callsheet.node n, callsheet.step s
where n.id = ? and s.job_id = ? and s.number = ?
returning id`
