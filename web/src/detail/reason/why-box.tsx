/** The box that says why a job is not running, and when it is likely to start. */
import type { JobDetail } from '../../api/wire.ts'
import { useNowWhile } from '../../time/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Problems } from './problems.tsx'
import { standstillOf } from './standstill.ts'
import { useReason } from './use-reason.ts'
import './notice.css'
import '../metadata/pairs.css'

/** Lists the problems the job waits for even while some of its steps run. */
export function WhyBox({ job }: { readonly job: JobDetail }) {
  const { data } = useReason(job)
  const now = useNowWhile(job.finished === undefined)
  if (!data || job.finished !== undefined) return null
  const standstill = standstillOf(data, now, job.waiting)
  const problems = <Problems jobId={job.jobId} ids={data.problem} />
  if (!standstill) return data.problem.length > 0 && <div className="notice tone-waiting">{problems}</div>
  return (
    <section className={`notice tone-${standstill.tone}`} aria-label="Why the job is not running">
      <Icon name={standstill.icon} />
      <div>
        <h3>{standstill.title}</h3>
        <p className="notice-text">{standstill.reason}</p>
        {standstill.facts.length > 0 && (
          <dl className="notice-facts">
            {standstill.facts.map(([name, text]) => (
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
