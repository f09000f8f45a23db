/** Describes an operation in OpenAPI. Pure. */
import { type JsonSchema, schemaRef } from '../../schema/codec/json/json-schema.ts'
import { capitalized } from '../../schema/codec/shape-types.ts'
import type { AnyDocument } from '../../schema/document.ts'
import { type Format, mediaTypeOf } from '../http/answer/negotiate.ts'
import type { BodyForm, Form, Operation } from '../http/operation.ts'
import { errorRefs } from './error-responses.ts'
import { parameterObjects } from './parameter-objects.ts'
import { pathTemplate } from './path-template.ts'

type OperationObject = Readonly<Record<string, unknown>>

export function operationObject(operation: Operation): OperationObject {
  const { title, path, role, auth, accepts } = operation.declaration
  return {
    operationId: operationId(title, path),
    tags: [tagOf(path)],
    summary: title,
    description: descriptionOf(operation),
    ...(role && { 'x-role': role }),
    ...(auth === 'none' && { security: [] }),
    parameters: parameterObjects(operation),
    ...(accepts && { requestBody: requestBody(accepts, operation) }),
    responses: { [operation.declaration.emptyStatus ?? 200]: success(operation), ...errorRefs(operation) },
  }
}

/** The first segment of the path that is no variable, by which operations are grouped. */
export function tagOf(path: string): string {
  const segments = path
    .replace(/^\/API(noauth|init)/, '')
    .split('/')
    .slice(1)
  return segments.find((segment) => !segment.startsWith(':')) ?? ''
}

/** `Retrieve a job` → `retrieveAJob`. Operations that need no credentials can share the title of others. */
function operationId(title: string, path: string): string {
  const [first = '', ...rest] = title.toLowerCase().split(/[^a-z0-9]+/)
  return `${first}${rest.map(capitalized).join('')}${path.startsWith('/APInoauth') ? 'ForAnyone' : ''}`
}

function descriptionOf({ declaration }: Operation): string {
  const { description, role, auth, strict, alsoAt = [] } = declaration
  const callers = role
    ? `Role: \`${role}\`.`
    : auth === 'none'
      ? 'No credentials needed.'
      : 'Role: none; any user may call it.'
  const also = alsoAt.length > 0 && `Also at ${alsoAt.map((path) => `\`${pathTemplate(path)}\``).join(', ')}.`
  return [description, callers, also, strict && 'Refuses unknown parameters.'].filter(Boolean).join('\n\n')
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly examples?: JsonSchema }>>

function requestBody(accepts: BodyForm, { declaration, readPlain }: Operation): OperationObject {
  if (accepts === 'bytes') return { required: true, content: { '*/*': { schema: {} } } }
  const formats: readonly Format[] =
    accepts === 'text' ? ['text'] : readPlain ? ['xml', 'json', 'text'] : ['xml', 'json']
  return { required: declaration.needsBody === true, content: contentOf([accepts], formats) }
}

function success({ declaration: { produces, instead }, formats }: Operation): OperationObject {
  if (produces === undefined) return { description: 'Done. The answer has no body.' }
  const description = typeof produces === 'string' ? BARE[produces] : produces.description
  if (!instead?.produces) return { description, content: contentOf([produces], formats) }
  return {
    description: `${description} With \`${instead.when}\`: ${instead.produces.description}`,
    content: contentOf([produces, instead.produces], formats),
  }
}

const BARE = {
  text: 'The text.',
  script: 'The script.',
  png: 'The picture.',
  file: 'The file or image, with its own type.',
} as const

/** The content of a body that has one of the forms, in each of the formats. */
export function contentOf(forms: readonly Form[], formats: readonly Format[]): Content {
  const documents = forms.filter((form) => typeof form === 'object')
  return Object.fromEntries(formats.map((format) => [mediaTypeOf(format), mediaType(documents, format)]))
}

function mediaType(documents: readonly AnyDocument[], format: Format): Content[string] {
  if (format === 'png' || format === 'file') return { schema: {} }
  if (format === 'text' || format === 'javascript') return { schema: { type: 'string' } }
  const [first, ...others] = documents.map(({ name }) => schemaRef(name))
  return {
    schema: others.length > 0 ? { anyOf: [first, ...others] } : (first ?? {}),
    examples: Object.fromEntries(
      documents.map(({ name }) => [name, { $ref: `#/components/examples/${exampleName(name, format)}` }]),
    ),
  }
}

/** `JobDocument`, `xml` → `JobDocument.xml` */
export function exampleName(document: string, format: 'xml' | 'json'): string {
  return `${document}.${format}`
}
