/** The steps of TEST jobs. They run a script, a list of commands given in the metadata of the job. */

import { answers } from '../../tasks/http/answers.ts'
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

/** Runs the commands of its script in order, until one of them ends the step. */
export const scriptedStep: Step<Tools> = {
  name: 'script',
  description: 'Running the script.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  categories: CATEGORIES,
  needs: scriptNeeds,
  async run(context) {
    for (const [name, argument] of scriptOf(context)) {
      const outcome = await COMMANDS[name](context, argument)
      if (outcome) return outcome
    }
    return finished()
  },
}

/** The same as a transactional step: skips commands that take time. */
export const transactionalScriptedStep: Step<Tools> = {
  name: 'transactional-script',
  description: 'Running the script in a transaction.',
  runsAs: 'STARTED',
  async run(context) {
    for (const [name, argument] of scriptOf(context)) {
      const outcome = TRANSACTIONAL.includes(name) ? await COMMANDS[name](context, argument) : undefined
      if (outcome) return outcome
    }
    return finished()
  },
}

/** Selects the script: one for each step and attempt. */
type ScriptInput = Pick<StepContext<Tools>, 'metadata' | 'attempt' | 'number'>
/** Returns the outcome of the step; undefined to continue with the next command. */
type Command = (context: StepContext<Tools>, argument: string) => Promise<Outcome | undefined>

/** The commands by name. */
const COMMANDS = {
  finish: async (_context, result) => finished(result === '' ? undefined : result),
  fail: async (_context, reason) => retry(reason === '' ? 'failed by script' : reason),
  fatal: async (_context, reason) => fatal(reason === '' ? 'fatal by script' : reason),
  throw: async (_context, message) => {
    throw new Error(message === '' ? 'thrown by script' : message)
  },
  /** Waits until the file `test-<name>` exists in the first media root. */
  wait: async ({ tools, signal }, name) => {
    const condition = markerToExist(name)
    return (await markerProblem.check(condition, tools, signal)) === true ? undefined : waitFor(condition)
  },
  /** Waits while the service answers 5xx or does not answer. */
  'wait-service': async ({ signal }, url) => {
    switch (await answers(url, signal)) {
      case 'yes':
        return undefined
      case 'no':
        return waitFor(toAnswer(url))
      case 'refused':
        return fatal(`${url} is not an HTTP URL or has a link-local address`)
    }
  },
  /** Runs until the job is aborted or stopped. */
  hang: async ({ signal, stop }) => {
    await clock.sleep(DAY_MS, AbortSignal.any([signal, stop]))
    return stop.aborted && !signal.aborted ? finished('stopped') : undefined
  },
  /** Signals that parallel dependencies on this step are met. */
  release: async ({ signalParallel }) => {
    await signalParallel()
    return undefined
  },
  /** Kills the agent. */
  die: async () => {
    process.kill(process.pid, 'SIGKILL')
    return undefined
  },
  sleep: async ({ signal }, ms) => {
    await clock.sleep(Number(ms), signal)
    return undefined
  },
  log: async ({ log }, text) => {
    log('info', text)
    return undefined
  },
  progress: async ({ progress }, percent) => {
    progress(Number(percent), 100, 'percent')
    return undefined
  },
} satisfies Record<string, Command>

type CommandName = keyof typeof COMMANDS

/** Each command with its argument, as shown by `GET /jobtype/TEST`. */
const USAGE = {
  finish: 'finish:(result)',
  fail: 'fail:(reason)',
  fatal: 'fatal:(reason)',
  throw: 'throw:(message)',
  wait: 'wait:(name)',
  'wait-service': 'wait-service:(URL)',
  hang: 'hang',
  release: 'release',
  die: 'die',
  sleep: 'sleep:(ms)',
  log: 'log:(text)',
  progress: 'progress:(percent)',
} as const satisfies Record<CommandName, string>

/**
 * The form of a script: with `log:x;sleep:200;fail,finish` attempt 0 logs, sleeps and fails; attempt 1
 * finishes. The last script applies to all further attempts.
 */
export const SCRIPT = {
  pattern: /^[a-z-]+(:[^,;]*)?([,;][a-z-]+(:[^,;]*)?)*$/,
  expected: `commands out of ${Object.values(USAGE).join(', ')}, separated by semicolons, and attempts separated by commas`,
}

const TRANSACTIONAL: readonly CommandName[] = ['finish', 'fail', 'fatal', 'throw', 'wait', 'log']

/** The script of this attempt, each command with its argument. Ignores unknown commands. Pure. */
export function scriptOf({
  metadata,
  attempt,
  number,
}: ScriptInput): readonly (readonly [CommandName, string])[] {
  const scripts = (metadata[`step-${number}`] ?? '').split(',')
  const script = scripts[Math.min(attempt, scripts.length - 1)] ?? ''
  return script.split(';').flatMap((command) => {
    const colon = command.indexOf(':')
    const name = colon < 0 ? command : command.slice(0, colon)
    return isCommandName(name) ? [[name, colon < 0 ? '' : command.slice(colon + 1)] as const] : []
  })
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}

const DAY_MS = 86_400_000
