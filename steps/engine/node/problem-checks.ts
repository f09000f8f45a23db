import type { EntityManager } from '@mikro-orm/postgresql'
import { needFrom } from '../../../schema/need.ts'
import { type NodeCapacity, nodesHere } from '../../../schema/queries/nodes/nodes-here.ts'
import {
  type DueProblem,
  dueProblems,
  passFor,
  type WaitingStep,
} from '../../../schema/queries/problems/due-problems.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Stranded } from '../admission/admission-round.ts'
import { missingRequirement, NODE, nodeCondition } from '../admission/node-requirements.ts'
import { type ProblemKind, released, waitsFor } from '../declare/problem.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import type { Change } from '../transition/apply-change.ts'
import { changeAndPublish } from '../transition/change-job.ts'

/** Looks at problems whose next look is due. */
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

  /** Lets those go on for whom it has passed. One look that fails says nothing, and does not keep from the others. */
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

  /** Those who wait for whom it has passed. */
  async #passed(em: EntityManager, problem: DueProblem): Promise<readonly WaitingStep[]> {
    const { type, waits } = problem
    if (type === NODE) return noLongerLacking(problem, await nodesHere(em))
    const kind = this.#kinds.get(type)
    // Nobody can tell, so the step is run again and finds out.
    if (!kind) return waits
    const late = AbortSignal.timeout(LOOK_WITHIN_MS)
    // A file system that is away may answer nobody: the looks at other problems go on.
    return released(waits, await Promise.race([kind.check(problem, this.#tools, late), hasCome(late)]))
  }
}

/** Throws its reason when a signal is aborted. */
function hasCome(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  )
}

/** A step that lacks something else by now goes on, too: it soon waits again, for that. Pure. */
function noLongerLacking(
  { waits, requirement }: DueProblem,
  nodes: readonly NodeCapacity[],
): readonly WaitingStep[] {
  return nodes.length === 0
    ? []
    : waits.filter(({ need }) => missingRequirement(nodes, needFrom(need)) !== requirement)
}

/** Lets a step that no node can run wait for one. */
export async function waitForNode(database: Database, publish: Publish, step: Stranded): Promise<void> {
  await changeAndPublish(database, publish, step.jobId, (job) => stranded(job, step))
}

function stranded(job: LockedJob, { number, need, lacks }: Stranded): Change | undefined {
  const step = job.steps.find((one) => one.number === number)
  const placed = job.placements.some(({ stepId }) => stepId === step?.id)
  if (step?.state !== 'READY' || placed) return undefined
  const condition = nodeCondition(needFrom(need), lacks)
  const reason = waitsFor(condition)
  return { transitions: [{ number, event: 'must-wait', condition, reason }], cause: reason }
}

const AT_ONCE = 20
const LOOK_WITHIN_MS = 10_000
