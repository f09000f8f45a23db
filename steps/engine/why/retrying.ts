import type { RunningJobs } from '../../../schema/queries/admission/ready-steps.ts'
import { rankOf } from '../../../schema/states.ts'
import type { NotPlaced } from '../admission/capacity.ts'

/** What keeps a step from starting, with how many of the jobs that fill a place wait for a retry: they keep theirs. Pure. */
export function withRetrying(not: NotPlaced, retrying: readonly RunningJobs[]): NotPlaced {
  const ofRules = retrying.filter(({ priority }) => priority !== rankOf('IMMEDIATE'))
  switch (not.why) {
    case 'no-node':
    case 'no-able-node':
    case 'slots-full':
    case 'vram-full':
      return not
    case 'jobs-full':
      return { ...not, retrying: countOf(ofRules) }
    case 'pool-full':
      return {
        ...not,
        retrying: countOf(ofRules.filter(({ priority }) => priority <= rankOf(not.priority))),
      }
    case 'group-full':
      return { ...not, retrying: countOf(ofRules.filter(({ groups }) => groups.includes(not.group))) }
  }
}

function countOf(running: readonly RunningJobs[]): number {
  return running.reduce((sum, { count }) => sum + count, 0)
}
