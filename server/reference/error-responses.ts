/** Describes the error answers of operations in OpenAPI. Pure. */

import { type JsonSchema, schemaRef } from '../../schema/codec/json/json-schema.ts'
import { ExceptionDocument } from '../../schema/documents/exception.ts'
import {
  conflict,
  type Fault,
  forbidden,
  invalidInput,
  notAuthorized,
  notFound,
} from '../http/answer/fault.ts'
import { faultAsText } from '../http/answer/fault-text.ts'
import { FORMATS, mediaTypeOf } from '../http/answer/negotiate.ts'
import type { Operation } from '../http/operation.ts'
import { exampleIn } from './example-in.ts'

/** Why an operation refuses, and an example of it. */
const FAULTS = {
  InvalidInput: [
    'A parameter or the body is invalid.',
    invalidInput('first', 'expected an integer, got “two”', 'two'),
  ],
  NotAuthorized: [
    'The credentials are missing or wrong.',
    notAuthorized('The user or the password is wrong'),
  ],
  Forbidden: [
    'The user does not have the role.',
    forbidden('the role _job_write is missing', { context: '_job_write', id: 'ann' }),
  ],
  NotFound: ['It does not exist.', notFound('Job', 'VX-404')],
  Error: [
    'Any other error, such as 409, 413, 415, 500 or 503.',
    conflict('job', 'VX-12', 'the job has ended'),
  ],
} as const satisfies Readonly<Record<string, readonly [description: string, example: Fault]>>

/** The schema of a refusal without an ExceptionDocument. */
export const HTTP_ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['code', 'message'],
  properties: { code: { type: 'integer' }, message: { type: 'string' } },
}

/** As `components/responses`. */
export function errorResponses(): Readonly<Record<string, unknown>> {
  const faults = Object.entries(FAULTS).map(([name, [description, example]]) => [
    name,
    { description, content: faultContent(example, name === 'NotFound') },
  ])
  return { ...Object.fromEntries(faults), NotAcceptable: NOT_ACCEPTABLE }
}

const NOT_ACCEPTABLE = {
  description: '`Accept` names none of the formats.',
  content: { 'application/json': { schema: schemaRef('HttpError') } },
}

/** `orNone`: a path that cannot be of any resource is answered without an ExceptionDocument. */
function faultContent(fault: Fault, orNone: boolean): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    FORMATS.map((format) => {
      if (format === 'text')
        return [mediaTypeOf(format), { schema: { type: 'string' }, example: faultAsText(fault) }]
      const example = exampleIn(format, ExceptionDocument, fault.document)
      const schema = schemaRef(ExceptionDocument.name)
      const either = { anyOf: [schema, schemaRef('HttpError')] }
      return [mediaTypeOf(format), { schema: orNone && format === 'json' ? either : schema, example }]
    }),
  )
}

/** The errors of an operation, by status. */
export function errorRefs({
  declaration: { path, auth, produces },
}: Operation): Readonly<Record<string, unknown>> {
  return {
    400: errorRef('InvalidInput'),
    ...(auth !== 'none' && { 401: errorRef('NotAuthorized'), 403: errorRef('Forbidden') }),
    ...(path.includes(':') && { 404: errorRef('NotFound') }),
    ...(produces && { 406: errorRef('NotAcceptable') }),
    default: errorRef('Error'),
  }
}

export function errorRef(name: keyof typeof FAULTS | 'NotAcceptable') {
  return { $ref: `#/components/responses/${name}` }
}
