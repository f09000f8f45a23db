import type { EntityManager } from '@mikro-orm/postgresql'
import type { LogLevel } from '../../../schema/log-level.ts'
import type { Condition } from './problem.ts'

/** How an attempt of a step ends; a result is whatever JSON can hold. When its signal was aborted, the engine ignores what it says. */
export type Outcome =
  | { readonly ended: 'finished'; readonly result?: unknown; readonly metadata?: Metadata }
  /** It waits, without a slot and without using up a try, until the condition has passed; then it is run again. */
  | { readonly ended: 'waitFor'; readonly condition: Condition }
  | { readonly ended: 'retry'; readonly reason: string }
  | { readonly ended: 'fatal'; readonly reason: string }

export type Metadata = Readonly<Record<string, string>>

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
  /**
   * Aborted when somebody asks the job to stop (`POST /job/{id}/stop`): the step is to end at its next safe point with what it
   * has, finished or fatal. A step that takes no notice runs to its end.
   */
  readonly stop: AbortSignal
  /** Lets the steps with a parallel dependency on this one start: STARTED_PARALLEL_ASYNCHRONOUS. Only for steps that are carried. */
  signalParallel(): Promise<void>
  progress(value: number, total?: number, unit?: 'bytes' | 'percent'): void
  log(level: LogLevel, text: string): void
  readonly tools: Tools
}

export type CommandQuestion<Tools> = Pick<StepContext<Tools>, 'metadata' | 'number' | 'tools' | 'signal'>

/** The program and its arguments; or why they cannot be told yet. */
export type CommandLine = readonly string[] | { readonly unknown: string }

/** The kinds of slots that a host has. */
export const CATEGORIES = ['cpu', 'gpu_encode', 'gpu_ai'] as const
export type Category = (typeof CATEGORIES)[number]

/** What a step takes of the node that runs it. */
export interface Needs {
  /** Default `cpu`. */
  readonly category?: Category
  /** The name ffmpeg has for it: `hevc_nvenc`. */
  readonly encoder?: string
  /** Memory of one GPU, MiB. */
  readonly vramMiB?: number
  /** The ids of the storages it reads from or writes to: the node must reach them. */
  readonly reach?: readonly string[]
}

interface Declared<Tools> {
  /** Unique among all steps; kept with the job, so that a running job finds its code again. */
  readonly name: string
  /** Shown to people; ends with a full stop (wire.md §6.3). */
  readonly description: string
  /** The kinds of slots it may take, for who asks beforehand. Default: `cpu`. */
  readonly categories?: readonly Category[]
  /** What it takes of a node, as the step of this number. Default: a slot of `cpu`. Asked once, when the job is made. */
  needs?(metadata: Metadata, tools: Tools, number: number): Needs
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

export function waitFor(condition: Condition): Outcome {
  return { ended: 'waitFor', condition }
}

export function retry(reason: string): Outcome {
  return { ended: 'retry', reason }
}

export function fatal(reason: string): Outcome {
  return { ended: 'fatal', reason }
}
