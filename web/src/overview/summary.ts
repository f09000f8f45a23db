/** Sums the overview up in one line. Pure. */
import type { Usage } from '../api/read-usage.ts'

/** `3 of 4 slots busy · 2 problems`; `usage`: undefined while loading, or if the user may not read it. */
export function summaryOf(usage: Usage | undefined, problems: number): string {
  const [busy, total] = slotsOf(usage?.slot ?? [])
  return [
    ...(usage === undefined ? ['Overview'] : []),
    ...(usage !== undefined ? [total === 0 ? 'No worker' : `${busy} of ${total} slots busy`] : []),
    ...(problems > 0 ? [`${problems} ${problems === 1 ? 'problem' : 'problems'}`] : []),
  ].join(' · ')
}

function slotsOf(slots: Usage['slot']): readonly [busy: number, total: number] {
  return slots.reduce(([busy, all], { holder = [], total }) => [busy + holder.length, all + total], [0, 0])
}
