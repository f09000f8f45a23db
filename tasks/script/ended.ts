/** What a script is run with, and how a run of it ends. */

export interface Script {
  /** The source: the body of an async function, so `return` and `await` are allowed at its top level. */
  readonly source: string
  /** Stands for the script in messages and stack traces. */
  readonly fileName: string
  readonly limits: ScriptLimits
  /** Global variables of the script. Values must be JSON. `checkProblem` is false unless it is given here. */
  readonly globals?: Readonly<Record<string, unknown>>
}

export interface ScriptLimits {
  /** The processor time that the script may use, ms: neither waits nor other load count. */
  readonly timeMs: number
  /** The time from start to end, ms. Default: no limit. */
  readonly totalMs?: number
  /**
   * Memory of the script, bytes. At least 2 MiB. A larger allocation throws in the script. Many small ones
   * end it, at the latest when they exceed the limit by 16 MiB.
   */
  readonly memoryBytes: number
  /** Stack of the script, bytes. At most 512 KiB, which is what the thread has room for. */
  readonly stackBytes: number
  /** Log lines in all, bytes of UTF-8. Later lines are dropped, after one line that says so. */
  readonly logBytes: number
}

/** Lines and columns count from 1. */
export type ScriptEnded =
  | { readonly ended: 'finished' }
  | ScriptError
  /** The script has called `job.fail` or `job.fatalFail`. */
  | { readonly ended: 'fail' | 'fatalFail'; readonly message: string }
  /** The script has called `job.wait`. */
  | { readonly ended: 'wait'; readonly reason: string }
  | { readonly ended: 'limit'; readonly which: 'time' | 'memory' | 'stack'; readonly message: string }
  /** The signal was aborted. */
  | { readonly ended: 'stopped' }
  /** The thread died, for a reason other than a limit or a signal. */
  | { readonly ended: 'crashed'; readonly message: string }

/** An exception, or a syntax error. A thrown value that is not an Error has no position. */
export interface ScriptError {
  readonly ended: 'failed'
  readonly message: string
  readonly line?: number
  readonly column?: number
  readonly stack?: string
  /** The script does not compile, so no part of it has run. */
  readonly isSyntax?: true
}

/** Characters of a message or reason. What exceeds them is cut off. */
export const LONGEST_MESSAGE = 4_000

/** A syntax error. */
export interface SyntaxFault {
  readonly line: number
  readonly column: number
  readonly message: string
}
