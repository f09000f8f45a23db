/** Describes the ScriptTrialDocument and its answer, the ScriptResultDocument (Callsheet extensions). */

import {
  boolean,
  type DocumentOf,
  document,
  element,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../document.ts'
import { LOG_LEVELS } from '../log-level.ts'
import { keyValues } from './key-value.ts'

export const ScriptTrialDocument = document(
  'ScriptTrialDocument',
  {
    script: maybe(string, 'The JavaScript. Default: that of the definition in the path.'),
    data: maybe(keyValues, 'The metadata of the job. Default: none.'),
    checkProblem: maybe(boolean, 'Whether the script runs again after a wait. Default false.'),
    metadata: maybe(
      keyValues,
      'Metadata of the definition: limits. Default: that of the definition in the path.',
    ),
  },
  { description: 'A script to run once, without a job.' },
)
export type ScriptTrialDocument = DocumentOf<typeof ScriptTrialDocument>

/** How a script can end. */
export const ENDINGS = ['finished', 'failed', 'fail', 'fatalFail', 'wait', 'limit', 'crashed'] as const

const line = shape({
  level: element(oneOf(LOG_LEVELS), 'How severe it is.'),
  text: element(string, 'The text.'),
})

export const ScriptResultDocument = document(
  'ScriptResultDocument',
  {
    ended: element(
      oneOf(ENDINGS),
      'How the script has ended: at its end, by an exception, by one of the calls of `job`, or at a limit.',
    ),
    message: maybe(string, 'The message of the exception, of the call, or about the limit.'),
    line: maybe(integer, 'The line of the script in which an exception was thrown, from 1.'),
    column: maybe(integer, 'The column, from 1.'),
    stack: maybe(string, 'The stack of an exception.'),
    log: list(line, 'What the script has logged.'),
    data: element(keyValues, 'The metadata of the job after the script.'),
    milliseconds: element(integer, 'The time that the script took.'),
  },
  { description: 'What a script has done, and how it has ended.' },
)
export type ScriptResultDocument = DocumentOf<typeof ScriptResultDocument>
