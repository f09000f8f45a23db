import type { JobDetail } from '../../api/wire.ts'
import { useNowWhile } from '../../time/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Problems } from './problems.tsx'
import { standstillOf } from './standstill.ts'
import { useReason } from './use-reason.ts'

/** Why the job is not running, with what is known of when it will; and the problems it waits for, also while a part of it runs. */
export function WhyBox({ job }: { readonly job: JobDetail }) {
  const { data } = useReason(job)
  const now = useNowWhile(job.finished === undefined)
  if (!data || job.finished !== undefined) return null
  const still = standstillOf(data, now)
  const problems = <Problems jobId={job.jobId} ids={data.problem} />
  if (!still) return data.problem.length > 0 && <div className="notice tone-waiting">{problems}</div>
  return (
    <section className={`notice tone-${still.tone}`} aria-label="Why it is not running">
      <Icon name={still.icon} />
      <div>
        <h3>{still.title}</h3>
        <p className="notice-text">{still.reason}</p>
        {still.facts.length > 0 && (
          <dl className="notice-facts">
            {still.facts.map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
        {problems}
      </div>
    </section>
  )
}
