/** What is paused for everybody, in words. Pure. */
import type { PauseList } from '../api/wire.ts'

type Pauses = PauseList['pause']

/** What nothing starts of; undefined while everything may start. */
export function saidOf(pauses: Pauses): string | undefined {
  if (pauses.length === 0) return undefined
  if (isPaused(pauses, undefined)) return 'The queue is paused: nothing starts. What runs goes on.'
  const types = pauses.flatMap(({ type }) => type ?? [])
  return `${listed(types)} ${types.length === 1 ? 'is' : 'are'} paused: nothing of ${types.length === 1 ? 'it' : 'them'} starts. What runs goes on.`
}

/** `type`: undefined for the whole queue. */
export function isPaused(pauses: Pauses, type: string | undefined): boolean {
  return pauses.some((pause) => pause.type === type)
}

/** `A`, `A and B`, `A, B and 3 more`. */
function listed(names: readonly string[]): string {
  const shown = names.length > 3 ? names.slice(0, 2) : names.slice(0, -1)
  const last = names.length > 3 ? `${names.length - 2} more types` : names.at(-1)
  return shown.length === 0 ? `${last}` : `${shown.join(', ')} and ${last}`
}
