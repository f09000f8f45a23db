/** The list of jobs that a bulk action does not change, with the reasons. */
import { jobs } from '../actions/messages.ts'
import type { Refused } from '../api/wire.ts'
import { grouped } from './refusals.ts'

/** The maximum number of ids listed; the rest are counted. */
const LISTED = 200

/** Groups the jobs by reason. */
export function RefusalsList({
  title,
  refused,
}: {
  readonly title: string
  readonly refused: readonly Refused[]
}) {
  if (refused.length === 0) return null
  return (
    <section className="refusals">
      <h3>{title}</h3>
      {grouped(refused).map(({ explanation, jobIds }) => (
        <details key={explanation}>
          <summary>
            <strong>{jobs(jobIds.length)}:</strong> {explanation}
          </summary>
          <p className="refusals-ids">
            {jobIds.slice(0, LISTED).join(', ')}
            {jobIds.length > LISTED && ` and ${(jobIds.length - LISTED).toLocaleString()} more`}
          </p>
        </details>
      ))}
    </section>
  )
}
