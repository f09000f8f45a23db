import { Attempt } from './attempt.ts'
import { File } from './file.ts'
import { Host } from './host.ts'
import { Job } from './job.ts'
import { Node } from './node.ts'
import { Placement } from './placement.ts'
import { Step } from './step.ts'
import { User } from './user.ts'

/** Every entity; one line each. Metadata, history, progress and log lines are written by statements alone and have none. */
export const TABLES = [Attempt, File, Host, Job, Node, Placement, Step, User] as const
