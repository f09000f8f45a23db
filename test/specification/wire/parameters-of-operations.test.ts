/** Every parameter of every operation (wire.md §1.2, §1.3), driven by OPERATIONS, so that a new one cannot be forgotten. */
import assert from 'node:assert/strict'
import type { Operation } from '../../../server/http/operation.ts'
import { PAGE } from '../../../server/job/request/criteria.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { serving } from '../../serving.ts'

/** What cannot be read, by the name of the kind; the others read everything. */
const WRONG: Readonly<Record<string, string>> = {
  integer: '1.5',
  boolean: 'perhaps',
  dateTime: 'yesterday',
  oneOf: 'NO_SUCH',
  listOf: 'NO_SUCH',
  pairs: 'no-equals-sign',
}

/** What the operation needs to get as far as any other parameter. */
const NEEDED: Readonly<Record<string, string>> = { type: 'TRANSCODE', action: 'abort', id: 'VX-1' }

/** Parameters that say which jobs are meant, with a value that no job has. */
// biome-ignore format: a table
const NOBODYS: Readonly<Record<string, string>> = {
  jobmetadata:       'a%3d1',
  'starttime-from':  '2100-01-01',
  'starttime-to':    '1999-01-01',
  'finishtime-from': '2100-01-01',
  'finishtime-to':   '1999-01-01',
  type:              'NONE',
  state:             'HOLD',
  priority:          'HIGHEST',
  user:              'true',
  text:              'nowhere',
  error:             'true',
  'duration-from':   '1',
  'duration-to':     '1',
  category:          'gpu_ai',
}

/** Parameters that say how a list looks. */
const LOOKS = [
  ...['metadata=true', 'field=a', 'field=b&metadata=true', 'idonly=true&metadata=true', 'idOnly=True'],
  ...['step=true', 'first=2', 'number=1', 'number=0', 'sort=jobId+desc', 'sort=type,state+desc'],
]

const MANY = ['GET /job', 'PUT /job/search', 'POST /job/bulk'] as const

describe('the parameters of', () => {
  const { ask, job } = serving()
  before(async () => {
    await job({ user: 'bob', metadata: { a: '2', b: '1' } })
    await job({ user: 'bob', type: 'EXPORT', state: 'FINISHED' })
  })
  const root = { by: 'root' } as const

  for (const { declaration, query } of OPERATIONS.filter((one) => Object.keys(one.query).length > 0)) {
    const { method, path } = declaration
    const route = path.replaceAll(/:[^/]+/g, 'VX-1')
    describe(`${method} ${path}`, () => {
      for (const [name, { kind, aliases, required }] of Object.entries(query)) {
        const wrong = WRONG[kind.name]
        const needed = neededBy({ query }, name)
        for (const called of wrong === undefined ? [] : [name, ...aliases])
          for (const [form, line] of [
            ['in the query', `${route}?${needed}&${called}=${wrong}`],
            ['as a matrix parameter', `${route};${called}=${wrong}?${needed}`],
          ] as const)
            it(`${called}=${wrong} ${form} is 400, with its name and value`, async () => {
              const { status, body } = await ask(`${method} ${line}`, root)
              assert.equal(status, 400)
              const { context, value, explanation } = body.invalidInput
              assert.deepEqual([context, value], [name, wrong])
              assert.match(explanation, new RegExp(`^expected .+, got “${wrong}”$`))
            })
        if (required)
          for (const blank of ['', '%20'])
            it(`${name}=${blank} is 400, as without ${name}`, async () => {
              const { status, body } = await ask(`${method} ${route}?${needed}&${name}=${blank}`, root)
              assert.deepEqual([status, body.invalidInput.context], [400, name])
            })
      }
    })
  }

  describe('GET /job, PUT /job/search and POST /job/bulk', () => {
    const [list, , bulk] = MANY.map(parametersOf)
    // `reason` of a list asks for something else than `reason` of an abort.
    const criteria = list?.filter((name) => bulk?.includes(name) && !(name in PAGE)) ?? []

    it('that say which jobs are meant are all in this test', () =>
      assert.deepEqual(criteria.toSorted(), Object.keys(NOBODYS).toSorted()))

    for (const line of MANY)
      for (const [name, value] of [['user', 'false'] as const, ...Object.entries(NOBODYS)])
        it(`${line}?${name}=${value} means the same jobs`, async () => {
          const parameters = `action=abort&dryRun=true${name === 'user' ? '' : '&user=false'}&${name}=${value}`
          const { status, body, text } = await ask(`${line}?${parameters}`, root)
          assert.equal(status, 200, text)
          assert.equal(body.hits, value === 'false' ? 2 : 0)
        })

    for (const parameters of LOOKS)
      for (const accept of ['application/xml', 'application/json', 'text/plain'])
        it(`${parameters} look the same in a list and in a search, as ${accept}`, async () => {
          const [list, search] = [
            await ask(`GET /job?user=false&${parameters}`, { ...root, accept }),
            await ask(`PUT /job/search?user=false&${parameters}`, { ...root, accept }),
          ]
          assert.deepEqual([search.status, search.text], [200, list.text])
        })
  })
})

function parametersOf(line: string): readonly string[] {
  const found = OPERATIONS.find(({ declaration: { method, path } }) => `${method} ${path}` === line)
  return Object.keys(found?.query ?? {})
}

function neededBy({ query }: Pick<Operation, 'query'>, but: string): string {
  return Object.entries(query)
    .filter(([name, { required }]) => required && name !== but)
    .map(([name]) => `${name}=${NEEDED[name]}`)
    .join('&')
}
