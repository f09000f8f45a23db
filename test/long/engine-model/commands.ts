import fc from 'fast-check'
import { PRIORITIES, type Priority } from '../../../schema/states.ts'
import { type Metadata, metadata, STEPS, WAITED_FOR } from './scripts.ts'

/** A request for one job, given by its index among the jobs created so far, modulo their number. */
type OfJob = 'release' | 'abort' | 'abort without clean-up' | 'stop' | 'pause' | 'resume'
type OfQueue = 'pause queue' | 'resume queue' | 'pause type' | 'resume type'

export type Command =
  | {
      readonly does: 'create'
      readonly metadata: Metadata
      readonly held: boolean
      readonly priority: Priority
      readonly query: string
    }
  | { readonly does: 'run step'; readonly job: number; readonly step: number }
  | { readonly does: OfJob; readonly job: number }
  | { readonly does: 'prioritise'; readonly job: number; readonly priority: Priority }
  | { readonly does: OfQueue }
  /** Creates or removes a file that steps wait for. */
  | { readonly does: 'make' | 'take away'; readonly what: string }
  | { readonly does: 'kill agent'; readonly agent: number }
  | { readonly does: 'freeze agent'; readonly agent: number; readonly ms: number }
  | { readonly does: 'restart PostgreSQL'; readonly signal: 'SIGKILL' | 'SIGINT' }
  | { readonly does: 'let time pass'; readonly ms: number }

/** What a program of commands may contain. */
export interface Roughness {
  readonly commands: number
  /** Whether agents are killed and frozen and PostgreSQL is restarted. Recovery takes seconds each time. */
  readonly strikes: boolean
  /** Whether enough jobs are created to compete for the limits of the queue. */
  readonly crowd: boolean
}

/** Programs of at least half the maximum length, so that fast-check can shrink a failing one. */
export function program({
  commands: maxLength,
  strikes,
  crowd,
}: Roughness): fc.Arbitrary<readonly Command[]> {
  const any = fc.oneof(...ASKED, ...(strikes ? STRIKES : []), ...(crowd ? CROWD : []))
  return fc.noBias(fc.array(any, { minLength: Math.ceil(maxLength / 2), maxLength, size: 'max' }))
}

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<Command> }

const job = fc.nat(1_000)
const what = fc.constantFrom(...WAITED_FOR)
const priority = fc.constantFrom(...PRIORITIES)

const create: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('create'),
  metadata,
  held: fc.nat(4).map((one) => one === 0),
  priority,
  query: fc.constantFrom(
    '',
    '',
    '',
    '&maxRetries=1',
    '&runTimeLimit=4',
    '&queueTimeLimit=3',
    '&maxRetries=9',
  ),
})

const ASKED: readonly Weighted[] = [
  { weight: 12, arbitrary: create },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('run step'), job, step: fc.constantFrom(...STEPS) }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      does: fc.constantFrom<OfJob[]>('release', 'abort', 'abort without clean-up', 'stop', 'pause', 'resume'),
      job,
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('prioritise'), job, priority }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom<OfQueue[]>('pause queue', 'resume queue', 'pause type', 'resume type'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom<('make' | 'take away')[]>('make', 'take away'), what }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ does: fc.constant('let time pass'), ms: fc.nat(600) }),
  },
]

const CROWD: readonly Weighted[] = [{ weight: 36, arbitrary: create }]

const STRIKES: readonly Weighted[] = [
  { weight: 2, arbitrary: fc.record({ does: fc.constant('kill agent'), agent: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('freeze agent'),
      agent: fc.nat(1),
      ms: fc.integer({ min: 100, max: 5_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('restart PostgreSQL'),
      signal: fc.constantFrom<('SIGKILL' | 'SIGINT')[]>('SIGKILL', 'SIGINT'),
    }),
  },
]
