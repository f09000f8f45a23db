/** Provides clips, signals and waiting for tests of whole servers. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { H264, make, PICTURE, TONE } from '../../tasks/machine.ts'

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has already ended.
  }
}

/** Waits until a condition holds; fails after `withinMs`. The default is for a slow machine under load. */
export async function eventually(
  fact: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const late = AbortSignal.timeout(withinMs)
  while (!(await holds())) {
    if (late.aborted) assert.fail(`not within ${withinMs} ms: ${fact}`)
    await sleep(20)
  }
}

/** Makes a clip of a small picture with a tone, of this many seconds. */
export function clip(path: string, seconds: number, more: readonly string[] = []): Promise<string> {
  return make(path, [...PICTURE(seconds), ...TONE(seconds), ...H264, '-c:a', 'aac', ...more])
}
