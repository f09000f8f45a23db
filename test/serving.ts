/** Serves the real API for a suite, with users. */
import type { Test } from 'supertest'
import { type Api, api } from './api.ts'
import { as, job, user, type Wanted } from './factory.ts'

/** Users by role. All have the default password. */
const PEOPLE = [
  { name: 'root', roles: ['_super_access_user'] },
  { name: 'ann', roles: ['_job_read'] },
  { name: 'bob', roles: ['_job_read', '_job_write'] },
  { name: 'wim', roles: ['_job_write'] },
  { name: 'zoe', roles: [] },
  { name: 'gone', roles: ['_job_read'], disabled: true },
] as const

export interface How {
  /** The user. Default: bob; `nobody` sends no credentials. */
  readonly by?: (typeof PEOPLE)[number]['name'] | 'nobody'
  /** Default: application/json. */
  readonly accept?: string
  readonly type?: string
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export interface Serving {
  readonly api: () => Api
  /** Sends a request such as `GET /API/job?…` verbatim. */
  readonly ask: (line: string, how?: How) => Test
  readonly job: (wanted?: Wanted) => Promise<number>
  /** Queries the database. */
  readonly rows: <Row extends object>(
    statement: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>
}

/** Serves the API with these settings while the tests of the calling suite run. */
export function serving(environment: Readonly<Record<string, string>> = {}): Serving {
  let served: Api | undefined
  before(async () => {
    served = await api(environment)
    for (const wanted of PEOPLE) await user(served.test.database, wanted)
  })
  after(() => served?.[Symbol.asyncDispose]())
  const here = () => {
    if (!served) throw new Error('The API is served only while tests of the suite run')
    return served
  }
  return {
    api: here,
    ask: (line, how) => ask(here(), line, how),
    job: (wanted) => job(here().test.database, wanted),
    rows: (statement, values = []) =>
      here()
        .test.database.em.fork()
        .execute(statement, [...values]),
  }
}

function ask({ request }: Api, line: string, how: How = {}): Test {
  const { by = 'bob', accept = 'application/json', type, body, headers = {} } = how
  const [method = '', path = ''] = line.split(' ', 2)
  const asking = request[METHODS[method] ?? 'get'](path).set('Accept', accept)
  if (by !== 'nobody') asking.set('Authorization', as(by))
  if (type !== undefined) asking.set('Content-Type', type)
  asking.set(headers)
  // Sent verbatim: supertest would write strings as JSON.
  return body === undefined
    ? asking
    : typeof body === 'string'
      ? asking.serialize((text: unknown) => String(text)).send(body)
      : asking.send(Buffer.from(body))
}

const METHODS: Readonly<Record<string, 'get' | 'put' | 'patch' | 'post' | 'delete' | 'options' | 'head'>> = {
  GET: 'get',
  PUT: 'put',
  PATCH: 'patch',
  POST: 'post',
  DELETE: 'delete',
  OPTIONS: 'options',
  HEAD: 'head',
}
