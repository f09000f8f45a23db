import assert from 'node:assert/strict'
import { validate } from '@readme/openapi-parser'
import { readJson } from '../../../schema/codec/json/json.ts'
import { readXml } from '../../../schema/codec/xml/xml.ts'
import type { AnyDocument } from '../../../schema/document.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { openApi } from '../../../server/reference/open-api.ts'
import { PATH_VARIABLES } from '../../../server/reference/parameter-objects.ts'
import { pathTemplate, variablesOf } from '../../../server/reference/path-template.ts'
import { assertJson, assertXml, pointerOf } from './described.ts'

type Item = Readonly<Record<string, Described>>
type Described = {
  readonly operationId: string
  readonly description: string
  readonly 'x-role'?: string
  readonly security?: readonly unknown[]
  readonly parameters: readonly {
    readonly name?: string
    readonly schema?: Readonly<Record<string, unknown>>
  }[]
}

describe('The OpenAPI document', () => {
  const reference = openApi(OPERATIONS, '1.2.3')
  const paths = reference['paths'] as Readonly<Record<string, Item>>
  const described = (method: string, path: string) => paths[path]?.[method.toLowerCase()]

  it('is valid', async () => {
    const result = await validate(structuredClone(reference) as never)
    assert.deepEqual(result, { ...result, valid: true })
  })

  it('has every operation, each with a name of its own', () => {
    const ids = OPERATIONS.map(
      ({ declaration: { method, path } }) => described(method, pathTemplate(path))?.operationId,
    )
    assert.ok(ids.every((id) => id !== undefined))
    assert.equal(new Set(ids).size, OPERATIONS.length)
  })

  it('describes every variable of a path', () => {
    const names = new Set(OPERATIONS.flatMap(({ declaration }) => variablesOf(declaration.path)))
    assert.deepEqual(Object.keys(PATH_VARIABLES), [...names, 'file', 'number'].toSorted())
  })

  it('names the role that an operation needs', () => {
    const start = described('POST', '/API/job')
    assert.equal(start?.['x-role'], '_job_write')
    assert.match(start?.description ?? '', /Role: `_job_write`/)
  })

  it('asks for no credentials where none are needed', () => {
    assert.deepEqual(described('GET', '/APInoauth/is-online')?.security, [])
    assert.equal(described('GET', '/API/job')?.security, undefined)
  })

  it('gives no parameter a default that its schema refuses', () => {
    for (const [path, item] of Object.entries(paths))
      for (const [method, { parameters }] of Object.entries(item))
        for (const [at, { schema }] of parameters.entries())
          if (schema !== undefined && 'default' in schema)
            assertJson(
              JSON.stringify(schema['default']),
              pointerOf('paths', path, method, 'parameters', String(at), 'schema'),
            )
  })

  // biome-ignore format: a table
  const PARAMETERS = [
    ['POST /API/job',         'priority',        { type: 'string' }],
    ['POST /API/job',         'dryRun',          { type: 'boolean', default: false }],
    ['POST /API/job',         'notificationData', { type: 'array', items: { type: 'string' } }],
    ['GET /API/job/{jobId}',  'jobId',           { type: 'string' }],
    ['GET /API/job/{jobId}',  'timeout',         { type: 'integer', format: 'int32', default: 60 }],
    ['POST /API/job',         'queueTimeLimit',  { type: 'integer', minimum: 1 }],
    ['GET /API/job',          'priority',        { type: 'array', default: ['all'] }],
  ] as const
  for (const [operation, name, schema] of PARAMETERS)
    it(`describes the parameter ${name} of ${operation}`, () => {
      const [method = '', path = ''] = operation.split(' ')
      const parameter = described(method, path)?.parameters.find((one) => one.name === name)
      assert.partialDeepStrictEqual(parameter?.schema, schema)
    })
})

describe('The examples of every document are that document', () => {
  const { examples } = openApi(OPERATIONS, '1.2.3')['components'] as {
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>
  }
  for (const document of DOCUMENTS as readonly AnyDocument[])
    it(document.name, () => {
      const [xml, json] = [`${document.name}.xml`, `${document.name}.json`].map(
        (name) => examples[name]?.value,
      )
      assertXml(String(xml))
      assertJson(JSON.stringify(json), `/components/schemas/${document.name}`)
      assert.deepEqual(readXml(document, String(xml)), readJson(document, JSON.stringify(json)))
    })
})
