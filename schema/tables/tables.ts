/** The list of all entities. */

import { Attempt } from './attempt.ts'
import { File } from './file.ts'
import { Host } from './host.ts'
import { Job } from './job.ts'
import { Node } from './node.ts'
import { Placement } from './placement.ts'
import { StepRow } from './step.ts'
import { User } from './user.ts'

/** Metadata, history, progress and log lines have no entity, because only SQL statements write them. */
export const TABLES = [Attempt, File, Host, Job, Node, Placement, StepRow, User] as const
