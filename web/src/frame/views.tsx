/** The views of the console. */
import type { ReactNode } from 'react'
import { ItemsView } from '../items/items-view.tsx'
import { JobsView } from '../jobs/jobs-view.tsx'
import type { May } from '../session/may.ts'
import { UsersView } from '../users/users-view.tsx'

/** A page of the console. */
export interface View {
  /** The `view` parameter of the URL; absent for the first view. */
  readonly name: string
  readonly title: string
  /** Only users who may do this have a link to it. Default: all. */
  readonly needs?: keyof May
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
    name: 'items',
    title: 'Items',
    needs: 'search',
    show: () => <ItemsView />,
  },
  {
    name: 'users',
    title: 'Users',
    needs: 'administer',
    show: (user) => <UsersView self={user} />,
  },
]
