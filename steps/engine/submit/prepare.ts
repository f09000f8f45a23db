/** Lets the steps of a new job look up what they need of the database. */
import type { JobType } from '../declare/job-type.ts'
import type { Refusal } from '../declare/refusal.ts'
import type { Preparation, Prepared } from '../declare/step.ts'

/** One step after the other: each sees what those before it have found. */
export async function prepare<Tools>(
  { stages }: JobType<Tools>,
  given: Preparation<Tools>,
): Promise<Prepared<Tools> | Refusal> {
  let prepared: Prepared<Tools> = given
  for (const { step } of stages) {
    const next = await step.prepare?.({ ...given, ...prepared })
    if (next && 'refused' in next) return next
    prepared = next ?? prepared
  }
  return { metadata: prepared.metadata, tools: prepared.tools }
}
