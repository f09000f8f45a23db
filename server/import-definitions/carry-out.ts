/** Carries out a plan, request by request. */
import type { PlanLine, PlannedRequest } from './plan/plan-line.ts'
import { ask, type Remote, refusalOf } from './remote.ts'

/** What came of a request: its lines, and why they failed. */
export interface CarriedOut {
  readonly lines: readonly PlanLine[]
  readonly why?: string
  /** What the server warns of, where it did as asked. */
  readonly warning?: string
}

/**
 * Each group on its own: after a refusal, the rest of its requests is not sent. Throws ImportStopped if the
 * server is gone.
 */
export async function carryOut(
  server: Remote,
  groups: readonly (readonly PlannedRequest[])[],
): Promise<readonly CarriedOut[]> {
  const all: CarriedOut[] = []
  for (const group of groups) all.push(...(await carryOutGroup(server, group)))
  return all
}

async function carryOutGroup(
  server: Remote,
  [first, ...more]: readonly PlannedRequest[],
): Promise<readonly CarriedOut[]> {
  if (!first) return []
  const { lines } = first
  const answered = await ask(server, first.line, first.body)
  if (answered.status === 200) {
    const { warning } = answered
    return [{ lines, ...(warning !== undefined && { warning }) }, ...(await carryOutGroup(server, more))]
  }
  const why = refusalOf(answered)
  const after = lines.map(({ thing }) => thing).join(', ')
  const notTried = more.map((one) => ({ lines: one.lines, why: `not tried after ${after}` }))
  return [{ lines, why }, ...notTried]
}
