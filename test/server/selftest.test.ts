import assert from 'node:assert/strict'
import request from 'supertest'
import type { SelfTest } from '../../server/http/context.ts'
import { OPERATIONS } from '../../server/operations.ts'
import { messagesOf } from '../../server/selftest/confinement.ts'
import { databaseSelfTest } from '../../server/selftest/database.ts'
import { runSelfTests } from '../../server/selftest/run-self-tests.ts'
import { UNCONFINED } from '../../tasks/program/confinement.ts'
import { as } from '../factory.ts'
import { nowhere, stage } from './http/shared.ts'

type Result = Awaited<ReturnType<SelfTest['run']>>

const em = undefined as never

describe('The self-tests', () => {
  // biome-ignore format: a table
  for (const [results, whole] of [
    [[],                                'ok'],
    [['ok', 'ok'],                      'ok'],
    [['ok', 'warning', 'ok'],           'warning'],
    [['warning', 'failed', 'ok'],       'failed'],
    [['ok', 'throws'],                  'failed'],
  ] as const)
    it(`are ${whole} overall if they are ${results.join(', ') || 'none'}`, async () => {
      const { status } = await runSelfTests(results.map(resulting), { em, now: () => 0 })
      assert.equal(status, whole)
    })

  it('do not reveal error messages', async () => {
    const { test } = await runSelfTests([resulting('throws', 0)], { em, now: () => 0 })
    assert.deepEqual(test[0]?.message, ['The test could not be run.'])
  })

  it('say how far programs are confined', () => {
    const all = {
      withoutNetwork: ['unshare'],
      withFiles: ['perl'],
      withMemory: ['prlimit'],
      folders: [],
      devices: [],
    }
    assert.deepEqual(messagesOf(all), [
      'ffmpeg and ffprobe have no network.',
      'They see only their source, their output and the programs of the system.',
      'Their memory is limited.',
    ])
    assert.deepEqual(messagesOf(UNCONFINED), [
      'ffmpeg and ffprobe have a network: this machine does not allow a network namespace.',
      'They see all files of their user: Landlock, perl or setpriv is missing.',
      'Their memory is not limited.',
    ])
  })

  describe('over HTTP', () => {
    const { server } = stage(OPERATIONS, { selfTests: [resulting('ok', 1), resulting('warning', 2)] })

    for (const path of ['/APInoauth/selftest/', '/API/selftest'])
      it(`return the overall status and each test at ${path}`, async () => {
        const answer = await request(server)
          .get(path)
          .set('Authorization', as('ann'))
          .set('Accept', 'application/json')
        assert.equal(
          // The clock is real, so that a busy machine may take some milliseconds.
          answer.text.replaceAll(/"took":"\d+ms"/g, '"took":"0ms"'),
          '{"test":[{"message":["said"],"test":[],"name":"ok 1","description":"A test.","status":"ok","took":"0ms"},' +
            '{"message":["said"],"test":[],"name":"warning 2","description":"A test.","status":"warning","took":"0ms"}],' +
            '"name":"selftest","status":"warning","took":"0ms"}',
        )
      })

    it('can be run one by one', async () => {
      const one = await request(server).get('/APInoauth/selftest/ok%201').set('Accept', 'application/json')
      assert.equal(one.body.status, 'ok')
      const none = await request(server).get('/APInoauth/selftest/none').set('Accept', 'application/json')
      assert.deepEqual(none.body.notFound, {
        type: 'selftest',
        id: 'none',
        context: 'expected one of ok 1, warning 2',
      })
    })
  })

  describe('over HTTP, if PostgreSQL does not respond,', () => {
    const { server } = stage(OPERATIONS, { selfTests: [databaseSelfTest], database: nowhere })

    it('fail with status 200', async () => {
      const answer = await request(server).get('/APInoauth/selftest').set('Accept', 'application/json')
      assert.deepEqual([answer.status, answer.body.status], [200, 'failed'])
    })
  })
})

function resulting(status: Result['status'] | 'throws', index: number): SelfTest {
  const run: SelfTest['run'] = async () => {
    if (status === 'throws') throw new Error('connect ECONNREFUSED db.internal:5432')
    return { status, messages: ['said'] }
  }
  return { name: `${status} ${index}`, description: 'A test.', run }
}
