/** Conditions that steps wait for, and how they are checked. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import type { LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { StepEvent } from '../../../schema/states.ts'

/** A condition that a step waits for. Jobs with the same condition share one problem (design.md §2). */
export interface Condition {
  /** The type of the missing resource, in upper case: `FILE`, `STORAGE`, `NODE` (wire.md §6.6). */
  readonly type: string
  /** The missing resource: a URI, a storage, a job. */
  readonly resource: string
  /** What the step needs of it, as it reads after its name: `to exist`, `to have room`. */
  readonly requirement: string
  /** The condition as it reads after “waits for”. Default: the resource and the requirement. */
  readonly words?: string
  /**
   * Further details, such as how many `bytes` the step needs. Each step has its own; two conditions are the
   * same even if these differ.
   */
  readonly data?: Readonly<Record<string, string>>
  /** Delay before the first check, s. It doubles with each further check, to at most a minute. Default 2. */
  readonly checkS?: number
}

/**
 * The result of a check: whether the condition has passed, or how many bytes are free for the waiting steps,
 * of which each needs the `bytes` of its data. Undefined if this node cannot check it and another one must.
 */
export type CheckResult = boolean | undefined | { readonly bytes: number }

/** How problems of one type are checked. */
export interface ProblemKind<Tools> {
  readonly type: string
  /** A sentence, for the documentation. */
  readonly description: string
  /**
   * Checks the condition once for all steps that wait for it. A condition of an undeclared type passes with
   * its first check, and its step then finds out (wire.md §11.4). Must return within a few seconds, and must
   * not throw because the condition has not passed. `em`: for conditions on what the database has.
   */
  check(
    condition: Pick<Condition, 'resource' | 'requirement'>,
    tools: Tools,
    signal: AbortSignal,
    em?: EntityManager,
  ): Promise<CheckResult>
}

/** The waits that end: all or none, or in order each one for which enough bytes are left. Pure. */
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

/** A clause: “waits for file:///in/a.mov to exist”. Pure. */
export function waitsFor({ resource, requirement, words }: Condition): string {
  return `waits for ${words ?? `${resource} ${requirement}`}`
}

/** How a step continues whose wait is over: a step that waited for its retry waits for that again. Pure. */
export function eventAfterWait({ toRetry }: Pick<LockedStep, 'toRetry'>): StepEvent {
  return toRetry ? 'retry-awaited' : 'problem-resolved'
}

/** What the steps of a paused job wait for. Resuming the job resolves it; it is never checked. */
export function pausedJob(jobId: number, user: string | null): Condition {
  return {
    type: PAUSED,
    resource: siteId(jobId),
    requirement: 'to be resumed',
    ...(user !== null && { data: { user } }),
  }
}

/** The condition as it is stored. */
export function writtenCondition(condition: Condition) {
  const { type, resource, requirement, words = null, data = {}, checkS = FIRST_CHECK_S } = condition
  return { type, resource, requirement, words, data, firstCheckS: type === PAUSED ? null : checkS }
}

const FIRST_CHECK_S = 2

export const PAUSED = 'PAUSED'
