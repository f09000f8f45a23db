/** Checks the answers that tests get against the reference: XML by its XML Schema, JSON by its OpenAPI. */
import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlSchema } from '../../../schema/codec/xml/xml-schema.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'
import type { Operation } from '../../../server/http/operation.ts'
import { parseUrl } from '../../../server/http/request/url.ts'
import { literalFirst } from '../../../server/http/route-order.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { openApi } from '../../../server/reference/open-api.ts'
import { pathTemplate } from '../../../server/reference/path-template.ts'

/** An answer as supertest has it. */
export interface Answered {
  readonly request: { readonly method: string; readonly url: string }
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Throws unless the answer of an operation has a format and a document that the reference gives for it. */
export function assertDescribed(answer: Answered): void {
  const { method, url } = answer.request
  const operation = operationAt(method, new URL(url).pathname)
  if (!operation || !answer.text) return
  const described = describedAnswer(operation, answer.status)
  const { content: contents = {} } = described.at
  // A file has the type of its name.
  const content = contents[answer.type] ?? contents['application/octet-stream']
  assert.ok(content, `${answer.type} is no format of ${answer.status} ${method} ${url}: ${answer.text}`)
  if (answer.type === 'application/xml') {
    assertXml(answer.text)
    const [, root] = /<(\w+) xmlns/.exec(answer.text) ?? []
    assert.ok(
      JSON.stringify(content).includes(`schemas/${root}"`),
      `${root} is no answer of ${method} ${url}`,
    )
  }
  if (answer.type === 'application/json')
    assertJson(answer.text, described.pointer + pointerOf('content', answer.type, 'schema'))
}

/** Throws unless the XML Schema permits the document. */
export function assertXml(text: string): void {
  using document = XmlDocument.fromString(text)
  try {
    xsd().validate(document)
  } catch (error) {
    assert.fail(`${error instanceof Error ? error.message : String(error)}\n${text}`)
  }
}

/** Throws unless the schema at the place in the OpenAPI document permits the JSON. */
export function assertJson(text: string, pointer: string): void {
  const validate = compiled(pointer)
  if (!validate(JSON.parse(text))) assert.fail(`${AJV.errorsText(validate.errors)}\n${text}`)
}

type Answer = { readonly content?: Readonly<Record<string, unknown>> }
type Described = { readonly $ref?: string } & Answer

/** What the tests read of the OpenAPI document. */
export type Reference = {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Described>> }>>>
  >
  readonly components: { readonly responses: Readonly<Record<string, Answer>> }
}

const REFERENCE = openApi(OPERATIONS, '0.0.0')
const AJV = new Ajv2020({
  strict: false,
  formats: { int32: true, int64: true, double: true, 'date-time': true },
})
AJV.addSchema(REFERENCE, 'reference')

const COMPILED = new Map<string, ValidateFunction>()

function compiled(pointer: string): ValidateFunction {
  const known = COMPILED.get(pointer) ?? AJV.getSchema(`reference#${pointer}`)
  assert.ok(known, `the reference has no ${pointer}`)
  COMPILED.set(pointer, known)
  return known
}

let validator: XsdValidator | undefined

function xsd(): XsdValidator {
  validator ??= XsdValidator.fromDoc(XmlDocument.fromString(xmlSchema(DOCUMENTS)))
  return validator
}

function describedAnswer(
  { declaration: { method, path } }: Operation,
  status: number,
): { readonly at: Answer; readonly pointer: string } {
  const { paths, components } = REFERENCE as Reference
  const [template, verb] = [pathTemplate(path), method.toLowerCase()]
  const responses = paths[template]?.[verb]?.responses
  const name = responses && status in responses ? String(status) : 'default'
  const response = responses?.[name]
  assert.ok(response, `${status} ${method} ${path} is not described`)
  const [, component] = /^#\/components\/responses\/(\w+)$/.exec(response.$ref ?? '') ?? []
  if (component === undefined)
    return { at: response, pointer: pointerOf('paths', template, verb, 'responses', name) }
  return { at: components.responses[component] ?? {}, pointer: `/components/responses/${component}` }
}

/** A JSON pointer, as a URL has it. */
export function pointerOf(...segments: readonly string[]): string {
  const escaped = (segment: string) => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))
  return segments.map((segment) => `/${escaped(segment)}`).join('')
}

/** The operation at a path, as routing finds it: literal segments win over variables. */
function operationAt(method: string, path: string): Operation | undefined {
  const url = parseUrl(path)
  if (url.is !== 'url') return undefined
  const fitting = OPERATIONS.filter(
    ({ declaration }) => declaration.method === method && patternOf(declaration.path).test(url.path),
  )
  return fitting.toSorted((one, other) => literalFirst(one.declaration.path, other.declaration.path))[0]
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
}
