/** Describes the pauses of the queue and of job types. Pure. */
import type { PauseList } from '../api/wire.ts'

type Pauses = PauseList['pause']

/** The text of the banner; undefined if nothing is paused. */
export function saidOf(pauses: Pauses): string | undefined {
  if (pauses.length === 0) return undefined
  if (isPaused(pauses, undefined)) return `Queue paused. ${EFFECT}`
  const types = pauses.flatMap(({ type }) => type ?? [])
  return `Job ${types.length === 1 ? 'type' : 'types'} ${listed(types)} paused. ${EFFECT}`
}

const EFFECT = 'No further steps start; running steps will finish.'

/** `type`: undefined for the queue itself. */
export function isPaused(pauses: Pauses, type: string | undefined): boolean {
  return pauses.some((pause) => pause.type === type)
}

/** `A`; `A and B`; `A, B and 3 more`. */
function listed(names: readonly string[]): string {
  const shown = names.length > 3 ? names.slice(0, 2) : names.slice(0, -1)
  const last = names.length > 3 ? `${names.length - 2} more` : names.at(-1)
  return shown.length === 0 ? `${last}` : `${shown.join(', ')} and ${last}`
}
