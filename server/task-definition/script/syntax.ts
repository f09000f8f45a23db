/** Checks the syntax of scripts. */
import { placed } from '../../../steps/script/run-script.ts'
import { ScriptsBusy } from '../../../tasks/script/scripts.ts'
import { internalServer } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'

/** The first syntax error, “line 3, column 5: SyntaxError: …”; undefined if the script parses. */
export async function syntaxError(
  { sandbox }: Pick<Context, 'sandbox'>,
  script: string,
): Promise<string | undefined> {
  const fault = await unlessBusy(() => sandbox.scripts.check(script))
  return fault && placed(fault)
}

/** Throws 503 if too many scripts run or are checked. */
export async function unlessBusy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ScriptsBusy)) throw error
    throw internalServer(`Try again later: ${error.message}`, 503, { 'Retry-After': '5' })
  }
}

/** A definition with a syntax error is kept, as Vidispine keeps it, but its author learns of it at once. */
export async function warnOfSyntax(
  { sandbox, warn }: Pick<Context, 'sandbox' | 'warn'>,
  steps: readonly { readonly step: number; readonly definition: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  for (const { step, definition } of steps) {
    const { script } = definition
    if (typeof script !== 'string') continue
    // It is written already: a check that fails must not make the request fail.
    const fault = await sandbox.scripts.check(script).catch(() => undefined)
    if (fault) warn(`the script of step ${step} does not parse: ${placed(fault)}`)
  }
}
