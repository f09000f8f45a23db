import type { NotPlaced } from '../admission/capacity.ts'
import type { LimitReached } from '../admission/queue-limits.ts'

/** Why a ready step does not start, in words: a clause without a full stop. Pure. */
export function sentence(not: NotPlaced): string {
  switch (not.why) {
    case 'no-node':
      return 'no worker is running, so there is no node for it'
    case 'no-able-node':
      return `there is no node ${not.lacks}`
    case 'slots-full':
      return `every slot for ${not.category} is taken, or wanted by a job before it`
    case 'vram-full':
      return `it needs a GPU with ${not.vramMiB} MiB free, and the most that is free on one is ${not.freeMiB} MiB`
    case 'jobs-full':
      return `no more than ${jobs(not.limit)} may run at once (concurrentJobs), and as many do${retries(not)}`
    case 'pool-full':
      return `the job pools have room for ${jobs(not.limit)} up to priority ${not.priority}, and as many run${retries(not)}`
    case 'group-full':
      return `no more than ${jobs(not.limit)} of the task group ${not.group} may run at once, and as many do${retries(not)}`
  }
}

/** A job between two tries keeps its place. */
function retries({ retrying = 0 }: LimitReached): string {
  if (retrying === 0) return ''
  return retrying === 1 ? ', and one of them waits for a retry' : `, and ${retrying} of them wait for a retry`
}

function jobs(count: number): string {
  return count === 1 ? '1 job' : `${count} jobs`
}
