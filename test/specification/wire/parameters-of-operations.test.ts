/** Every parameter of every operation in OPERATIONS (wire.md §1.2, §1.3). */
import assert from 'node:assert/strict'
import type { Operation } from '../../../server/http/operation.ts'
import { PAGE } from '../../../server/job/request/criteria.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { serving } from '../../serving.ts'

/** A malformed value, by the name of the kind; other kinds accept every value. */
const WRONG: Readonly<Record<string, string>> = {
  integer: '1.5',
  boolean: 'perhaps',
  dateTime: 'yesterday',
  oneOf: 'NO_SUCH',
  listOf: 'NO_SUCH',
  knownOrAll: 'NO_SUCH',
  pairs: 'no-equals-sign',
}

/** Values of required parameters. */
const NEEDED: Readonly<Record<string, string>> = { type: 'TRANSCODE', action: 'abort', id: 'VX-1' }

/** Parameters that select jobs, each with a value that matches no job. */
// biome-ignore format: a table
const NOBODYS: Readonly<Record<string, string>> = {
  jobmetadata:       'a%3d1',
  'starttime-from':  '2100-01-01',
  'starttime-to':    '1999-01-01',
  'finishtime-from': '2100-01-01',
  'finishtime-to':   '1999-01-01',
  type:              'MOVE_FILE',
  state:             'HOLD',
  priority:          'HIGHEST',
  user:              'true',
  text:              'nowhere',
  error:             'true',
  failureCause:      'aborted',
  keep:              'true',
  'duration-from':   '1',
  'duration-to':     '1',
  category:          'gpu_ai',
}

/** Parameters that page, sort and shape a list. */
const LOOKS = [
  ...['metadata=true', 'field=a', 'field=b&metadata=true', 'idonly=true&metadata=true', 'idOnly=True'],
  ...['step=true', 'first=2', 'number=1', 'number=0', 'sort=jobId+desc', 'sort=type,state+desc'],
]

const MANY = ['GET /job', 'PUT /job/search', 'POST /job/bulk'] as const

describe('The parameters of', () => {
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
            it(`are 400 with name and value if malformed: ${called}=${wrong} ${form}`, async () => {
              const { status, body } = await ask(`${method} ${line}`, root)
              assert.equal(status, 400)
              const { context, value, explanation } = body.invalidInput
              assert.deepEqual([context, value], [name, wrong])
              assert.match(explanation, new RegExp(`^expected .+, got “${wrong}”$`))
            })
        if (required)
          for (const blank of ['', '%20'])
            it(`are 400 if required and blank: ${name}=${blank}`, async () => {
              const { status, body } = await ask(`${method} ${route}?${needed}&${name}=${blank}`, root)
              assert.deepEqual([status, body.invalidInput.context], [400, name])
            })
      }
    })
  }

  describe('GET /job, PUT /job/search and POST /job/bulk', () => {
    const [list, , bulk] = MANY.map(parametersOf)
    // `reason` of a list and `reason` of an abort are different parameters.
    const criteria = list?.filter((name) => bulk?.includes(name) && !(name in PAGE)) ?? []

    it('are all tested here if they select jobs', () =>
      assert.deepEqual(criteria.toSorted(), Object.keys(NOBODYS).toSorted()))

    for (const line of MANY)
      for (const [name, value] of [['user', 'false'] as const, ...Object.entries(NOBODYS)])
        it(`select the same jobs: ${line}?${name}=${value}`, async () => {
          const parameters = `action=abort&dryRun=true&all=true${name === 'user' ? '' : '&user=false'}&${name}=${value}`
          const { status, body, text } = await ask(`${line}?${parameters}`, root)
          assert.equal(status, 200, text)
          assert.equal(body.hits, value === 'false' ? 2 : 0)
        })

    for (const parameters of LOOKS)
      for (const accept of ['application/xml', 'application/json', 'text/plain'])
        it(`have the same effect in a list and in a search, as ${accept}: ${parameters}`, async () => {
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
