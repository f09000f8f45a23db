/** Generates docs/api.md: every operation with its parameters, body and answer. */
import { STATUS } from '../../server/http/answer/fault.ts'
import { CONTENT_TYPE } from '../../server/http/answer/negotiate.ts'
import { LONGEST_IDEMPOTENCY_KEY } from '../../server/http/idempotency.ts'
import type { Form, Operation } from '../../server/http/operation.ts'
import type { QueryParameter } from '../../server/http/request/parameters.ts'
import { code, codes, NONE, type Page, page, table } from './markdown.ts'

export function apiPage(operations: readonly Operation[]): Page {
  const sorted = operations.toSorted(byPath)
  return page('docs/api.md', 'The API', 'the declarations in server/operations.ts', [
    INTRODUCTION,
    ERRORS,
    '## Operations',
    table(['Operation', 'What it does', 'Role'], sorted.map(overview)),
    ...sorted.flatMap(section),
  ])
}

const INTRODUCTION = `All paths are under \`/API\`; except for those under \`/APInoauth\`, they also work
without that prefix. A trailing slash changes nothing. Parameters go into the query, or into the path as
matrix parameters: \`/API/job;user=false;first=1\`. Unknown parameters are ignored unless an operation says
otherwise.

Clients authenticate with HTTP Basic, by user and password or by the id and secret of an access key, or with
\`Authorization: token …\`. With JWT_KEY or JWT_JWKS_URL ([configuration.md](configuration.md#access)), a JSON Web Token of
another server signs in as \`Authorization: Bearer …\`. An administrator can act as another
user with the header \`RunAs\`. The formats of an operation are listed with the default first; a client gets
it if its \`Accept\` names no format. A body is XML or JSON, according to its \`Content-Type\`; every field of
every document is in [documents.md](documents.md).

A web page of another origin makes changes only with a token: browsers add a remembered password to requests of
any page, so that anything but GET, HEAD and OPTIONS with HTTP Basic is refused with 403 if \`Origin\` is not
the address of this server or, without \`Origin\`, if \`Sec-Fetch-Site\` is neither \`same-origin\` nor
\`none\`. Programs send neither header.

Operations that start a job take the header \`Idempotency-Key\`: 1 to ${LONGEST_IDEMPOTENCY_KEY} visible ASCII
characters that the client chooses, such as a UUID. A client that got no answer repeats the request with the
same key, and no second job is started. The answer is then the short document of the job in its current state,
or 404 if the job has been deleted. The same key with a different request is 409. A key belongs to its user
and is kept for a day. \`POST /job/bulk\` takes it too: a repeated request skips the jobs that it has already
changed, and lists them together with the new ones.`

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
  const name = `[\`${method} ${shownPath(path)}\`](#${anchor(method, path)})`
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
  } = declaration
  const parameters = Object.entries(query)
  return [
    `<a id="${anchor(method, path)}"></a>\n\n### ${title}`,
    `\`${method} ${shownPath(path)}\``,
    ...(description ? [linked(description)] : []),
    [
      `- Role: ${role ? code(role) : auth === 'none' ? 'none, no credentials needed' : 'none: any user may call it'}`,
      `- Body: ${accepts ? `${form(accepts)}${readPlain ? ', or text/plain' : ''}${needsBody ? ', required' : ''}` : 'none'}`,
      `- Answer: ${produces ? form(produces) : '200 without a body'}${instead?.produces ? `; with ${code(instead.when)} ${form(instead.produces)}` : ''}`,
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

function form(what: Form): string {
  if (what === 'png') return 'a picture'
  return what === 'text' ? 'bare text' : `[\`${what.name}\`](documents.md#${what.name.toLowerCase()})`
}

/** `/job/:jobId` → `/API/job/{jobId}` */
function shownPath(path: string): string {
  const named = path.replaceAll(/:(\w+)/g, '{$1}')
  return named.startsWith('/APInoauth') ? named : `/API${named}`
}

/** Links `wire.md` and `design.md` to their pages. */
function linked(text: string): string {
  return text.replaceAll(/\b(wire|design)\.md\b/g, '[$1.md]($1.md)')
}

function anchor(method: string, path: string): string {
  return `${method}${path.replaceAll(/[/:]+/g, '-')}`.toLowerCase()
}
