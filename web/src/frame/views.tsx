/** The views of the console. */
import type { ReactNode } from 'react'
import { JobsView } from '../jobs/jobs-view.tsx'
import { UsersView } from '../users/users-view.tsx'

/** A page of the console. */
export interface View {
  /** The `view` parameter of the URL; absent for the first view. */
  readonly name: string
  readonly title: string
  /** Only administrators have a link to it. */
  readonly administer?: true
  readonly show: (user: string) => ReactNode
  /** Additional buttons in the header. */
  readonly actions?: () => ReactNode
}

/** The header has a navigation if the user may see more than one. */
export const VIEWS: readonly [View, ...(readonly View[])] = [
  {
    name: 'jobs',
    title: 'Jobs',
    show: (user) => <JobsView user={user} />,
  },
  {
    name: 'users',
    title: 'Users',
    administer: true,
    show: (user) => <UsersView self={user} />,
  },
]
