/** Tries a script: runs it once, without a job. */
import { ScriptResultDocument, ScriptTrialDocument } from '../../../schema/documents/script-trial.ts'
import type { StoredScript } from '../../../schema/queries/definitions/scripts.ts'
import { metadataOf } from '../../../steps/engine/declare/definition.ts'
import { type Trial, tryScript } from '../../../steps/script/try-script.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { operation } from '../../http/operation.ts'
import { BY_ID, BY_STEP } from '../find-definition.ts'
import { scriptAt } from './script-at.ts'
import { unlessBusy } from './syntax.ts'

const tried = {
  description:
    'Runs it with the given metadata and answers with its log, the metadata after it, and how it ended. Only ' +
    '`api` and `http` have effects: they make real requests, `api` as the caller. Takes at most a minute once it runs; while too many run, the answer is 503. Callsheet extension.',
  method: 'POST',
  role: '_taskdefinition_write',
  accepts: ScriptTrialDocument,
  produces: ScriptResultDocument,
  plain: plainResult,
} as const

export const TRIALS = [
  operation({ title: 'Try a script', ...tried, path: '/task-definition/script/try', needsBody: true }).answer(
    ({ body, ...context }) => {
      if (!body?.script) throw invalidInput('script', 'expected a script, got nothing')
      return result(context, body, { source: body.script, metadata: {} })
    },
  ),
  operation({
    ...{ title: 'Try the script of a task definition', ...tried, path: `${BY_ID}/script/try` },
  }).answer(async ({ path, body, ...context }) => result(context, body, await scriptAt(context.em, path))),
  operation({
    ...{ title: 'Try the script of a step', ...tried, path: `${BY_STEP}/script/try` },
  }).answer(async ({ path, body, ...context }) => result(context, body, await scriptAt(context.em, path))),
]

async function result(
  { sandbox, user, signal }: Pick<Context, 'sandbox' | 'user' | 'signal'>,
  { script, data, metadata, checkProblem = false }: ScriptTrialDocument = {},
  stored: StoredScript,
): Promise<ScriptResultDocument> {
  const { source = stored.source, limits: wanted } = { source: script, limits: metadata }
  const limits = sandbox.limits(wanted ? metadataOf(wanted) : stored.metadata)
  if ('flaw' in limits) throw invalidInput('metadata', limits.flaw)
  const trial = { source, limits, data: metadataOf(data), checkProblem, user: user.name }
  return documentOf(await unlessBusy(() => tryScript(trial, sandbox, signal)))
}

function documentOf({ ended, log, data, ms }: Trial): ScriptResultDocument {
  const field = Object.entries(data).map(([key, value]) => ({ key, value }))
  const { ended: how, ...rest } = ended
  const {
    reason,
    message = reason,
    line,
    column,
    stack,
  } = rest as Partial<
    Readonly<Record<'reason' | 'message' | 'stack', string>> & Readonly<Record<'line' | 'column', number>>
  >
  return {
    // Only the client can stop a trial, and then it gets no answer.
    ended: how === 'stopped' ? 'crashed' : how,
    ...{ message, line, column, stack, log, data: { field }, milliseconds: Math.round(ms) },
  }
}

/** The lines of the log, and how the script ended. */
function plainResult({ log = [], ended, message, line, column }: ScriptResultDocument): readonly string[] {
  const at = line === undefined ? '' : ` at line ${line}, column ${column ?? 1}`
  return [
    ...log.map(({ level, text }) => `${level} ${text}`),
    `${ended}${at}${message === undefined ? '' : `: ${message}`}`,
  ]
}
