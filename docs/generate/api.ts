/** Generates docs/api.md: every operation with its parameters, body and answer. */
import { STATUS } from '../../server/http/answer/fault.ts'
import { CONTENT_TYPE } from '../../server/http/answer/negotiate.ts'
import type { BodyForm, Form, Operation } from '../../server/http/operation.ts'
import type { QueryParameter } from '../../server/http/request/parameters.ts'
import { INTRODUCTION } from '../../server/reference/introduction.ts'
import { pathTemplate } from '../../server/reference/path-template.ts'
import { code, codes, NONE, type Page, page, table } from './markdown.ts'

export function apiPage(operations: readonly Operation[]): Page {
  const sorted = operations.toSorted(byPath)
  return page('docs/api.md', 'The API', 'the declarations in server/operations.ts', [
    ...INTRODUCTION,
    FIELDS,
    ERRORS,
    '## Operations',
    table(['Operation', 'What it does', 'Role'], sorted.map(overview)),
    ...sorted.flatMap(section),
  ])
}

const FIELDS = 'Every field of every document is in [documents.md](documents.md).'

const ERRORS = `## Errors

An error is an [\`ExceptionDocument\`](documents.md#exceptiondocument) in the format the client accepts:

${table(
  ['Alternative', 'Status'],
  Object.entries(STATUS).map(([kind, status]) => [code(kind), String(status)]),
)}

Unknown paths, unsupported methods and unavailable formats are refused with 404, 405 or 406 and
\`{"code":404,"message":"HTTP 404 Not Found"}\`. A 406 names the available formats; any other error of the
request takes precedence over it.`

function byPath(one: Operation, other: Operation): number {
  const [left, right] = [one, other].map(({ declaration: { path, method } }) => `${path} ${method}`)
  return left !== undefined && right !== undefined && left < right ? -1 : 1
}

function overview({ declaration: { title, method, path, role, auth } }: Operation): readonly string[] {
  const name = `[\`${method} ${pathTemplate(path)}\`](#${anchor(method, path)})`
  return [name, title, role ? code(role) : auth === 'none' ? 'no credentials' : 'any user']
}

function section({ declaration, query, formats, readPlain }: Operation): readonly string[] {
  const {
    title,
    method,
    path,
    description = '',
    role,
    auth,
    accepts,
    produces,
    instead,
    idempotent,
    strict,
    needsBody,
    alsoAt = [],
  } = declaration
  const parameters = Object.entries(query)
  return [
    `<a id="${anchor(method, path)}"></a>\n\n### ${title}`,
    [path, ...alsoAt].map((at) => `\`${method} ${pathTemplate(at)}\``).join('  \n'),
    ...(description ? [linked(description)] : []),
    [
      `- Role: ${role ? code(role) : auth === 'none' ? 'none, no credentials needed' : 'none: any user may call it'}`,
      `- Body: ${accepts ? `${form(accepts)}${readPlain ? ', or text/plain' : ''}${needsBody ? ', required' : ''}` : 'none'}`,
      `- Answer: ${produces ? form(produces) : `${declaration.emptyStatus ?? 200} without a body`}${instead?.produces ? `; with ${code(instead.when)} ${form(instead.produces)}` : ''}`,
      `- Formats: ${produces ? codes(formats.map((format) => CONTENT_TYPE[format].replace(/;.*/, ''))) : NONE}`,
      ...(idempotent ? ['- Takes `Idempotency-Key`'] : []),
      ...(strict ? ['- Refuses unknown parameters'] : []),
    ].join('\n'),
    ...(parameters.length > 0
      ? [table(['Parameter', 'Value', 'Default', 'Description'], parameters.map(parameterRow))]
      : []),
  ]
}

function parameterRow([name, declared]: readonly [string, QueryParameter<unknown>]): readonly string[] {
  const { kind, aliases, description } = declared
  const also = aliases.length > 0 ? ` (also ${codes(aliases)})` : ''
  const { values = [] } = kind
  const expected = kind.expected.replace(values.join(', '), codes(values))
  const more = values.length > 0 && expected === kind.expected ? `: ${codes(values)}` : ''
  return [`${code(name)}${also}`, `${expected}${more}`, defaultOf(declared), description]
}

function defaultOf({ required, fallback }: QueryParameter<unknown>): string {
  if (required) return '**required**'
  const isBlank =
    fallback === undefined || fallback === '' || (Array.isArray(fallback) && fallback.length === 0)
  return isBlank ? NONE : code(String(fallback))
}

function form(what: Form | BodyForm): string {
  if (what === 'png') return 'a picture'
  if (what === 'file') return 'the file or image'
  if (what === 'bytes') return 'the bytes of a file'
  if (what === 'script') return 'a script'
  return what === 'text' ? 'bare text' : `[\`${what.name}\`](documents.md#${what.name.toLowerCase()})`
}

/** Links `wire.md` and `design.md` to their pages. */
function linked(text: string): string {
  return text.replaceAll(/\b(wire|design)\.md\b/g, '[$1.md]($1.md)')
}

function anchor(method: string, path: string): string {
  return `${method}${path.replaceAll(/[/:]+/g, '-')}`.toLowerCase()
}
