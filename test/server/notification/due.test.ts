/** Which events of jobs are delivered, to whom, and with what. */
import assert from 'node:assert/strict'
import type { NotificationDocument } from '../../../schema/documents/notification.ts'
import type { EventFacts, JobEventRow } from '../../../schema/queries/notifications/job-events.ts'
import { contentTypeOf, pairsOf, written } from '../../../server/notification/body.ts'
import { dueEvents, firedBy } from '../../../server/notification/due.ts'
import { fires } from '../../../server/notification/match.ts'

const FACTS: EventFacts = {
  ...{ type: 'EXPORT', status: 'STARTED', user: 'ann', started: '2026-01-02T03:04:05.678+00:00' },
  ...{ notification: null, notificationData: ['a=1', 'b'], sequence: 4, errorMessage: null, totalSteps: 3 },
  ...{ data: { itemId: 'VX-9', color: 'red' }, currentStep: 200, currentStepNumber: 2 },
  currentStepStatus: 'STARTED_ASYNCHRONOUS',
}
type Http = NonNullable<NotificationDocument['action']['http']>
const HTTP: Http = { url: 'http://relay:8080/job' }
const at = (id: number, event: JobEventRow['event'], ageMs = 5_000, jobId = 1): JobEventRow => ({
  ...{ id: String(id), jobId, event, ageMs, at: '2026-01-02T03:04:05Z' },
  facts: { ...FACTS, ...(event === 'stop' && { status: 'FINISHED' }) },
})

describe('The events of jobs that are due', () => {
  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, rows: readonly JobEventRow[], events: string, done: string])[] = [
    ['a creation, at once',                    [at(1, 'create', 0)],                                     '1',     '1'],
    ['an end, at once',                        [at(1, 'stop', 0)],                                       '1',     '1'],
    ['no update within the first second',      [at(1, 'update', 900)],                                   '',      ''],
    ['the last update after a second',         [at(1, 'update', 1_100), at(2, 'update', 100)],           '2',     '1 2'],
    ['updates before an end, the last of them', [at(1, 'update', 90), at(2, 'update', 80), at(3, 'stop', 0)], '2 3', '1 2 3'],
    ['a creation, and its updates later',      [at(1, 'create', 90), at(2, 'update', 80)],               '1',     '1'],
    ['those of each job for itself',           [at(1, 'update', 1_100), at(2, 'update', 10, 2), at(3, 'create', 0, 3)], '1 3', '1 3'],
    ['those of a job that runs again',         [at(1, 'stop'), at(2, 'update'), at(3, 'stop')],          '1 2 3', '1 2 3'],
    ['none',                                   [],                                                       '',      ''],
  ]
  for (const [what, rows, events, done] of CASES)
    it(`are ${what}`, () => {
      const due = dueEvents(rows)
      assert.equal(due.events.map(({ id }) => id).join(' '), events)
      assert.deepEqual([...due.done].toSorted().join(' '), done)
    })
})

describe('A notification', () => {
  type Trigger = NonNullable<NonNullable<NotificationDocument['trigger']>['job']>
  const fired = (
    trigger: Trigger | undefined,
    event: JobEventRow['event'],
    facts: Partial<EventFacts> = {},
    scope: { readonly entity?: string; readonly entityId?: string | null } = {},
  ) =>
    fires(
      {
        id: 7,
        entity: 'job',
        entityId: null,
        ...scope,
        document: { action: { http: HTTP }, ...(trigger && { trigger: { job: trigger } }) },
      },
      { jobId: 1, event, facts: { ...FACTS, ...facts } },
    )
  const ofTypes = (...type: readonly string[]): Trigger => ({ filter: { type }, stop: '' })
  const withData = (jobdata: NonNullable<NonNullable<Trigger['filter']>['jobdata']>): Trigger => ({
    filter: { jobdata },
    stop: '',
  })

  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, trigger: Trigger | undefined, event: JobEventRow['event'], fires: boolean, facts?: Partial<EventFacts>, scope?: { readonly entity?: string; readonly entityId?: string }])[] = [
    ['of create, at a creation',                  { create: '' },                           'create', true],
    ['of create, at an end',                      { create: '' },                           'stop',   false],
    ['of update, at an update',                   { update: '' },                           'update', true],
    ['of update, at an end, which is one as well', { update: '' },                          'stop',   true],
    ['of update, at a creation',                  { update: '' },                           'create', false],
    ['of stop, at an update',                     { stop: '' },                             'update', false],
    ['of stop, when a job has been aborted',      { stop: '' },                             'stop',   true,  { status: 'ABORTED' }],
    ['of finished, with a warning',               { finished: '' },                         'stop',   true,  { status: 'FINISHED_WARNING' }],
    ['of finish, as a client spells it',          { finish: '' },                           'stop',   true,  { status: 'FINISHED' }],
    ['of finished, when a job has failed',        { finished: '' },                         'stop',   false, { status: 'FAILED_TOTAL' }],
    ['of fail, when a job has failed',            { fail: '' },                             'stop',   true,  { status: 'FAILED_TOTAL' }],
    ['of fail, when a job has been aborted',      { fail: '' },                             'stop',   false, { status: 'ABORTED' }],
    ['of several events, at one of them',         { create: '', stop: '' },                 'stop',   true],
    ['without an event, at any',                  { filter: { step: 200 } },                'update', true],
    ['of a type',                                 ofTypes('EXPORT'),                        'stop',   true],
    ['of types in a list with commas',            ofTypes('TRANSCODE, EXPORT'),             'stop',   true],
    ['of repeated types',                         ofTypes('TRANSCODE', 'EXPORT'),           'stop',   true],
    ['of another type',                           ofTypes('TRANSCODE'),                     'stop',   false],
    ['of another step',                           { filter: { step: 100 }, update: '' },    'update', false],
    ['of a metadata value',                       withData({ key: 'color', value: 'red' }), 'stop',   true],
    ['of another value',                          withData({ key: 'color', value: 'blue' }), 'stop',  false],
    ['of a key that the job has',                 withData({ key: 'color' }),               'stop',   true],
    ['of a pattern for the key and the value',    withData({ 'key-regex': 'col.*', 'value-regex': 'r[aeiou]d' }), 'stop', true],
    ['of a pattern for a part of the value',      withData({ 'value-regex': 're' }),        'stop',   false],
    ['of another job',                            { stop: '' },                             'stop',   false, {}, { entityId: 'VX-2' }],
    ['of this job',                               { stop: '' },                             'stop',   true,  {}, { entityId: 'VX-1' }],
    ['that is a placeholder, of a job that names it',        undefined,                     'update', true,  { notification: 7 }, { entity: 'placeholder' }],
    ['that is a placeholder, of a job that does not name it', undefined,                    'update', false, {}, { entity: 'placeholder' }],
    ['with placeholder=true, of a job that names it',        { placeholder: true, stop: '' }, 'stop', true,  { notification: 7 }],
    ['with placeholder=true, of any other job',              { placeholder: true, stop: '' }, 'stop', false],
    ['of an item',                                undefined,                                'stop',   false, {}, { entity: 'item' }],
  ]
  for (const [what, trigger, event, expected, facts, scope] of CASES)
    it(`${what}, ${expected ? 'fires' : 'does not fire'}`, () =>
      assert.equal(fired(trigger, event, facts, scope), expected))

  it('with a pattern that would take forever elsewhere is matched in linear time', () => {
    const data = { long: `${'a'.repeat(50_000)}!` }
    assert.equal(fired(withData({ 'value-regex': '(a+)+' }), 'stop', { data }), false)
  })

  it('of another kind of action fires nothing', () => {
    const document = { action: { javascript: { script: '1' } }, trigger: { job: { stop: '' } } }
    const stored = { id: 1, entity: 'job', entityId: null, externalIds: [], document }
    assert.deepEqual(firedBy([at(1, 'stop')], [stored], ''), [])
  })
})

describe('The body of a delivery', () => {
  const happened = { jobId: 41, event: 'stop', facts: { ...FACTS, status: 'FINISHED' } } as const
  const document = (http: Partial<Http> = {}, contentFilter?: readonly string[]): NotificationDocument => ({
    action: { http: { ...HTTP, ...http } },
    trigger: { job: { stop: '', ...(contentFilter && { contentFilters: { contentFilter } }) } },
  })
  const keysOf = (asked: NotificationDocument) =>
    pairsOf(happened, asked, 'http://vs:8080/API/')
      .map(({ key }) => key)
      .join(' ')

  it('has all data of the job, and the event', () => {
    assert.deepEqual(
      Object.fromEntries(
        pairsOf(happened, document({ extradata: 'x' }), 'http://vs:8080/API/').map(({ key, value }) => [
          key,
          value,
        ]),
      ),
      {
        ...{
          action: 'STOP',
          jobId: 'VX-41',
          type: 'EXPORT',
          status: 'FINISHED',
          user: 'ann',
          username: 'ann',
        },
        ...{ started: '2026-01-02T03:04:05.678Z', totalSteps: '3', currentStepNumber: '2' },
        ...{ currentStepStatus: 'STARTED_ASYNCHRONOUS', sequenceNumber: '4', baseUri: 'http://vs:8080/API/' },
        ...{ item: 'VX-9', itemId: 'VX-9', extradata: 'x', a: '1', b: '', color: 'red' },
      },
    )
  })

  // biome-ignore format: a table
  for (const [filters, keys] of [
    [['jobState', 'jobId'],       'action jobId status sequenceNumber'],
    [['jobData'],                 'action sequenceNumber itemId color'],
    [['user', 'currentStep'],     'action user username currentStepNumber currentStepStatus sequenceNumber'],
    [['itemId'],                  'action sequenceNumber item itemId'],
  ] as const)
    it(`has only what is asked for: ${filters.join(', ')}`, () => assert.equal(keysOf(document({}, filters)), keys))

  const field = [
    { key: 'a', value: 'x\n<&> é' },
    { key: 'b', value: '' },
  ]
  it('is written in XML, JSON and text', () => {
    assert.equal(
      written(field, 'application/json'),
      '{"field":[{"key":"a","value":"x\\n<&> é"},{"key":"b","value":""}]}',
    )
    assert.match(
      written(field, 'application/xml'),
      /<SimpleMetadataDocument xmlns="[^"]+"><field><key>a<\/key><value>x\n&lt;&amp;&gt; é<\/value><\/field>/,
    )
    assert.equal(written(field, 'text/plain'), 'a=x <&> é\r\nb=\r\n')
  })

  // biome-ignore format: a table
  for (const [asked, type] of [
    [undefined,                          'application/xml'],
    ['',                                 'application/xml'],
    ['application/json',                 'application/json'],
    ['Application/JSON; charset=utf-8',  'application/json'],
    ['text/plain',                       'text/plain'],
    ['text/html',                        undefined],
  ] as const)
    it(`of the content type ${asked} is ${type}`, () => assert.equal(contentTypeOf(asked), type))
})
