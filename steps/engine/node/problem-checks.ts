/** Checks the problems that are due, and lets steps go on whose condition has passed. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { needFrom } from '../../../schema/need.ts'
import { readRules } from '../../../schema/queries/admission/queue-rules.ts'
import { type NodeCapacity, nodesHere } from '../../../schema/queries/nodes/nodes-here.ts'
import {
  type DueProblem,
  dueProblems,
  passFor,
  type WaitingStep,
} from '../../../schema/queries/problems/due-problems.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { missingRequirement, NODE } from '../admission/node-requirements.ts'
import { type ProblemKind, released } from '../declare/problem.ts'
import { type Publish, trouble } from '../runtime/events.ts'

export class ProblemChecks<Tools> {
  readonly #database: Database
  readonly #kinds: ReadonlyMap<string, ProblemKind<Tools>>
  readonly #tools: Tools
  readonly #publish: Publish

  constructor(database: Database, kinds: readonly ProblemKind<Tools>[], tools: Tools, publish: Publish) {
    this.#database = database
    this.#kinds = new Map(kinds.map((kind) => [kind.type, kind]))
    this.#tools = tools
    this.#publish = publish
  }

  /** A check that fails decides nothing, and holds up no other. */
  async round(): Promise<void> {
    const em = this.#database.em.fork()
    const due = await dueProblems(em, AT_ONCE)
    await Promise.all(
      due.map(async (problem) => {
        const passed = await this.#passed(em.fork(), problem).catch(
          trouble(this.#publish, `problem ${problem.id}`),
        )
        const steps = (passed ?? []).map(({ stepId }) => stepId)
        if (steps.length > 0) await passFor(em.fork(), problem.id, steps)
      }),
    )
  }

  /** The waiting steps for which the condition has passed. */
  async #passed(em: EntityManager, problem: DueProblem): Promise<readonly WaitingStep[]> {
    const { type, waits } = problem
    if (type === NODE) return noLongerMissing(problem, await nodesHere(em), await readRules(em))
    const kind = this.#kinds.get(type)
    // No check exists for it: the step runs again and finds out.
    if (!kind) return waits
    const late = AbortSignal.timeout(CHECK_WITHIN_MS)
    // A file system that hangs must not hold up the checks of other problems.
    const checked = kind.check(problem, this.#tools, late, em)
    return released(waits, await Promise.race([checked, rejection(late)]))
  }
}

/** Rejects with the reason of the signal when it is aborted. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  )
}

/** A step that misses something else by now goes on as well: it soon waits again, for that. Pure. */
function noLongerMissing(
  { waits, requirement }: DueProblem,
  nodes: readonly NodeCapacity[],
  { groups }: QueueRules,
): readonly WaitingStep[] {
  return nodes.length === 0
    ? []
    : waits.filter(({ need }) => missingRequirement(nodes, needFrom(need), groups) !== requirement)
}

const AT_ONCE = 20
const CHECK_WITHIN_MS = 10_000
