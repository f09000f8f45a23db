/** What a thread of the pool for scripts does. */

import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import { Bridge } from './bridge.ts'
import type { Script, ScriptEnded, SyntaxFault } from './ended.ts'
import { CHECK_LIMITS, check as checkSource, evaluate } from './evaluate.ts'
import { quickjs } from './quickjs.ts'

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

yieldToOthers()

/**
 * Lets this thread run only when no other thread wants the processor. Linux has a priority for each thread.
 */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return
  try {
    const thread = Number(/\d+$/.exec(readlinkSync('/proc/thread-self'))?.[0])
    if (thread > 0) setPriority(thread, LOWEST)
  } catch {
    // Without /proc, scripts compete with the rest.
  }
}

/** 15 of 1024 shares of a processor. */
const LOWEST = 19
