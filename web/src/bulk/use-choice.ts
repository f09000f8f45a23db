import { useRef, useState } from 'react'
import { whyNot } from '../actions/messages.ts'
import type { Filters } from '../filter/filters.ts'
import { useMay } from '../session/use-may.ts'
import { say } from '../ui/toast.tsx'
import { ALL, type Choice, choose, isChosen, NONE } from './choice.ts'
import { findBetween, type Place } from './find-chosen.ts'

export interface Choosing {
  readonly choice: Choice
  /** The other way round; with `extend` everything from the last one to this is chosen. */
  readonly toggle: (place: Place, extend: boolean) => void
  /** Chooses everything from one to the other. */
  readonly extend: (from: Place, to: Place) => void
  readonly chooseAll: () => void
  readonly chooseNone: () => void
}

/** Which jobs are chosen, until the filters change. Undefined for who may not change jobs. */
export function useChoice(filters: Filters): Choosing | undefined {
  const [{ of, choice }, set] = useState({ of: filters, choice: NONE })
  const anchor = useRef<{ readonly of: Filters; readonly place: Place }>(undefined)
  const current = of === filters ? choice : NONE
  const become = (next: (before: Choice) => Choice) =>
    set((before) => ({ of: filters, choice: next(before.of === filters ? before.choice : NONE) }))
  function extend(from: Place, to: Place): void {
    findBetween(filters, from, to).then(
      (jobIds) => become((before) => choose(before, jobIds, true)),
      (error: unknown) => say(whyNot(error), 'bad'),
    )
  }
  function toggle(place: Place, extended: boolean): void {
    const last = anchor.current
    if (extended && last?.of === filters) extend(last.place, place)
    else become((before) => choose(before, [place.jobId], !isChosen(before, place.jobId)))
    anchor.current = { of: filters, place }
  }
  function start(next: Choice): void {
    anchor.current = undefined
    become(() => next)
  }
  if (!useMay().write) return undefined
  return { choice: current, toggle, extend, chooseAll: () => start(ALL), chooseNone: () => start(NONE) }
}
