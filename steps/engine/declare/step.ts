/** Declares steps: their needs, their code and their outcomes. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { LogLevel } from '../../../schema/log-level.ts'
import type { StoredScript } from '../../../schema/queries/definitions/scripts.ts'
import type { StoredTag } from '../../../schema/queries/definitions/shape-tags.ts'
import type { Condition } from './problem.ts'
import type { Refusal } from './refusal.ts'

/** How an attempt ends. A result must be JSON. The engine ignores the outcome if the signal was aborted. */
export type Outcome =
  | { readonly ended: 'finished'; readonly result?: unknown; readonly metadata?: Metadata }
  /** The step waits without a slot until the condition has passed, then runs again. This is not a retry. */
  | { readonly ended: 'waitFor'; readonly condition: Condition }
  | { readonly ended: 'retry'; readonly reason: string }
  | { readonly ended: 'fatal'; readonly reason: string }

export type Metadata = Readonly<Record<string, string>>

/** The interface between a running step and the engine. */
export interface StepContext<Tools> {
  readonly job: { readonly id: number; readonly type: string; readonly user: string }
  readonly metadata: Metadata
  /** 0 for the first attempt. */
  readonly attempt: number
  /** Unique among all runs of all steps. Part of the names of partial files. */
  readonly run: number
  readonly number: number
  /** The result of a finished step of the same job, by step name. */
  result<T>(step: string): T | undefined
  /**
   * Aborted when the job is aborted or has failed, when the node stops, and when it loses the placement. The
   * reason is a `StopReason`: programs of an aborted or failed job are killed at once.
   */
  readonly signal: AbortSignal
  /**
   * Aborted when a client stops the job (`POST /job/{id}/stop`). The step should then end at its next safe
   * point with what it has made, finished or fatal. A step that ignores it runs to its end.
   */
  readonly stop: AbortSignal
  /**
   * Lets steps with a parallel dependency on this one start: STARTED_PARALLEL_ASYNCHRONOUS. Only for
   * asynchronous steps.
   */
  signalParallel(): Promise<void>
  progress(value: number, total?: number, unit?: 'bytes' | 'percent'): void
  log(level: LogLevel, text: string): void
  readonly tools: Tools
  /** The metadata as it is now, which others can change while the step runs. */
  readonly data: JobData
}

/** Each call is a statement of its own: what it writes stays, however the attempt ends. */
export interface JobData {
  /** Undefined if the job has no such key. */
  read(key: string): Promise<string | undefined>
  keys(): Promise<readonly string[]>
  /** Throws if the attempt has lost its placement. */
  write(key: string, value: string): Promise<void>
  delete(key: string): Promise<void>
  /** Whether the step waited for a condition before this attempt. */
  hasWaited(): Promise<boolean>
  /** The script that a step is named after. */
  script(name: string): Promise<StoredScript | undefined>
  /** A preset that the job was created with, by its digest. */
  preset(digest: string): Promise<Readonly<Record<string, unknown>> | undefined>
  /** The shape tags of these names that were given over the API, as they are now. */
  shapeTags(names: readonly string[]): Promise<readonly StoredTag[]>
  /** Reads from the database what belongs to no job, such as the items that match a search. */
  ask<T>(question: (em: EntityManager) => Promise<T>): Promise<T>
}

export type CommandQuestion<Tools> = Pick<StepContext<Tools>, 'metadata' | 'number' | 'tools' | 'signal'>

/** The program and its arguments, with their reasons in words; or why they are not known yet, as a clause. */
export type CommandLine =
  | { readonly argument: readonly string[]; readonly explanation: readonly string[] }
  | { readonly unknown: string }

/** The categories of slots. */
export const CATEGORIES = ['cpu', 'gpu_encode', 'gpu_ai'] as const
export type Category = (typeof CATEGORIES)[number]

/** What a step requires of the node that runs it. */
export interface Needs {
  /** Default `cpu`. */
  readonly category?: Category
  /** A hardware encoder, by its ffmpeg name: `hevc_nvenc`. */
  readonly encoder?: string
  /** Memory of one GPU, MiB. */
  readonly vramMiB?: number
  /** The ids of the storages that the node must reach, to read or to write. */
  readonly reach?: readonly string[]
  /** It runs ffmpeg or ffprobe, so both must work on the node. */
  readonly media?: true
}

/** A file that a step has made, as its result records it. */
export interface MadeFile {
  readonly uri: string
  /** If it is a folder: the file in it that a player opens first. All its files can be downloaded. */
  readonly entry?: string
  /** Bytes of all files of a folder. */
  readonly size?: number
  /** What it is of: the preset of a rendition, the time code of a thumbnail. */
  readonly label?: string
  readonly durationS?: number | undefined
  /** True if it ends early because the job was stopped. */
  readonly partial?: boolean
}

/** What a job is created of. */
export interface Preparation<Tools> {
  readonly em: EntityManager
  readonly metadata: Metadata
  readonly tools: Tools
  /** False for a question about a job that will not be created. */
  readonly keeps: boolean
}

/** The tools as this job sees them, and its metadata with what was found. */
export interface Prepared<Tools> {
  readonly metadata: Metadata
  readonly tools: Tools
}

interface Declared<Tools> {
  /** Unique among all steps. Stored with the job, to find the code of its steps again. */
  readonly name: string
  /** Shown to users; ends with a full stop (wire.md §6.3). */
  readonly description: string
  /** All categories of slots that it may take, whatever the job. Default: `cpu`. */
  readonly categories?: readonly Category[]
  /** Looks up what it needs of the database, before the job is created. */
  prepare?(given: Preparation<Tools>): Promise<Prepared<Tools> | Refusal>
  /** Whether a job with this metadata has the step at all. Default: it has. */
  applies?(metadata: Metadata, tools: Tools): boolean
  /** What it requires as the step `number`. Called once, when the job is created. Default: a `cpu` slot. */
  needs?(metadata: Metadata, tools: Tools, number: number): Needs
  /** Total number of tries. Default 6: attempts 0 … 5 on the wire (wire.md §9.2). */
  readonly tries?: number
  /** The files that its result records. Clients can download these and no others. Default: none. */
  outputs?(result: unknown): readonly MadeFile[]
  /** The command line it would run, for a dry run. */
  command?(question: CommandQuestion<Tools>): Promise<CommandLine>
  /** Removes what an unfinished attempt has left. Runs after each such attempt, on the same node. */
  discard?(context: StepContext<Tools>): Promise<void>
}

/** A transactional step (STARTED) runs inside one transaction, an asynchronous step on a slot of a node. */
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
