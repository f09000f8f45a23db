/** Roles, RunAs, preflights, headers and HEAD of every operation in OPERATIONS (wire.md §2, §3.2, §17). */
import assert from 'node:assert/strict'
import { CONTENT_TYPE } from '../../../server/http/answer/negotiate.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { user } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { ROLES } from './roles.ts'

const ACCEPT = { xml: 'application/xml', json: 'application/json', text: 'text/plain' } as const

/** The roles that an operation before has required. */
const refused = new Set<string>()

describe('Every operation', () => {
  const { api, ask } = serving()
  before(async () => {
    await user(api().test.database, { name: 'operator', roles: ['_administrator'] })
  })
  const operator = (runAs: string) => ({
    Authorization: `Basic ${Buffer.from('operator:secret').toString('base64')}`,
    RunAs: runAs,
  })

  for (const [line, role] of Object.entries(ROLES))
    it(`has the documented role: ${line} ${role}`, () => {
      const found = OPERATIONS.find(({ declaration: { method, path } }) => `${method} ${path}` === line)
      assert.equal(found?.declaration.role, role)
    })

  for (const { declaration } of OPERATIONS.filter(({ declaration: { path } }) => /^\/job(\/|$)/.test(path)))
    it(`under /job has a role: ${declaration.method} ${declaration.path}`, () => assert.ok(declaration.role))

  for (const { declaration } of OPERATIONS) {
    const { method, path, auth, role, accepts } = declaration
    // Users may ask about themselves; what needs a role would change zoe.
    const named = role === undefined ? path.replace(':user', 'zoe') : path
    const line = `${method} /API${named.replaceAll(/:[^/]+/g, 'VX-999')}`

    describe(`${method} ${path}`, () => {
      if (role === undefined) {
        it('needs no role', async () =>
          assert.notEqual((await ask(line, { by: 'zoe', accept: '*/*' })).status, 403))
      } else {
        // How a refusal is written does not depend on the operation.
        const isFirst = !refused.has(role)
        refused.add(role)
        for (const [format, accept] of Object.entries(ACCEPT).slice(0, isFirst ? undefined : 1))
          it(`needs the role ${role}, and says so in ${format}`, async () => {
            const answer = await ask(line, { by: 'zoe', accept })
            assert.deepEqual(
              [answer.status, answer.headers['content-type']],
              [403, CONTENT_TYPE[format as keyof typeof ACCEPT]],
            )
            assert.match(answer.text, new RegExp(`the role ${role} is missing`))
          })

        it('is open to a super user', async () =>
          assert.notEqual((await ask(line, { by: 'root' })).status, 403))

        it('uses the roles of the user in RunAs, not those of the caller', async () => {
          const [allowed, denied] = [
            await ask(line, { by: 'nobody', headers: operator('root') }),
            await ask(line, { by: 'nobody', headers: operator('zoe') }),
          ]
          assert.notEqual(allowed.status, 403)
          assert.deepEqual([denied.status, denied.body.forbidden.id], [403, 'zoe'])
        })
      }

      if (auth !== 'none') {
        // biome-ignore format: a table
        for (const [by, runAs, status, part] of [
          ['bob',  'root',   403, 'forbidden'],
          ['root', 'nobody', 404, 'notFound'],
          ['root', 'gone',   403, 'forbidden'],
        ] as const)
          it(`is ${status} for ${by} with RunAs: ${runAs}`, async () => {
            const { status: answered, body } = await ask(line, { by, headers: { runas: runAs } })
            assert.equal(answered, status)
            assert.ok(body[part])
          })

        it('is 401 without credentials, and pages may read it', async () => {
          const { status, body, headers } = await ask(line, {
            by: 'nobody',
            headers: { Origin: 'https://mam.example' },
          })
          assert.deepEqual([status, headers['access-control-allow-origin']], [401, '*'])
          assert.ok(body.notAuthorized)
        })
      }

      it('answers a preflight without credentials', async () => {
        const { status, headers } = await ask(line.replace(method, 'OPTIONS'), {
          by: 'nobody',
          headers: { Origin: 'https://mam.example', 'Access-Control-Request-Method': method },
        })
        assert.ok(status === 200 || status === 204)
        const [methods, allowed] = ['methods', 'headers'].map((one) =>
          `${headers[`access-control-allow-${one}`]}`.split(','),
        )
        assert.ok(methods?.includes(method))
        for (const header of ['accept', 'authorization', 'content-type', 'runas', 'idempotency-key'])
          assert.ok(allowed?.includes(header), header)
      })

      it('sends Vary: Accept, Accept-Encoding', async () =>
        assert.equal(
          (await ask(line, { by: 'root', accept: '*/*' })).headers['vary'],
          'Accept, Accept-Encoding',
        ))

      if (accepts === 'text')
        it('refuses a text with NUL, which PostgreSQL cannot store', async () => {
          const { status, body } = await ask(line, { by: 'root', type: 'text/plain', body: 'a\0b' })
          assert.deepEqual([status, body.invalidInput.context], [400, 'body'])
        })

      if (method === 'GET')
        it('answers HEAD like GET, without the body', async () => {
          // superagent asks for gzip with GET, but not with HEAD, and each request has a port of its own.
          const headers = { 'Accept-Encoding': 'gzip', Host: 'callsheet.example' }
          const how = { by: 'root', accept: '*/*', headers } as const
          const [got, head] = [await ask(line, how), await ask(line.replace('GET', 'HEAD'), how)]
          assert.deepEqual([head.status, head.text], [got.status, undefined])
          assert.equal(head.headers['content-type'], got.headers['content-type'])
          // The response of a self-test has the time that it took.
          if (!path.includes('selftest'))
            assert.equal(head.headers['content-length'], got.headers['content-length'])
        })
    })
  }
})

describe('A long list of jobs', () => {
  const { ask, job } = serving()
  before(async () => {
    for (let count = 0; count < 20; count += 1) await job({ user: 'bob' })
  })

  for (const line of ['GET /job', 'PUT /job/search'])
    for (const accept of Object.values(ACCEPT).slice(0, 2))
      it(`is compressed in ${line} as ${accept} if the client accepts it`, async () => {
        const how = { by: 'root', accept } as const
        const get = (encoding: string) =>
          ask(`${line}?user=false`, { ...how, headers: { 'Accept-Encoding': encoding } })
        const [zipped, plain] = [await get('gzip'), await get('identity')]
        assert.deepEqual(
          [zipped.headers['content-encoding'], plain.headers['content-encoding']],
          ['gzip', undefined],
        )
        assert.equal(zipped.text, plain.text)
      })

  it('has the same headers for HEAD and GET', async () => {
    const how = { headers: { 'Accept-Encoding': 'gzip' } }
    const [got, head] = [await ask('GET /job', how), await ask('HEAD /job', how)]
    for (const header of ['content-encoding', 'content-length', 'content-type', 'vary'])
      assert.equal(head.headers[header], got.headers[header], header)
  })
})
