/** A hook that holds the jobs selected for a bulk action. */
import { useRef, useState } from 'react'
import { whyNot } from '../actions/messages.ts'
import type { Filters } from '../filter/filters.ts'
import { useMay } from '../session/use-may.ts'
import { say } from '../ui/toast.tsx'
import { ALL, type Choice, choose, isChosen, NONE } from './choice.ts'
import { findBetween, type Place } from './find-chosen.ts'

export interface Choosing {
  readonly choice: Choice
  /** Toggles one job; with `extend`, selects everything from the last toggled job to this one. */
  readonly toggle: (place: Place, extend: boolean) => void
  /** Selects everything from one row to the other. */
  readonly extend: (from: Place, to: Place) => void
  readonly chooseAll: () => void
  readonly chooseNone: () => void
}

/** The selection is cleared when the filters change. Undefined if the user may not change jobs. */
export function useChoice(filters: Filters): Choosing | undefined {
  const [{ of, choice }, set] = useState({ of: filters, choice: NONE })
  const anchor = useRef<{ readonly of: Filters; readonly place: Place }>(undefined)
  const current = of === filters ? choice : NONE
  const update = (next: (before: Choice) => Choice) =>
    set((before) => ({ of: filters, choice: next(before.of === filters ? before.choice : NONE) }))
  function extend(from: Place, to: Place): void {
    findBetween(filters, from, to).then(
      (jobIds) => update((before) => choose(before, jobIds, true)),
      (error: unknown) => say(whyNot(error), 'bad'),
    )
  }
  function toggle(place: Place, extended: boolean): void {
    const last = anchor.current
    if (extended && last?.of === filters) extend(last.place, place)
    else update((before) => choose(before, [place.jobId], !isChosen(before, place.jobId)))
    anchor.current = { of: filters, place }
  }
  function start(next: Choice): void {
    anchor.current = undefined
    update(() => next)
  }
  if (!useMay().write) return undefined
  return { choice: current, toggle, extend, chooseAll: () => start(ALL), chooseNone: () => start(NONE) }
}
