import { siteId } from '../../../schema/ids.ts'
import type { LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { StepEvent } from '../../../schema/states.ts'

/** A condition that keeps a step from going on and can pass. Jobs that wait for the same condition share one problem (design.md §2). */
export interface Condition {
  /** The kind of thing that is missing, in upper case: `FILE`, `STORAGE`, `NODE` (wire.md §6.6). */
  readonly type: string
  /** Which one: a URI, a storage, a job. */
  readonly resource: string
  /** What is wanted of it, in words that follow its name: `to exist`, `to have room`. */
  readonly requirement: string
  /** What is waited for in words, after “waits for”. Default: the resource and the requirement. */
  readonly words?: string
  /** What else is worth knowing, such as how many `bytes` are wanted; not part of what makes two conditions the same: each step keeps its own. */
  readonly data?: Readonly<Record<string, string>>
  /** Wait before the first look at it, s; each further one waits twice as long, at most a minute. Default 2. */
  readonly checkS?: number
}

/**
 * What a look finds: whether the condition has passed; or how many bytes there are for those who wait to share, each of whom wants
 * as many as its data say. Undefined when that cannot be told from this node, and another is to look.
 */
export type CheckResult = boolean | undefined | { readonly bytes: number }

/** How one type of problem is found to have passed. */
export interface ProblemKind<Tools> {
  readonly type: string
  /** A sentence, for the documentation. */
  readonly description: string
  /**
   * Looks at what all who wait have in common. A condition of which no kind is declared is taken to have passed when it is looked
   * at: its step finds out (wire.md §11.4). Must not take longer than some seconds, and must not throw for what it is asked to find out.
   */
  check(
    condition: Pick<Condition, 'resource' | 'requirement'>,
    tools: Tools,
    signal: AbortSignal,
  ): Promise<CheckResult>
}

/** Who goes on: all or nobody; of those who share, each in turn for whom what is left is enough. Pure. */
export function released<W extends Pick<Condition, 'data'>>(
  waits: readonly W[],
  found: CheckResult,
): readonly W[] {
  if (found === undefined || typeof found === 'boolean') return found ? waits : []
  let left = found.bytes
  return waits.filter(({ data }) => {
    const wanted = Number(data?.['bytes'] ?? 1)
    if (wanted > left) return false
    left -= wanted
    return true
  })
}

/** “waits for file:///in/a.mov to exist”. Pure. */
export function waitsFor({ resource, requirement, words }: Condition): string {
  return `waits for ${words ?? `${resource} ${requirement}`}`
}

/** How a step goes on for which nothing stands in the way any more: one that was between two tries is there again. Pure. */
export function eventAfterWait({ toRetry }: Pick<LockedStep, 'toRetry'>): StepEvent {
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
export function writtenCondition(condition: Condition) {
  const { type, resource, requirement, words = null, data = {}, checkS = FIRST_CHECK_S } = condition
  return { type, resource, requirement, words, data, firstCheckS: type === PAUSED ? null : checkS }
}

const FIRST_CHECK_S = 2

export const PAUSED = 'PAUSED'
