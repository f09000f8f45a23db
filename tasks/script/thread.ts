/** What a thread of the pool for scripts does. */

import { setPriority } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import { Bridge } from './bridge.ts'
import type { Script, ScriptEnded, SyntaxFault } from './ended.ts'
import { CHECK_LIMITS, check as checkSource, evaluate } from './evaluate.ts'
import { quickjs } from './quickjs.ts'
import { ownThread } from './thread-time.ts'

/** Runs one script. The calls go over the port. */
export async function run({
  script,
  port,
  shared,
}: {
  readonly script: Script
  readonly port: MessagePort
  readonly shared: Int32Array
}): Promise<ScriptEnded> {
  const loaded = await quickjs(script.limits)
  try {
    return evaluate(loaded, script, new Bridge(port, shared, script.limits))
  } finally {
    port.close()
  }
}

/** Checks the syntax of one script. */
export async function check({ source }: { readonly source: string }): Promise<SyntaxFault | undefined> {
  return checkSource(await quickjs(CHECK_LIMITS), source)
}

/** 15 of 1024 shares of a processor. */
const LOWEST = 19

yieldToOthers()

/**
 * Lets this thread run only when no other thread wants the processor. Linux has a priority for each thread.
 */
function yieldToOthers(): void {
  const thread = ownThread()
  if (thread === 0) return
  try {
    setPriority(thread, LOWEST)
  } catch {
    // Where a container forbids it, scripts compete with the rest.
  }
}
