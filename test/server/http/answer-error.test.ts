import assert from 'node:assert/strict'
import request from 'supertest'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import {
  conflict,
  fileAlreadyExists,
  forbidden,
  notFound,
  notYetImplemented,
} from '../../../server/http/answer/fault.ts'
import { operation } from '../../../server/http/operation.ts'
import { integer } from '../../../server/http/request/parameter-kinds.ts'
import { parameter } from '../../../server/http/request/parameters.ts'
import { as } from '../../factory.ts'
import { nowhere, stage } from './shared.ts'

const FAULTS = {
  'not-found': () => notFound('Job', 'VX-999999'),
  'none-known': () => notFound('Metadata', 'key', []),
  forbidden: () => forbidden('no'),
  conflict: () => conflict('job', 'VX-1', 'it runs'),
  'not-implemented': () => notYetImplemented(),
  'file-exists': () => fileAlreadyExists('VX-1', 'VX-2', 'a/b.mxf'),
  deleted: () => failure('23503', 'file', 'Key (storage_id)=(7) is not present in table "storage".'),
  referred: () => failure('23503', 'item', 'Key (id)=(7) is still referenced from table "shape".'),
  taken: () => failure('23505', 'queue', 'Key (name)=(a) b) already exists.'),
  deadlock: () => failure('40P01', '', 'Process 1 waits'),
  surprise: () => new Error('the password of the database is hunter2'),
} as const

/** As `pg` throws it. */
function failure(code: string, table: string, detail: string): Error {
  return Object.assign(new Error('a statement failed'), { code, table, detail })
}

const throwing = Object.entries(FAULTS).map(([name, fault]) =>
  operation({
    title: name,
    method: 'GET',
    path: `/throws/${name}`,
    produces: URIListDocument,
    plain: () => '',
  }).answer(async () => {
    throw fault()
  }),
)

const askTheDatabase = operation({
  title: 'Ask',
  method: 'GET',
  path: '/database',
  auth: 'none',
  produces: URIListDocument,
}).answer(async ({ em }) => {
  await em.execute('select 1')
  return { uri: [] }
})

const listThings = operation({
  title: 'List things',
  method: 'GET',
  path: '/thing',
  query: { first: parameter(integer, 1, 'First') },
  produces: URIListDocument,
  plain: ({ uri }) => uri.join(),
}).answer(async () => ({ uri: [] }))

const abortAThing = operation({
  title: 'Abort a thing',
  method: 'DELETE',
  path: '/thing',
  role: '_job_write',
}).answer(async () => undefined)

const JSON_TYPE = 'application/json'
const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
const NULLS = {
  notFound: null,
  internalServer: null,
  forbidden: null,
  notYetImplemented: null,
  conflict: null,
  invalidInput: null,
  licenseFault: null,
  fileAlreadyExists: null,
  notAuthorized: null,
}

describe('errors', () => {
  const { server, errors } = stage([...throwing, listThings, abortAThing])

  // biome-ignore format: a table
  for (const [name, status, document] of [
      ['not-found',       404, { notFound: { type: 'Job', id: 'VX-999999', context: null } }],
      ['none-known',      404, { notFound: { type: 'Metadata', id: 'key', context: null } }],
      ['forbidden',       403, { forbidden: { context: null, id: null, explanation: 'no' } }],
      ['conflict',        409, { conflict: { context: 'job', id: 'VX-1', explanation: 'it runs', value: null } }],
      ['not-implemented', 501, { notYetImplemented: {} }],
      ['file-exists',     409, { fileAlreadyExists: { storageId: 'VX-1', fileId: 'VX-2', path: 'a/b.mxf' } }],
      // Another request came first.
      ['deleted',         404, { notFound: { type: 'Storage', id: 'VX-7', context: null } }],
      ['referred',        409, { conflict: { context: 'item', id: '', explanation: 'another request was first', value: '7' } }],
      ['taken',           409, { conflict: { context: 'queue', id: '', explanation: 'another request was first', value: 'a) b' } }],
      ['deadlock',        503, { internalServer: { message: 'Another request changed the same at the same time' } }],
    ] as const)
      it(`${name} → ${status}, in JSON with all nine keys`, async () => {
        const answer = await request(server).get(`/API/throws/${name}`).set('Authorization', as('bob')).set('Accept', JSON_TYPE)
        assert.equal(answer.status, status)
        assert.deepEqual(answer.body, { ...NULLS, ...document })
      })

  // biome-ignore format: a table
  for (const [path, accept, text] of [
      ['/API/throws/not-found', '*/*',        `${PROLOG}<ExceptionDocument ${NS}><notFound><type>Job</type><id>VX-999999</id></notFound></ExceptionDocument>`],
      ['/API/throws/not-found', 'text/plain', '404 A resource could not be found\r\nType: Job\r\nID: VX-999999\r\n'],
      ['/API/thing?first=two',  'text/plain', '400 An invalid parameter was entered\r\nContext: first\r\nReason: expected an integer, got “two”\r\nValue: two\r\n'],
      ['/API/thing?first=%0D%0AID:%20x%01', 'text/plain', '400 An invalid parameter was entered\r\nContext: first\r\nReason: expected an integer, got “ ID: x\\u0001”\r\nValue:  ID: x\\u0001\r\n'],
      ['/API/thing?first=%01',  '*/*',        `${PROLOG}<ExceptionDocument ${NS}><invalidInput><context>first</context><explanation>expected an integer, got “\ufffd”</explanation><value>\ufffd</value></invalidInput></ExceptionDocument>`],
      ['/API/thing?first=%zz',  'text/plain', '400 An invalid parameter was entered\r\nContext: first\r\nReason: expected percent-encoded UTF-8 without NUL\r\nValue: %zz\r\n'],
    ] as const)
      it(`${path} for Accept: ${accept} reads ${JSON.stringify(text)}`, async () => {
        const answer = await request(server).get(path).set('Authorization', as('bob')).set('Accept', accept)
        assert.equal(answer.text, text)
      })

  it('of unknown cause reveal only an id to the client, and are logged with their cause', async () => {
    const answer = await request(server)
      .get('/API/throws/surprise')
      .set('Authorization', as('bob'))
      .set('Accept', JSON_TYPE)
    assert.equal(answer.status, 500)
    assert.match(answer.body.internalServer.message, /^Unexpected error \(logged as [0-9a-f-]{36}\)$/)
    assert.doesNotMatch(answer.text, /hunter2|\.ts|at /)
    assert.match(String(errors.at(-1)), /hunter2/)
  })

  it('name the missing role', async () => {
    const answer = await request(server)
      .delete('/API/thing')
      .set({ Authorization: as('ann'), Accept: JSON_TYPE })
    assert.equal(answer.status, 403)
    const explanation = 'the role _job_write is missing'
    assert.deepEqual(answer.body.forbidden, { context: '_job_write', id: 'ann', explanation })
    const allowed = await request(server).delete('/API/thing').set('Authorization', as('root'))
    assert.equal(allowed.status, 200)
  })
})

describe('errors while no connection to PostgreSQL can be made', () => {
  const { server } = stage([askTheDatabase, listThings], { database: nowhere })

  for (const path of ['/API/database', '/API/thing'])
    it(`are 503 with Retry-After: ${path}`, async () => {
      const answer = await request(server)
        .get(path)
        .set({ Authorization: as('bob'), Accept: JSON_TYPE })
      assert.equal(answer.status, 503)
      assert.equal(answer.headers['retry-after'], '5')
      assert.match(answer.body.internalServer.message, /^The database cannot be reached/)
    })
})
