/** The menus that filter jobs by state, type, user, priority, resource and time of creation. */
import { useQuery } from '@tanstack/react-query'
import type { FailureCause } from '../../../schema/failure-cause.ts'
import type { JobState, Priority } from '../../../schema/states.ts'
import { listJobTypes } from '../api/list-job-types.ts'
import { JOB_LOOK } from '../state/look.ts'
import { StateLabel } from '../state/state-label.tsx'
import { Choices } from '../ui/menu/choices.tsx'
import { Menu } from '../ui/menu/menu.tsx'
import { CATEGORY_WORDS, CAUSE_WORDS, type Category, type Filters, PRIORITY_WORDS } from './filters.ts'
import { TIMES, type Time } from './times.ts'
import { useFacet, useHits } from './use-counts.ts'
import { changeFilters } from './use-filters.ts'

interface Props {
  readonly filters: Filters
}

const STATES = Object.keys(JOB_LOOK) as readonly JobState[]
const PRIORITIES = Object.keys(PRIORITY_WORDS) as readonly Priority[]
const CATEGORIES = Object.keys(CATEGORY_WORDS) as readonly Category[]
const ALL_TIMES = Object.keys(TIMES) as readonly Time[]

export function FilterMenus({ filters }: Props) {
  const { status, type, user, priority, category, cause, time } = filters
  return (
    <>
      <Menu name="State" chosen={summary(status.map((name) => JOB_LOOK[name].word))}>
        {() => <StateChoices filters={filters} />}
      </Menu>
      <Menu name="Type" chosen={summary(type)}>
        {() => <TypeChoices filters={filters} />}
      </Menu>
      <Menu name="User" chosen={user === '' ? undefined : user}>
        {() => <UserChoices filters={filters} />}
      </Menu>
      <Menu name="Priority" chosen={summary(priority.map((name) => PRIORITY_WORDS[name]))}>
        {() => <PriorityChoices filters={filters} />}
      </Menu>
      <Menu name="Resource" chosen={summary(category.map((name) => CATEGORY_WORDS[name]))}>
        {() => <CategoryChoices filters={filters} />}
      </Menu>
      {(cause.length > 0 || status.some((name) => CAUSED.includes(name))) && (
        <Menu name="Cause" chosen={summary(cause.map((name) => CAUSE_WORDS[name]))}>
          {() => <CauseChoices filters={filters} />}
        </Menu>
      )}
      <Menu name="Created" chosen={time && TIMES[time].word}>
        {() => <TimeChoices filters={filters} />}
      </Menu>
    </>
  )
}

function StateChoices({ filters }: Props) {
  const counts = useFacet('state', filters, { status: [] })
  return (
    <Choices
      legend="Filter by state"
      choices={STATES.map((name) => ({ name, label: <StateLabel look={JOB_LOOK[name]} /> }))}
      chosen={filters.status}
      counts={counts}
      onChange={(status) => changeFilters(filters, { status })}
    />
  )
}

function TypeChoices({ filters }: Props) {
  const counts = useFacet('type', filters, { type: [] })
  const { data: known = [] } = useQuery({ queryKey: ['job-types'], queryFn: listJobTypes, staleTime: 60_000 })
  const names = [...new Set([...(counts?.keys() ?? []), ...filters.type, ...known])]
  return (
    <Choices
      legend="Filter by type"
      choices={names.map((name) => ({ name, label: name }))}
      chosen={filters.type}
      counts={counts}
      onChange={(type) => changeFilters(filters, { type })}
    />
  )
}

function UserChoices({ filters }: Props) {
  const counts = useFacet('user', filters, { user: '' })
  const names = [...new Set([...(counts?.keys() ?? []), ...(filters.user === '' ? [] : [filters.user])])]
  return (
    <Choices
      one
      legend="Filter by user"
      choices={names.map((name) => ({ name, label: name }))}
      chosen={filters.user === '' ? [] : [filters.user]}
      counts={counts}
      onChange={([user = '']) => changeFilters(filters, { user })}
    />
  )
}

const CAUSES = Object.keys(CAUSE_WORDS) as readonly FailureCause[]
/** The states of jobs that have a cause. */
const CAUSED: readonly JobState[] = ['FAILED_TOTAL', 'ABORTED']

function CauseChoices({ filters }: Props) {
  const counts = useFacet('failureCause', filters, { cause: [] })
  return (
    <Choices
      legend="Filter by cause"
      choices={CAUSES.map((name) => ({ name, label: CAUSE_WORDS[name] }))}
      chosen={filters.cause}
      counts={counts}
      onChange={(cause) => changeFilters(filters, { cause })}
    />
  )
}

const BY_PRIORITY = Object.fromEntries(PRIORITIES.map((name) => [name, { priority: [name] }]))
const BY_CATEGORY = Object.fromEntries(CATEGORIES.map((name) => [name, { category: [name] }]))
const BY_TIME = Object.fromEntries(ALL_TIMES.map((time) => [time, { time }]))

function PriorityChoices({ filters }: Props) {
  const counts = useHits(BY_PRIORITY, filters)
  return (
    <Choices
      legend="Filter by priority"
      choices={PRIORITIES.map((name) => ({ name, label: PRIORITY_WORDS[name] }))}
      chosen={filters.priority}
      counts={counts}
      onChange={(priority) => changeFilters(filters, { priority })}
    />
  )
}

/** The slots that the types of the jobs use, whatever a single job needs. */
function CategoryChoices({ filters }: Props) {
  const counts = useHits(BY_CATEGORY, filters)
  return (
    <Choices
      legend="Filter by resource category"
      choices={CATEGORIES.map((name) => ({ name, label: CATEGORY_WORDS[name] }))}
      chosen={filters.category}
      counts={counts}
      onChange={(category) => changeFilters(filters, { category })}
    />
  )
}

function TimeChoices({ filters }: Props) {
  const counts = useHits(BY_TIME, filters)
  return (
    <Choices
      one
      legend="Filter by time of creation"
      choices={ALL_TIMES.map((name) => ({ name, label: TIMES[name].word }))}
      chosen={filters.time === undefined ? [] : [filters.time]}
      counts={counts}
      onChange={([time]) => changeFilters(filters, { time })}
    />
  )
}

/** One name, or the number of names. */
function summary(names: readonly string[]): string | undefined {
  return names.length > 1 ? `${names.length} selected` : names[0]
}
