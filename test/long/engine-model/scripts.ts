/** Random metadata of TEST jobs, and the final states that follow from it. */
import fc from 'fast-check'
import { scriptOf } from '../../../steps/scripted/scripted-step.ts'

export type Metadata = Readonly<Record<string, string>>

/** The steps of a TEST job without its clean-up, and one unknown step. */
export const STEPS = [50, 100, 150, 200, 250, 300, 700] as const
/** Names of the files that steps wait for. */
export const WAITED_FOR = ['a', 'b', 'c'] as const

/** Commands that do not end a step. */
const on = fc.oneof(
  { weight: 5, arbitrary: fc.nat(400).map((ms) => `sleep:${ms}`) },
  { weight: 2, arbitrary: fc.constant('release') },
  { weight: 1, arbitrary: fc.constantFrom('log:x', 'progress:50') },
  { weight: 3, arbitrary: fc.constantFrom(...WAITED_FOR).map((what) => `wait:${what}`) },
)
const last = fc.oneof(
  { weight: 9, arbitrary: fc.constant('finish') },
  { weight: 3, arbitrary: fc.constantFrom('fail', 'throw') },
  { weight: 1, arbitrary: fc.constantFrom('fatal', 'hang') },
)
const attempt = fc
  .tuple(fc.array(on, { maxLength: 3 }), last)
  .map(([commands, end]) => [...commands, end].join(';'))
const script = fc.array(attempt, { minLength: 1, maxLength: 3 }).map((attempts) => attempts.join(','))
const transactionalScript = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('finish', 'fail,finish', 'throw,fail,finish', 'wait:a', 'wait:b') },
  { weight: 1, arbitrary: fc.constantFrom('fatal', 'fail') },
)
/** A step without a script finishes immediately. */
const maybe = (one: fc.Arbitrary<string>) => fc.option(one, { freq: 2 })

export const metadata: fc.Arbitrary<Metadata> = fc
  .record({
    'step-50': fc.option(transactionalScript, { freq: 1 }),
    'step-100': maybe(script),
    'step-150': maybe(script),
    'step-200': maybe(script),
    'step-250': maybe(script),
    'step-300': maybe(script),
    'step-900': fc.option(fc.constantFrom('sleep:300', 'fail,finish', 'fail', 'wait:c'), { freq: 1 }),
  })
  .map((scripts) =>
    Object.fromEntries(
      Object.entries(scripts).filter((entry): entry is [string, string] => entry[1] !== null),
    ),
  )

/** The final state of a job without an abort, a stop or a limit; undefined if it hangs. Pure. */
export function fateOf(
  given: Metadata,
  tries: number,
): 'FINISHED' | 'FINISHED_WARNING' | 'FAILED_TOTAL' | undefined {
  const ends = new Map(
    [50, 100, 150, 200, 250, 300].map((step) => [step, endOf(given, step, tries)] as const),
  )
  if ([...ends.values()].includes('hangs')) return undefined
  const failed = [...ends].filter(([, end]) => end === 'failed').map(([step]) => step)
  if (failed.some((step) => step !== OPTIONAL)) return 'FAILED_TOTAL'
  return failed.length > 0 ? 'FINISHED_WARNING' : 'FINISHED'
}

/** The step that is not critical. */
const OPTIONAL = 150

/** Whether this attempt of the step hangs. */
export function hangs(given: Metadata, number: number, attempt: number): boolean {
  return scriptOf({ metadata: given, number, attempt }).some(([verb]) => verb === 'hang')
}

function endOf(given: Metadata, number: number, tries: number): 'finished' | 'failed' | 'hangs' {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const verbs = scriptOf({ metadata: given, number, attempt }).map(([verb]) => verb)
    const end = verbs.at(-1)
    if (end === 'hang') return 'hangs'
    if (end === 'fatal') return 'failed'
    if (end !== 'fail' && end !== 'throw') return 'finished'
  }
  return 'failed'
}
