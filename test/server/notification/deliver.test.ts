import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { orderedId } from '../../../server/background/background-queue.ts'
import { basicOf, outcomeOf, signature, timeoutOf } from '../../../server/notification/deliver.ts'
import { queuedOf, retryDelayOf } from '../../../server/notification/notifier.ts'
import { NotSent } from '../../../tasks/http/send.ts'

describe('An attempt to deliver', () => {
  // biome-ignore format: a table
  for (const [status, isLastTry, outcome] of [
    [200, false, 'delivered'],
    [204, true,  'delivered'],
    [302, false, 'pending'],
    [404, false, 'pending'],
    [503, false, 'pending'],
    [503, true,  'failed'],
  ] as const)
    it(`that is answered with ${status}${isLastTry ? ', the last one,' : ''} leaves it ${outcome}`, () => {
      const attempted = outcomeOf({ status, headers: {}, body: 'a\0b' }, { isLastTry, milliseconds: 7 })
      assert.deepEqual(attempted, { outcome, status, milliseconds: 7, answer: 'a�b' })
    })

  it('without an answer says why', () => {
    const attempted = outcomeOf(new NotSent('http://a: ECONNREFUSED'), { isLastTry: true, milliseconds: 7 })
    assert.deepEqual(attempted, { outcome: 'failed', milliseconds: 7, error: 'http://a: ECONNREFUSED' })
  })

  it('is signed over its time and its body', () => {
    const v1 = createHmac('sha256', 'key').update('1700000000.{}').digest('hex')
    assert.equal(signature('key', '{}', 1_700_000_000_999), `t=1700000000,v1=${v1}`)
  })

  // biome-ignore format: a table
  for (const [url, credentials] of [
    ['http://relay/a',                    undefined],
    ['http://ann:secret@relay/a',         'ann:secret'],
    ['http://ann@relay/a',                'ann:'],
    ['http://a%40b:p%3Aq%2F@relay:81/a',  'a@b:p:q/'],
    ['http://ann:100%@relay/a',           'ann:100%'],
  ] as const)
    it(`to ${url} signs in as ${credentials ?? 'nobody'}`, () =>
      assert.equal(basicOf(url), credentials && `Basic ${btoa(credentials)}`))

  // biome-ignore format: a table
  for (const [timeout, ms] of [
    [undefined, 10_000],
    ['5',        5_000],
    ['0',       60_000],
    ['0.5',      1_000],
    ['3600',    60_000],
    ['soon',    10_000],
  ] as const)
    it(`with the timeout ${timeout} takes at most ${ms} ms`, () => assert.equal(timeoutOf({ timeout }), ms))
})

describe('A delivery in the queue', () => {
  const document = (http: object) => ({ action: { http: { url: 'http://relay:8080/a', ...http } } })
  it('follows those of the same job and notification', () =>
    assert.deepEqual(
      queuedOf({
        id: 1,
        notificationId: 2,
        jobId: 3,
        attempts: 2,
        document: document({ retry: 9, timeout: '5' }),
      }),
      {
        ...{ id: 1, key: '2 3', receiver: '2', mostAttempts: 12, retryDelay: 2, timeoutMs: 5_000 },
      },
    ))
  // biome-ignore format: a table
  for (const [retries, seconds] of [[0, 20], [1, 20], [4, 20], [5, 20], [6, 10], [9, 2], [10, 1], [500, 1]] as const)
    it(`that is tried again ${retries} times is so after ${seconds} s, and later with longer delays`, () => {
      assert.equal(retryDelayOf(retries), seconds)
      const span = Array.from({ length: retries }, (_, at) => Math.min(600, seconds * 2 ** at))
      assert.ok(retries < 5 || span.reduce((sum, one) => sum + one, 0) >= 600)
    })
  it('has an id that grows with its own', () => {
    assert.equal(orderedId(255, 1_700_000_000_000), '018bcfe5-6800-7000-8000-0000000000ff')
    assert.ok(orderedId(9, 1) < orderedId(10, 1))
    assert.ok(orderedId(10, 1) < orderedId(9, 2))
  })
  it('of a group follows those of the group', () =>
    assert.equal(
      queuedOf({ id: 1, notificationId: 2, jobId: 3, attempts: 0, document: document({ group: 'g' }) }).key,
      'group g',
    ))
})
