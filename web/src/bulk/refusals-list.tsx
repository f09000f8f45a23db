import { jobs } from '../actions/messages.ts'
import type { Refused } from '../api/wire.ts'
import { grouped } from './refusals.ts'

/** Ids that are listed; more are only counted. */
const LISTED = 200

/** Each reason with the jobs it holds for. */
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
