/**
 * What can keep a ready step from starting: one entry for each bound, with its sentence, its places and what
 * one more would change.
 */

import { listNearest } from '../../../schema/nearest.ts'
import { NO_SLOT } from '../../../schema/need.ts'
import type { JobAtWork } from '../../../schema/queries/admission/jobs-at-work.ts'
import type { QueueSnapshot } from '../../../schema/queries/admission/ready-steps.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'
import { rankOf } from '../../../schema/states.ts'
import type { NotPlaced } from '../admission/capacity.ts'
import { slotsOf } from '../admission/ledger.ts'
import type { LimitReached } from '../admission/queue-limits.ts'

/** A running job, as far as bounds distinguish jobs. */
type Occupant = Pick<JobAtWork, 'priority' | 'groups'> & Partial<Pick<JobAtWork, 'categories' | 'gpu'>>

interface Bound<N extends NotPlaced> {
  /** A clause, without a full stop. */
  readonly sentence: (not: N) => string
  /** How many can run at once under this bound; 0 where nothing runs. */
  readonly places: (not: N, nodes: readonly NodeCapacity[]) => number
  /** Whether a running job takes one of these places. */
  readonly isTakenBy: (job: Occupant, not: N) => boolean
  /**
   * The queue with one more of what is short, in words that follow “it would start with”; undefined where
   * more of nothing helps.
   */
  readonly oneMore: (
    not: N,
    snapshot: QueueSnapshot,
  ) => { readonly words: string; readonly snapshot: QueueSnapshot } | undefined
}

type Bounds = { readonly [W in NotPlaced['why']]: Bound<Extract<NotPlaced, { readonly why: W }>> }

const BOUNDS: Bounds = {
  'no-node': {
    sentence: () => 'no node is running',
    places: () => 0,
    isTakenBy: () => false,
    oneMore: () => undefined,
  },
  'no-able-node': {
    sentence: ({ lacks }) => `there is no node ${lacks}`,
    places: () => 0,
    isTakenBy: () => false,
    oneMore: () => undefined,
  },
  'slots-full': {
    sentence: ({ category, of }) =>
      `all ${slotName(category)} slots${of ? ` of ${listNearest(of)}` : ''} are busy`,
    places: ({ category }, nodes) => sum(hostsOf(nodes).map(({ slots }) => slotsOf(slots, category))),
    isTakenBy: ({ categories = [] }, { category }) => categories.includes(category),
    // The slots of transactional steps are not configured, and are free again in milliseconds.
    oneMore: ({ category }, snapshot) =>
      category === NO_SLOT
        ? undefined
        : {
            words: `one more ${slotName(category)} slot on each host`,
            snapshot: withNodes(snapshot, (node) => ({
              ...node,
              slots: { ...node.slots, [category]: (node.slots[category] ?? 0) + 1 },
            })),
          },
  },
  'vram-full': {
    sentence: ({ vramMiB, freeMiB }) =>
      `it needs a GPU with ${vramMiB} MiB free; the most that one GPU has free is ${freeMiB} MiB`,
    places: ({ vramMiB }, nodes) => sum(hostsOf(nodes).map((node) => gpusOf(node, vramMiB))),
    isTakenBy: ({ gpu = false }) => gpu,
    oneMore: ({ vramMiB, freeMiB }, snapshot) => ({
      words: `${vramMiB - freeMiB} MiB more free on a GPU`,
      snapshot: withNodes(snapshot, (node) => ({
        ...node,
        gpus: Object.fromEntries(
          Object.entries(node.gpus).map(([id, memory]) => [id, memory + vramMiB - freeMiB]),
        ),
      })),
    }),
  },
  'jobs-full': {
    sentence: (not) =>
      `the limit of ${jobs(not.limit)} running at once (concurrentJobs) is reached${retrying(not)}`,
    places: ({ limit }) => limit,
    isTakenBy: (job) => isCounted(job),
    oneMore: ({ limit }, snapshot) => ({
      words: `concurrentJobs at ${limit + 1}`,
      snapshot: { ...snapshot, rules: { ...snapshot.rules, concurrentJobs: limit + 1 } },
    }),
  },
  'pool-full': {
    sentence: (not) =>
      `the job pools are full: they admit ${jobs(not.limit)} up to priority ${not.priority}${retrying(not)}`,
    places: ({ limit }) => limit,
    isTakenBy: (job, { priority }) => isCounted(job) && job.priority <= rankOf(priority),
    oneMore: ({ priority }, snapshot) => {
      const pools = [...snapshot.rules.pools, { priorityThreshold: priority, size: 1 }]
      return {
        words: `one more place for ${priority} jobs in the job pools`,
        snapshot: { ...snapshot, rules: { ...snapshot.rules, pools } },
      }
    },
  },
  'group-full': {
    sentence: (not) =>
      `the task group ${not.group} is full: it admits ${jobs(not.limit)} at once${retrying(not)}`,
    places: ({ limit }) => limit,
    isTakenBy: (job, { group }) => isCounted(job) && job.groups.includes(group),
    oneMore: ({ group, limit }, snapshot) => {
      const groups = snapshot.rules.groups.map((one) =>
        one.name === group ? { ...one, maxConcurrency: limit + 1 } : one,
      )
      return {
        words: `one more place in the task group ${group}`,
        snapshot: { ...snapshot, rules: { ...snapshot.rules, groups } },
      }
    },
  },
}

/** The bound that keeps a step from starting. Pure. */
export function boundOf<N extends NotPlaced>(not: N): Bound<N> {
  return BOUNDS[not.why] as unknown as Bound<N>
}

/** Why a ready step does not start: a clause without a full stop. Pure. */
export function sentence(not: NotPlaced): string {
  return boundOf(not).sentence(not)
}

/** “all CPU slots are busy” */
function slotName(category: string): string {
  return SLOT_NAMES[category] ?? category
}

const SLOT_NAMES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  gpu_encode: 'GPU encode',
  gpu_ai: 'GPU AI',
  [NO_SLOT]: 'transactional',
}

/** A job between two attempts keeps its place. */
function retrying({ retrying: count = 0 }: LimitReached): string {
  return count === 0 ? '' : `; ${count} of them ${count === 1 ? 'waits' : 'wait'} for a retry`
}

function jobs(count: number): string {
  return count === 1 ? '1 job' : `${count} jobs`
}

/** IMMEDIATE jobs take no place of a queue limit. */
function isCounted({ priority }: Occupant): boolean {
  return priority !== rankOf('IMMEDIATE')
}

function withNodes(snapshot: QueueSnapshot, grow: (node: NodeCapacity) => NodeCapacity): QueueSnapshot {
  return { ...snapshot, nodes: snapshot.nodes.map(grow) }
}

/** One node of each host. */
function hostsOf(nodes: readonly NodeCapacity[]): readonly NodeCapacity[] {
  return [...new Map(nodes.map((node) => [node.hostId, node] as const)).values()]
}

/** How many GPUs of a node have that much memory. */
function gpusOf({ gpus }: NodeCapacity, vramMiB: number): number {
  return Object.values(gpus).filter((memory) => memory >= vramMiB).length
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}
