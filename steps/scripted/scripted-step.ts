import { answers } from '../../tasks/answers.ts'
import {
  CATEGORIES,
  fatal,
  finished,
  type Outcome,
  retry,
  type Step,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { clock } from '../engine/runtime/clock.ts'
import { toAnswer } from '../problems/service.ts'
import type { Tools } from '../tools.ts'
import { scriptNeeds } from './script-needs.ts'
import { markerProblem, markerToExist } from './script-problem.ts'

/** Does what the job's metadata tell it to do. */
export const scriptedStep: Step<Tools> = {
  name: 'script',
  description: 'Running the script.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  categories: CATEGORIES,
  needs: scriptNeeds,
  async run(context) {
    for (const [verb, value] of scriptOf(context)) {
      const outcome = await COMMANDS[verb](context, value)
      if (outcome) return outcome
    }
    return finished()
  },
}

/** The same within the admitter's transaction: nothing that takes time, and nothing that waits. */
export const transactionalScriptedStep: Step<Tools> = {
  name: 'transactional-script',
  description: 'Running the script in a transaction.',
  runsAs: 'STARTED',
  async run(context) {
    for (const [verb, value] of scriptOf(context)) {
      const outcome = SHORT.includes(verb) ? await COMMANDS[verb](context, value) : undefined
      if (outcome) return outcome
    }
    return finished()
  },
}

type ScriptInput = Pick<StepContext<Tools>, 'metadata' | 'attempt' | 'number'>
type Command = (context: StepContext<Tools>, value: string) => Promise<Outcome | undefined>

const COMMANDS = {
  finish: async (_context, value) => finished(value === '' ? undefined : value),
  fail: async (_context, value) => retry(value === '' ? 'failed by script' : value),
  fatal: async (_context, value) => fatal(value === '' ? 'fatal by script' : value),
  throw: async (_context, value) => {
    throw new Error(value === '' ? 'thrown by script' : value)
  },
  /** Waits until somebody has made the file `test-<value>` in the first media root. */
  wait: async ({ tools, signal }, value) => {
    const condition = markerToExist(value)
    return (await markerProblem.check(condition, tools, signal)) === true ? undefined : waitFor(condition)
  },
  /** Waits while the service answers 5xx, or nothing. */
  'wait-service': async ({ signal }, url) => {
    switch (await answers(url, signal)) {
      case 'yes':
        return undefined
      case 'no':
        return waitFor(toAnswer(url))
      case 'refused':
        return fatal(`${url} is not asked`)
    }
  },
  /** Until it is aborted, or asked to stop. */
  hang: async ({ signal, stop }) => {
    await clock.sleep(DAY_MS, AbortSignal.any([signal, stop]))
    return stop.aborted && !signal.aborted ? finished('stopped') : undefined
  },
  release: async ({ signalParallel }) => {
    await signalParallel()
    return undefined
  },
  /** Takes the agent with it. */
  die: async () => {
    process.kill(process.pid, 'SIGKILL')
    return undefined
  },
  sleep: async ({ signal }, value) => {
    await clock.sleep(Number(value), signal)
    return undefined
  },
  log: async ({ log }, value) => {
    log('info', value)
    return undefined
  },
  progress: async ({ progress }, value) => {
    progress(Number(value), 100, 'percent')
    return undefined
  },
} satisfies Record<string, Command>

type Verb = keyof typeof COMMANDS

/** Each word with what may follow it, as `GET /jobtype/TEST` tells it. */
const WORDS = {
  finish: 'finish:(result)',
  fail: 'fail:(reason)',
  fatal: 'fatal:(reason)',
  throw: 'throw:(message)',
  wait: 'wait:(what)',
  'wait-service': 'wait-service:(URL)',
  hang: 'hang',
  release: 'release',
  die: 'die',
  sleep: 'sleep:(ms)',
  log: 'log:(text)',
  progress: 'progress:(percent)',
} as const satisfies Record<Verb, string>

/** `log:x;sleep:200;fail,finish` – the first attempt logs, sleeps and fails, the second finishes; the last script is for all further ones. */
export const SCRIPT = {
  pattern: /^[a-z-]+(:[^,;]*)?([,;][a-z-]+(:[^,;]*)?)*$/,
  expected: `words of ${Object.values(WORDS).join(', ')}, separated by semicolons, and the attempts by commas`,
}

const SHORT: readonly Verb[] = ['finish', 'fail', 'fatal', 'throw', 'wait', 'log']

/** The deeds of this attempt. Words that are no deeds are left out. Pure. */
export function scriptOf({ metadata, attempt, number }: ScriptInput): readonly (readonly [Verb, string])[] {
  const scripts = (metadata[`step-${number}`] ?? '').split(',')
  const script = scripts[Math.min(attempt, scripts.length - 1)] ?? ''
  return script.split(';').flatMap((word) => {
    const at = word.indexOf(':')
    const verb = at < 0 ? word : word.slice(0, at)
    return isVerb(verb) ? [[verb, at < 0 ? '' : word.slice(at + 1)] as const] : []
  })
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(COMMANDS, word)
}

const DAY_MS = 86_400_000
