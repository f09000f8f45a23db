/** How many jobs run, and how many wait for what. */
import type { JobState } from '../../../schema/states.ts'
import { NO_FILTERS } from '../filter/filters.ts'
import { useFacet } from '../filter/use-counts.ts'
import { changeFilters } from '../filter/use-filters.ts'
import { JOB_LOOK } from '../state/look.ts'
import { Icon } from '../ui/icon.tsx'

const SHOWN = ['STARTED', 'READY', 'WAITING', 'HOLD'] as const satisfies readonly JobState[]

/** Each number shows its jobs in the list. */
export function Queue() {
  const counts = useFacet('state', NO_FILTERS, {})
  return (
    <ul className="overview-queue" aria-label="Queue">
      {SHOWN.map((state) => {
        const { word, tone, icon } = JOB_LOOK[state]
        const count = counts?.get(state) ?? 0
        return (
          <li key={state}>
            <button
              type="button"
              className={`depth tone-${count === 0 ? 'idle' : tone}`}
              onClick={() => changeFilters(NO_FILTERS, { status: [state] })}
            >
              <span className="depth-count">{counts === undefined ? '–' : count.toLocaleString()}</span>
              <span className="depth-word">
                <Icon name={icon === 'spinner' ? 'play' : icon} />
                {word}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
