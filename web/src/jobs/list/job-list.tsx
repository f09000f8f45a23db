/** The list of all matching jobs. */
import { isChosen } from '../../bulk/choice.ts'
import type { Choosing } from '../../bulk/use-choice.ts'
import type { Filters } from '../../filter/filters.ts'
import { SORTS } from '../../filter/sorts.ts'
import { Row, rowId } from '../row/row.tsx'
import { select } from '../use-selection.ts'
import { useRows } from './use-rows.ts'

/** Browsers limit the height of an element to about 17 million px. */
const MAX_ROWS = 200_000

interface Props {
  readonly filters: Filters
  readonly hits: number
  readonly selected: string | undefined
  /** Undefined if the user cannot select jobs. */
  readonly choosing: Choosing | undefined
}

/** Fetches and renders only the rows on the screen. */
export function JobList({ filters, hits, selected, choosing }: Props) {
  const count = Math.min(hits, MAX_ROWS)
  const { scroller, items, jobs, height, cursor, put, onKeyDown } = useRows({
    filters,
    count,
    selected,
    choosing,
  })
  return (
    <>
      <div
        ref={scroller}
        className="job-list"
        role="listbox"
        tabIndex={0}
        aria-label={`Jobs, ${SORTS[filters.sort].word.toLowerCase()}`}
        aria-activedescendant={items.some(({ index }) => index === cursor) ? rowId(cursor) : undefined}
        onKeyDown={onKeyDown}
      >
        <div className="job-list-all" role="presentation" style={{ height }}>
          {items.map((item) => {
            const job = jobs.at(item.index)
            return (
              <Row
                key={job?.jobId ?? item.index}
                {...{ item, job, hits }}
                selected={job !== undefined && job.jobId === selected}
                chosen={choosing && job && isChosen(choosing.choice, job.jobId)}
                atCursor={item.index === cursor}
                onChoose={(extend) => {
                  put(item.index)
                  if (job) choosing?.toggle({ jobId: job.jobId, index: item.index }, extend)
                }}
                onPick={() => {
                  put(item.index)
                  if (job) select(job.jobId)
                }}
              />
            )
          })}
        </div>
      </div>
      {hits > count && (
        <p className="job-list-end">
          Showing the first {count.toLocaleString()} jobs. Use filters to find the others.
        </p>
      )}
    </>
  )
}
