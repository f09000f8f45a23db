/** The messages of the live stream (docs/api.md, Get a ticket for the live stream). Pure. */
import type { JobLogDocument } from '../../../schema/documents/job-log.ts'
import type { Wire } from '../api/wire.ts'

export type LogLine = Wire<JobLogDocument['line'][number]>

/** The progress of one attempt of a step. */
export interface StepProgress {
  readonly step: number
  readonly attempts: number
  readonly value: number
  readonly total?: number
  readonly unit?: string
}

export type Message =
  /** With `progress`, only that has changed; without, the job must be refetched. */
  | { readonly type: 'job'; readonly job: string; readonly progress?: readonly StepProgress[] }
  /** Any job may have changed. */
  | { readonly type: 'jobs' }
  | LogMessage
  | { readonly type: 'error' }

export interface LogMessage {
  readonly type: 'log'
  readonly job: string
  readonly last?: string
  readonly line: readonly LogLine[]
}

/** Undefined for messages of unknown types, such as a newer server may send. The fields are not validated. */
export function readMessage(text: string): Message | undefined {
  const message = parsed(text)
  return TYPES.some((type) => type === message?.type) ? message : undefined
}

const TYPES: readonly Message['type'][] = ['job', 'jobs', 'log', 'error']

function parsed(text: string): Message | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
