/** The newest jobs about an item. */
import { useState } from 'react'
import type { Job } from '../api/wire.ts'
import { Card } from '../detail/card.tsx'
import { useJobsOfItem } from '../items/use-items.ts'
import { lookOf } from '../state/look.ts'
import { ProgressBar } from '../state/progress-bar.tsx'
import { StateLabel } from '../state/state-label.tsx'
import { useProgress } from '../state/use-progress.ts'
import { Since } from '../time/since.tsx'
import { Button } from '../ui/button.tsx'

/** As many are added when more are asked for. */
const PAGE = 10

export function ItemJobs({ id }: { readonly id: string }) {
  const [number, setNumber] = useState(PAGE)
  const { data } = useJobsOfItem(id, number)
  const jobs = data?.job ?? []
  if (jobs.length === 0) return null
  return (
    <Card title="Jobs" count={data?.hits ?? jobs.length}>
      <ul className="item-jobs">
        {jobs.map((job) => (
          <OneJob key={job.jobId} job={job} />
        ))}
      </ul>
      {jobs.length < (data?.hits ?? 0) && (
        <div>
          <Button onClick={() => setNumber(number + PAGE)}>Show more</Button>
        </div>
      )}
    </Card>
  )
}

function OneJob({ job }: { readonly job: Job }) {
  const { jobId, type, started } = job
  const look = lookOf(job)
  const share = useProgress(job)
  return (
    <li className="item-job">
      <StateLabel look={look} />
      <a href={`?job=${encodeURIComponent(jobId)}`}>
        {type} {jobId}
      </a>
      {job.finished === undefined && share !== undefined ? (
        <ProgressBar share={share} tone={look.tone} />
      ) : (
        <span className="item-facts">{started !== undefined && <Since time={started} />}</span>
      )}
    </li>
  )
}
