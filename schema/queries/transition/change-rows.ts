import type { NewPlacement } from '../admission/write-placements.ts'
import type { WrittenChange } from './written-change.ts'

type Of<Part extends 'steps' | 'attempts' | 'waits' | 'history'> = readonly (WrittenChange[Part][number] & {
  readonly jobId: number
})[]

/** What changes of jobs write, table by table. */
export interface ChangeRows {
  readonly placed: readonly NewPlacement[]
  readonly steps: Of<'steps'>
  readonly attempts: Of<'attempts'>
  readonly waits: Of<'waits'>
  /** Steps that wait no more. */
  readonly goneOn: readonly number[]
  readonly resolved: readonly number[]
  readonly dropped: readonly number[]
  readonly fetched: readonly number[]
  readonly metadata: readonly { readonly jobId: number; readonly key: string; readonly value: string }[]
  readonly history: Of<'history'>
  readonly jobs: readonly (WrittenChange['job'] & { readonly jobId: number })[]
}

/** Pure. */
export function rowsOf(changes: readonly WrittenChange[], placed: readonly NewPlacement[]): ChangeRows {
  const all = <Part extends 'steps' | 'attempts' | 'waits' | 'history'>(part: Part) =>
    changes.flatMap((change) => change[part].map((row) => ({ ...row, jobId: change.jobId }))) as Of<Part>
  const steps = all('steps')
  return {
    placed,
    steps,
    attempts: all('attempts'),
    waits: all('waits'),
    goneOn: steps.filter(({ was, state }) => was === 'WAITING' && state !== 'WAITING').map(({ id }) => id),
    resolved: changes.flatMap(({ resolved }) => resolved),
    dropped: changes.flatMap(({ dropped }) => dropped),
    fetched: changes.flatMap(({ fetched }) => fetched),
    metadata: changes.flatMap(({ jobId, metadata }) =>
      Object.entries(metadata).map(([key, value]) => ({ jobId, key, value })),
    ),
    history: all('history'),
    jobs: changes.map(({ jobId, job }) => ({ ...job, jobId })),
  }
}
