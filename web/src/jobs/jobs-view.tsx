/** The jobs view: the job list and the selected job. */
import { BulkBar } from '../bulk/bulk-bar.tsx'
import { countOf } from '../bulk/choice.ts'
import { useChoice } from '../bulk/use-choice.ts'
import { Detail } from '../detail/detail.tsx'
import { FilterBar } from '../filter/filter-bar.tsx'
import { isFiltering } from '../filter/filters.ts'
import { StateTabs } from '../filter/state-tabs.tsx'
import { useFilters } from '../filter/use-filters.ts'
import { NoJobsYet, NoMatch } from './empty.tsx'
import { JobList } from './list/job-list.tsx'
import { useHitsOf } from './list/use-jobs.ts'
import { Trouble } from './trouble.tsx'
import { useSelection } from './use-selection.ts'
import './jobs.css'

/** Side by side on wide screens; one at a time on a phone. */
export function JobsView({ user }: { readonly user: string }) {
  const filters = useFilters()
  const selected = useSelection()
  const choosing = useChoice(filters)
  const { data: hits, error } = useHitsOf(filters)
  const isChoosing = choosing !== undefined && hits !== undefined && countOf(choosing.choice, hits) > 0
  return (
    <div className={selected === undefined ? 'jobs' : 'jobs jobs-selected'}>
      <FilterBar filters={filters} hits={hits} />
      <div className="jobs-head">
        {!isChoosing && <StateTabs filters={filters} />}
        {choosing && hits !== undefined && <BulkBar {...{ filters, hits, choosing }} />}
      </div>
      {error && <Trouble error={error} />}
      <div className="jobs-split">
        <section className="jobs-list" aria-label="Job list">
          {hits === undefined && !error && <p className="jobs-wait">Loading jobs…</p>}
          {hits === 0 && (isFiltering(filters) ? <NoMatch /> : <NoJobsYet user={user} />)}
          {hits !== undefined && hits > 0 && <JobList {...{ filters, hits, selected, choosing }} />}
        </section>
        {hits === 0 && selected === undefined && !isFiltering(filters) ? undefined : (
          <Detail jobId={selected} />
        )}
      </div>
    </div>
  )
}
