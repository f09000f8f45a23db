/** Checks the syntax of scripts. */
import { placed } from '../../../steps/script/run-script.ts'
import type { Context } from '../../http/context.ts'

/** The first syntax error, “line 3, column 5: SyntaxError: …”; undefined if the script parses. */
export async function syntaxError(
  { sandbox, signal }: Pick<Context, 'sandbox' | 'signal'>,
  script: string,
): Promise<string | undefined> {
  const fault = await sandbox.scripts.check(script, signal)
  return fault && placed(fault)
}

/** A definition with a syntax error is kept, as Vidispine keeps it, but its author learns of it at once. */
export async function warnOfSyntax(
  context: Pick<Context, 'sandbox' | 'signal' | 'warn'>,
  steps: readonly { readonly step: number; readonly definition: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  for (const { step, definition } of steps) {
    const { script } = definition
    const error = typeof script === 'string' ? await syntaxError(context, script) : undefined
    if (error !== undefined) context.warn(`the script of step ${step} does not parse: ${error}`)
  }
}
