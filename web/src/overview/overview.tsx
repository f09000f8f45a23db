/** The overview of the farm, shown while no job is selected. */
import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { Disks } from './disks.tsx'
import { Failures } from './failures.tsx'
import { Health } from './health.tsx'
import { OpenProblems } from './open-problems.tsx'
import { Queue } from './queue.tsx'
import { Slots } from './slots.tsx'
import { summaryOf } from './summary.ts'
import { useOpenProblems, useUsage } from './use-overview.ts'
import './overview.css'

/** On a phone it is below the list: one line that a tap opens. */
export function Overview() {
  const [open, setOpen] = useState(false)
  const { data: usage, isLoading } = useUsage()
  const { data: problems = [] } = useOpenProblems()
  return (
    <div className={open ? 'overview overview-open' : 'overview'}>
      <button type="button" className="overview-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="down" />
        {summaryOf(usage, problems.length)}
      </button>
      {!isLoading && (
        <div className="overview-body">
          <h2>Overview</h2>
          <p className="overview-hint">Select a job to see its details.</p>
          <Health />
          <Queue />
          {usage && <Slots slots={usage.slot} />}
          <OpenProblems problems={problems} />
          <Failures />
          {usage && <Disks storages={usage.storage} />}
        </div>
      )}
    </div>
  )
}
