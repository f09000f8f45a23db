import type { EntityManager } from '@mikro-orm/postgresql'

/** How an attempt of a step ends; a result is whatever JSON can hold. When its signal was aborted, the engine ignores what it says. */
export type Outcome =
  | { readonly ended: 'finished'; readonly result?: unknown; readonly metadata?: Metadata }
  | { readonly ended: 'retry'; readonly reason: string }
  | { readonly ended: 'fatal'; readonly reason: string }

export type Metadata = Readonly<Record<string, string>>
export type LogLevel = 'debug' | 'info' | 'warning' | 'error'

/** What a step gets to see and to say while it runs. */
export interface StepContext<Tools> {
  readonly job: { readonly id: number; readonly type: string; readonly user: string }
  readonly metadata: Metadata
  /** 0 for the first try. */
  readonly attempt: number
  /** Unlike any other run of this or another step; names what an attempt leaves behind until it has landed. */
  readonly run: number
  readonly number: number
  /** The result of a finished step of the same job, by step name. */
  result<T>(step: string): T | undefined
  /** Aborted by an abort, by a stop of the node, and when the node lost its claim. */
  readonly signal: AbortSignal
  progress(value: number, total?: number, unit?: 'bytes' | 'percent'): void
  log(level: LogLevel, text: string): void
  readonly tools: Tools
}

export type CommandQuestion<Tools> = Pick<StepContext<Tools>, 'metadata' | 'number' | 'tools' | 'signal'>

/** The program and its arguments; or why they cannot be told yet. */
export type CommandLine = readonly string[] | { readonly unknown: string }

interface Declared<Tools> {
  /** Unique among all steps; kept with the job, so that a running job finds its code again. */
  readonly name: string
  /** Shown to people; ends with a full stop (wire.md §6.3). */
  readonly description: string
  /** How often it may be tried in all. Default 6: attempts 0 … 5 on the wire (wire.md §9.2). */
  readonly tries?: number
  /** The command line it would run, for who asks beforehand. */
  command?(question: CommandQuestion<Tools>): Promise<CommandLine>
  /** Removes what an attempt left that did not finish. Runs after every such attempt, on the node where it ran. */
  discard?(context: StepContext<Tools>): Promise<void>
}

/** A step runs either inside the admitter's transaction (short) or outside of one, on a slot of a node. */
export type Step<Tools> = Declared<Tools> &
  (
    | {
        readonly runsAs: 'STARTED'
        run(context: StepContext<Tools> & { readonly em: EntityManager }): Promise<Outcome>
      }
    | { readonly runsAs: 'STARTED_ASYNCHRONOUS'; run(context: StepContext<Tools>): Promise<Outcome> }
  )

export const DEFAULT_TRIES = 6

export function finished(result?: unknown, metadata?: Metadata): Outcome {
  return { ended: 'finished', ...(result !== undefined && { result }), ...(metadata && { metadata }) }
}

export function retry(reason: string): Outcome {
  return { ended: 'retry', reason }
}

export function fatal(reason: string): Outcome {
  return { ended: 'fatal', reason }
}
