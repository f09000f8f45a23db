import type { ReactNode } from 'react'
import { JobsView } from '../jobs/jobs-view.tsx'
import type { IconName } from '../ui/icons.ts'

/** A page of the console. */
export interface View {
  /** In the URL, as `view`; the first one goes without. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly icon: IconName
  readonly show: (user: string) => ReactNode
  /** Buttons of its own in the header, such as creating something. */
  readonly actions?: () => ReactNode
}

/** One line each. With more than one they can be chosen in the header. */
export const VIEWS: readonly [View, ...(readonly View[])] = [
  {
    name: 'jobs',
    title: 'Jobs',
    description: 'Monitor background jobs and their progress',
    icon: 'briefcase',
    show: (user) => <JobsView user={user} />,
  },
]
