import type { Candidate } from '../../../schema/queries/admission/ready-steps.ts'
import type { Admitted, Stranded } from '../admission/admission-round.ts'
import type { AttemptContext } from '../attempt/attempt-context.ts'
import type { Attempts } from '../attempt/attempts.ts'
import { runTransactionalStep } from '../attempt/transactional-step.ts'
import { trouble } from '../runtime/events.ts'
import type { Wake } from '../runtime/wake.ts'
import { publishChange } from '../transition/change-job.ts'
import { waitForNode } from './problem-checks.ts'

/** The node that starts what a round has let in. */
export interface Starting<Tools> {
  readonly here: AttemptContext<Tools>
  readonly attempts: Attempts<Tools>
  readonly wake: Wake
  /** Its id, once it has joined, and whether it takes anything new. */
  readonly node: () => { readonly id: number | undefined; readonly isStopping: boolean }
}

/** Starts what a round has let in, as soon as it is committed; true when a short step was run, which may have made others ready. */
export async function startAdmitted<Tools>(starting: Starting<Tools>, admitted: Admitted): Promise<boolean> {
  startPlaced(starting, admitted)
  const { id } = starting.node()
  const others = admitted.placed.filter(({ nodeId }) => nodeId !== id)
  starting.wake.call(...others.map(({ nodeId }) => `placed:${nodeId}` as const))
  await strandAll(starting, admitted.stranded)
  return runAllShort(starting, admitted.short)
}

/** What was placed here starts at once; its claim is fetched by the next beat, if it still runs then (docs/decisions/0007). */
function startPlaced<Tools>(
  { here, attempts, node }: Starting<Tools>,
  { placed, begun, written }: Admitted,
): void {
  const { id, isStopping } = node()
  const runs = new Map(begun.map((one) => [one.run.run, one] as const))
  for (const { id: placement, jobId, nodeId, carrier } of placed) {
    const one = runs.get(placement)
    // What has begun is run by whoever began it, also when it is about to stop.
    if (one || (nodeId === id && !isStopping))
      attempts.start(nodeId, { placement, jobId, carrier }, { begun: one })
  }
  // Who watches hears of it afterwards: the steps come first.
  for (const one of written) publishChange(here.publish, one)
}

async function strandAll<Tools>({ here }: Starting<Tools>, stranded: readonly Stranded[]): Promise<void> {
  for (const one of stranded)
    await waitForNode(here.database, here.publish, one).catch(trouble(here.publish, `job ${one.jobId}`))
}

async function runAllShort<Tools>(
  { here, node }: Starting<Tools>,
  short: readonly Candidate[],
): Promise<boolean> {
  let ran = false
  for (const one of short) {
    const what = `step ${one.number} of job ${one.jobId}`
    const isRun = await runTransactionalStep(here, one, node().id).catch(trouble(here.publish, what))
    ran ||= isRun === true
  }
  return ran
}
