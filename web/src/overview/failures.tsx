/** The jobs that failed last. */
import { aboutOf, shortened } from '../about/about.ts'
import { FileName } from '../about/file-name.tsx'
import { Card } from '../detail/card.tsx'
import { select } from '../jobs/use-selection.ts'
import { messageOf } from '../state/message.ts'
import { Since } from '../time/since.tsx'
import { useLastFailures } from './use-overview.ts'

export function Failures() {
  const { data: failures = [] } = useLastFailures()
  return (
    <Card title="Last failures">
      {failures.length === 0 && <p className="overview-none">No job has failed.</p>}
      <ul className="overview-list">
        {failures.map((job) => (
          <li key={job.jobId}>
            <button type="button" className="overview-job" onClick={() => select(job.jobId)}>
              <FileName name={aboutOf(job).name} title={aboutOf(job).path} />
              <span className="overview-quiet">{job.jobId}</span>
              <span className="overview-end">
                {job.finished !== undefined && <Since time={job.finished} />}
              </span>
              <span className="overview-why">{shortened(messageOf(job, undefined)(0))}</span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
