/** The counts of jobs by state, each of which filters the list. */
import type { JobState } from '../../../schema/states.ts'
import type { Tone } from '../state/look.ts'
import type { Counts } from '../ui/menu/choices.tsx'
import type { Filters } from './filters.ts'
import { useFacet } from './use-counts.ts'
import { changeFilters } from './use-filters.ts'

interface Tab {
  readonly word: string
  readonly tone: Tone
  readonly states: readonly JobState[]
}

/** Each state is in exactly one tab but the first, which has all. */
export const TABS: readonly Tab[] = [
  { word: 'All', tone: 'idle', states: [] },
  { word: 'Running', tone: 'running', states: ['STARTED', 'VIDINET_JOB'] },
  { word: 'Waiting', tone: 'waiting', states: ['READY', 'WAITING', 'HOLD'] },
  { word: 'Failed', tone: 'bad', states: ['FAILED_TOTAL'] },
  { word: 'Finished', tone: 'good', states: ['FINISHED', 'FINISHED_WARNING'] },
  { word: 'Aborted', tone: 'stopped', states: ['ABORTED_PENDING', 'ABORTED'] },
]

/**
 * Counts what each tab would show together with the other filters. A user without the role sees no counts.
 */
export function StateTabs({ filters }: { readonly filters: Filters }) {
  const counts = useFacet('state', filters, { status: [] })
  // With their counts at once, because every tab would shift when they arrive.
  if (counts === undefined) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="tabs" role="group" aria-label="Jobs by state">
      {TABS.map((tab) => {
        const isOn = isSame(tab.states, filters.status)
        return (
          <button
            key={tab.word}
            type="button"
            className={`tab tone-${tab.tone}${isOn ? ' tab-on' : ''}`}
            aria-pressed={isOn}
            onClick={() => changeFilters(filters, { status: isOn ? [] : tab.states })}
          >
            {tab.word}{' '}
            <span className="tab-count">{counts.size > 0 && countOf(tab, counts).toLocaleString()}</span>
          </button>
        )
      })}
    </div>
  )
}

/** Pure. */
export function countOf({ states }: Pick<Tab, 'states'>, counts: Counts): number {
  const counted = states.length === 0 ? [...counts.keys()] : states
  return counted.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0)
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name))
}
