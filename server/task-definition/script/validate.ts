/** Validates the script of a definition. */
import { invalidInput } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { operation } from '../../http/operation.ts'
import { BY_ID, BY_STEP, type DefinitionPath } from '../find-definition.ts'
import { scriptAt } from './script-at.ts'
import { syntaxError } from './syntax.ts'

const validate = {
  method: 'GET',
  role: '_taskdefinition_read',
  produces: 'text',
  description: 'Answers 400, with the line and the column, if the script does not parse. Does not run it.',
} as const

const VALID = 'The script is valid.'

/** Clients differ in whether `script` is part of the path (wire.md §11.2). */
export const VALIDATIONS = [
  operation({
    ...{ title: 'Validate a task definition', ...validate, path: `${BY_ID}/validate` },
  }).answer(({ path, ...context }) => validated(context, path)),
  operation({
    ...{ title: 'Validate the script of a task definition', ...validate, path: `${BY_ID}/script/validate` },
  }).answer(({ path, ...context }) => validated(context, path)),
  operation({
    ...{ title: 'Validate a step', ...validate, path: `${BY_STEP}/validate` },
  }).answer(({ path, ...context }) => validated(context, path)),
  operation({
    ...{ title: 'Validate the script of a step', ...validate, path: `${BY_STEP}/script/validate` },
  }).answer(({ path, ...context }) => validated(context, path)),
]

async function validated(
  { em, sandbox }: Pick<Context, 'em' | 'sandbox'>,
  path: DefinitionPath,
): Promise<string> {
  const { source } = await scriptAt(em, path)
  const error = await syntaxError({ sandbox }, source)
  if (error !== undefined) throw invalidInput('script', error)
  return VALID
}
