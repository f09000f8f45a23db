/** Defines the events that the engine publishes, and derives them from written changes. */
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import { isConnectionLost } from '../../../schema/sql/database-away.ts'

export type EngineEvent =
  | { readonly type: 'job-created'; readonly job: number; readonly jobType: string; readonly user: string }
  | { readonly type: 'job-deleted'; readonly job: number; readonly user: string }
  | {
      readonly type: 'job-moved'
      readonly job: number
      readonly event: string
      readonly was: string | null
      readonly became: string
      readonly cause?: string
      readonly user?: string
    }
  | {
      readonly type: 'step-moved'
      readonly job: number
      readonly step: number
      readonly attempt: number
      readonly event: string
      readonly became: string
      readonly cause?: string
      readonly node?: number
    }
  | { readonly type: 'node-joined'; readonly node: number; readonly name: string; readonly host: string }
  /** Another node of the host declares a different capacity. */
  | { readonly type: 'host-changed'; readonly node: number; readonly host: string }
  | { readonly type: 'node-left'; readonly node: number; readonly name: string }
  | { readonly type: 'node-lost'; readonly node: number; readonly why: string }
  | { readonly type: 'node-fenced'; readonly node: number; readonly why: string }
  /** A newer release has migrated the database; `knows` is the schema of this one. */
  | {
      readonly type: 'node-draining'
      readonly node: number
      readonly schema: string
      readonly knows: string
      readonly running: number
    }
  /** The media programs of this node have stopped working, or work again. */
  | { readonly type: 'media-programs'; readonly trouble: string | undefined }
  | { readonly type: 'trouble'; readonly where: string; readonly error: string }

export type Publish = (event: EngineEvent) => void

/** The events of a written change, one for each row of its history. */
export function eventsOf({ jobId, history }: WrittenChange): readonly EngineEvent[] {
  return history.map(({ step, attempt, event, was, became, cause, nodeId, user }) =>
    step === null
      ? { type: 'job-moved', job: jobId, event, was, became, ...(cause && { cause }), ...(user && { user }) }
      : {
          ...{ type: 'step-moved', job: jobId, step, attempt: attempt ?? 0, event, became },
          ...(cause && { cause }),
          ...(nodeId !== null && { node: nodeId }),
        },
  )
}

/** Reports an error that no caller will see. */
export function trouble(publish: Publish, where: string): (error: unknown) => void {
  return (error) =>
    publish({
      type: 'trouble',
      where,
      error: inWords(error),
    })
}

/** A lost connection has no cause in the code, so that its stack would only hide the message. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return isConnectionLost(error) ? messageOf(error) : (error.stack ?? error.message)
}

/** A host name with several addresses fails with an AggregateError, whose own message is empty. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : []
  return first instanceof Error ? messageOf(first) : error.message
}
