/** Describes the whole API in OpenAPI 3.1, from the declarations of its operations and documents. Pure. */
import { jsonSchemas } from '../../schema/codec/json/json-schema.ts'
import type { AnyDocument } from '../../schema/document.ts'
import { DOCUMENTS } from '../../schema/documents/all.ts'
import { exampleOf } from '../../schema/documents/example.ts'
import type { Operation } from '../http/operation.ts'
import { BY_HAND } from './by-hand.ts'
import { errorResponses, HTTP_ERROR_SCHEMA } from './error-responses.ts'
import { exampleIn } from './example-in.ts'
import { INTRODUCTION } from './introduction.ts'
import { exampleName, operationObject, tagOf } from './operation-object.ts'
import { HEADER_PARAMETERS } from './parameter-objects.ts'
import { pathTemplate } from './path-template.ts'

export type OpenApi = Readonly<Record<string, unknown>>

/** URLs are relative to those of the document, so that they also work behind a proxy that strips a prefix. */
export function openApi(operations: readonly Operation[], version: string): OpenApi {
  const tags = new Set(operations.map(({ declaration }) => tagOf(declaration.path)))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Callsheet',
      version,
      summary: 'A media job server that speaks the Vidispine jobs API.',
      description: [...INTRODUCTION, XML_SCHEMA].join('\n\n'),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '.', description: 'This server' }],
    security: [{ basic: [] }, { token: [] }],
    tags: [...tags].toSorted().map((name) => ({ name })),
    paths: pathsOf(operations),
    components: {
      schemas: { ...jsonSchemas(DOCUMENTS, acceptedBy(operations)), HttpError: HTTP_ERROR_SCHEMA },
      examples: Object.fromEntries(DOCUMENTS.flatMap(examplesOf)),
      parameters: HEADER_PARAMETERS,
      responses: errorResponses(),
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

const XML_SCHEMA = 'The documents are described in XML Schema, too, at `/schema.xsd`.'

const SECURITY_SCHEMES = {
  basic: { type: 'http', scheme: 'basic' },
  token: {
    ...{ type: 'apiKey', in: 'header', name: 'Authorization' },
    description: '`token ` and a token of `GET /API/token`.',
  },
} as const

function pathsOf(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  const byPath = Map.groupBy(operations, ({ declaration }) => pathTemplate(declaration.path))
  const declared = [...byPath].map(([path, some]) => [path, pathItem(some)] as const)
  const items = [...declared, ...Object.entries(BY_HAND)]
  return Object.fromEntries(items.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function pathItem(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    operations.map((operation) => [operation.declaration.method.toLowerCase(), operationObject(operation)]),
  )
}

function acceptedBy(operations: readonly Operation[]): ReadonlySet<AnyDocument> {
  const accepted = operations.map(({ declaration }) => declaration.accepts)
  return new Set(accepted.filter((form) => typeof form === 'object'))
}

function examplesOf(document: AnyDocument): readonly (readonly [string, { readonly value: unknown }])[] {
  return (['xml', 'json'] as const).map((format) => [
    exampleName(document.name, format),
    { value: exampleIn(format, document, exampleOf(document)) },
  ])
}
