/** The views of the console. */
import type { ReactNode } from 'react'
import { JobsView } from '../jobs/jobs-view.tsx'

/** A page of the console. */
export interface View {
  /** The `view` parameter of the URL; absent for the first view. */
  readonly name: string
  readonly title: string
  readonly show: (user: string) => ReactNode
  /** Additional buttons in the header. */
  readonly actions?: () => ReactNode
}

/** With more than one view, the header shows a navigation. */
export const VIEWS: readonly [View, ...(readonly View[])] = [
  {
    name: 'jobs',
    title: 'Jobs',
    show: (user) => <JobsView user={user} />,
  },
]
