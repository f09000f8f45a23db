/** What the tests of whole servers need besides servers: clips, signals, patience. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { H264, make, PICTURE, TONE } from '../../tasks/machine.ts'

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It went by itself in this instant.
  }
}

/** Waits for a fact, at most `withinMs`. */
export async function eventually(
  fact: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const late = AbortSignal.timeout(withinMs)
  while (!(await holds())) {
    if (late.aborted) assert.fail(`not within ${withinMs} ms: ${fact}`)
    await sleep(20)
  }
}

/** Seconds of a small picture with a tone. */
export function clip(path: string, seconds: number, more: readonly string[] = []): Promise<string> {
  return make(path, [...PICTURE(seconds), ...TONE(seconds), ...H264, '-c:a', 'aac', ...more])
}
