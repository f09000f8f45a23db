/** Runs the script of a step. */
import { siteId } from '../../schema/ids.ts'
import type { ScriptEnded } from '../../tasks/script/ended.ts'
import { fatal, finished, type Outcome, retry, type StepContext, waitFor } from '../engine/declare/step.ts'
import { scriptToGoOn } from '../problems/javascript.ts'
import type { ScriptEnvironment } from './environment.ts'
import { scriptCalls } from './script-calls.ts'

type Here = Pick<StepContext<unknown>, 'job' | 'number' | 'data' | 'log' | 'signal'>

/** `name`: that of the step, which says which script it is. */
export function scriptRunner(
  environment: ScriptEnvironment,
): (name: string, context: Here) => Promise<Outcome> {
  return async (name, { job, number, data, log, signal }) => {
    const script = await data.script(name)
    if (!script) return fatal(`the script ${name} does not exist`)
    const limits = environment.limits(script.metadata)
    if ('flaw' in limits) return fatal(limits.flaw)
    const id = siteId(job.id)
    const ended = await environment.scripts.run(
      {
        ...{ source: script.source, limits, fileName: `${job.type}/${number}` },
        globals: { checkProblem: await data.hasWaited() },
      },
      (during) => scriptCalls({ id, user: job.user, step: number, data, log }, environment, during),
      signal,
    )
    if (ended.ended === 'failed' && ended.stack) log('error', `${ended.message}\n${ended.stack}`)
    return outcomeOf(ended, { id, number })
  }
}

/**
 * An exception is retried like `job.fail`: a request may succeed next time. A limit is exceeded again, and a
 * syntax error stays. Pure.
 */
export function outcomeOf(ended: ScriptEnded, at: { readonly id: string; readonly number: number }): Outcome {
  switch (ended.ended) {
    case 'finished':
      return finished()
    case 'failed':
      return ended.isSyntax ? fatal(placed(ended)) : retry(placed(ended))
    case 'fail':
    case 'crashed':
      return retry(ended.message)
    case 'fatalFail':
    case 'limit':
      return fatal(ended.message)
    case 'stopped':
      return retry('the script was stopped')
    case 'wait':
      return waitFor(scriptToGoOn(`${at.id}/${at.number}`, ended.reason))
  }
}

/** “line 3, column 5: TypeError: not a function”. Pure. */
export function placed({
  message,
  line,
  column,
}: {
  readonly message: string
  readonly line?: number
  readonly column?: number
}): string {
  return line === undefined ? message : `line ${line}, column ${column ?? 1}: ${message}`
}
