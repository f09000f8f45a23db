import { siteId } from '../../schema/ids.ts'
import type { LockedStep } from '../../schema/queries/lock-job.ts'
import type { StepEvent } from '../../schema/states.ts'

/** A condition that keeps a step from going on and can pass. Jobs that wait for the same condition share one problem (design.md §2). */
export interface Condition {
  /** The kind of thing that is missing, in upper case: `FILE`, `STORAGE`, `NODE` (wire.md §6.6). */
  readonly type: string
  /** Which one: a URI, a storage, a job. */
  readonly resource: string
  /** What is wanted of it, in words that follow its name: `to exist`, `to have room`. */
  readonly requirement: string
  /** What else is worth knowing; not part of what makes two conditions the same. */
  readonly data?: Readonly<Record<string, string>>
  /** Wait before the first look at it, s; each further one waits twice as long, at most a minute. Default 2. */
  readonly checkS?: number
}

/** How one type of problem is found to have passed. */
export interface ProblemKind<Tools> {
  readonly type: string
  /** A sentence, for the documentation. */
  readonly description: string
  /**
   * Whether the condition has passed; undefined when that cannot be told from this node, and another is to look. A condition of
   * which no kind is declared is taken to have passed when it is looked at: its step finds out (wire.md §11.4). Must not take longer than some seconds, and must not throw for what it is asked to find out.
   */
  check(condition: Condition, tools: Tools, signal: AbortSignal): Promise<boolean | undefined>
}

/** “waits for file:///in/a.mov to exist”. Pure. */
export function waitsFor({ resource, requirement }: Condition): string {
  return `waits for ${resource} ${requirement}`
}

/** How a step goes on for which nothing stands in the way any more: one that was between two tries is there again. Pure. */
export function goesOnBy({ toRetry }: Pick<LockedStep, 'toRetry'>): StepEvent {
  return toRetry ? 'retry-awaited' : 'problem-resolved'
}

/** What the steps of a paused job wait for; resuming it resolves it, and nobody has to look. */
export function pausedJob(jobId: number, user: string | null): Condition {
  return {
    type: PAUSED,
    resource: siteId(jobId),
    requirement: 'to be resumed',
    ...(user !== null && { data: { user } }),
  }
}

/** As it is written. */
export function writtenCondition({
  type,
  resource,
  requirement,
  data = {},
  checkS = FIRST_CHECK_S,
}: Condition) {
  return { type, resource, requirement, data, firstCheckS: type === PAUSED ? null : checkS }
}

const FIRST_CHECK_S = 2

export const PAUSED = 'PAUSED'
