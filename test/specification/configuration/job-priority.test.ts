/** `/configuration/job-priority` (wire.md §13). */

import assert from 'node:assert/strict'
import { oneOfNearest } from '../../../schema/nearest.ts'
import { JOB_TYPES } from '../../../steps/job-types.ts'
import { as, user } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { change, NS, PROLOG } from './change.ts'

const PATH = '/configuration/job-priority'
const jobs = (...types: readonly (readonly [string, string])[]) =>
  JSON.stringify({ job: types.map(([type, value]) => ({ type, value })) })

const TYPES = oneOfNearest(
  JOB_TYPES.map(({ name }) => name),
  'TRANSCOD',
)

describe('The default priorities of job types', () => {
  const served = serving()
  const { api, ask } = served
  const { done, get, refused } = change(served)
  before(() => user(api().test.database, { name: 'operator', roles: ['_administrator'] }))
  beforeEach(() => done(`DELETE ${PATH}`))

  const started = async (query = '') => {
    const line = `POST /job?type=TRANSCODE&jobmetadata=sourceUri%3d${api().mediaRoot}/a.mov${query}`
    const { body, text } = await ask(line)
    assert.ok(body.priority, text)
    return body.priority
  }

  // biome-ignore format: a table
  for (const [format, text] of [
    ['xml', `${PROLOG}<JobPriorityConfigurationDocument ${NS}><job type="THUMBNAIL">LOW</job><job type="TRANSCODE">HIGH</job></JobPriorityConfigurationDocument>`],
    ['json', '{"job":[{"value":"LOW","type":"THUMBNAIL"},{"value":"HIGH","type":"TRANSCODE"}]}'],
    ['text', 'THUMBNAIL\tLOW\r\nTRANSCODE\tHIGH\r\n'],
  ] as const)
    it(`are written as ${format}, by type`, async () => {
      await done(`PUT ${PATH}`, jobs(['TRANSCODE', 'HIGH'], ['THUMBNAIL', 'LOW']))
      assert.equal(await get(PATH, format), text)
    })

  // biome-ignore format: a table
  for (const [what, requests, priority] of [
    ['are MEDIUM unless set',                  [], 'MEDIUM'],
    ['apply to the next job',                  [['PUT', jobs(['TRANSCODE', 'HIGH'])]], 'HIGH'],
    ['are read from XML as from JSON',         [['PUT', `<JobPriorityConfigurationDocument ${NS}><job type="TRANSCODE">LOW</job></JobPriorityConfigurationDocument>`]], 'LOW'],
    ['are replaced whole',                     [['PUT', jobs(['TRANSCODE', 'HIGH'])], ['PUT', jobs(['THUMBNAIL', 'LOW'])]], 'MEDIUM'],
    ['are cleared by an empty document',       [['PUT', jobs(['TRANSCODE', 'HIGH'])], ['PUT', '{}']], 'MEDIUM'],
    ['are cleared by an empty XML document',   [['PUT', jobs(['TRANSCODE', 'HIGH'])], ['PUT', `<JobPriorityConfigurationDocument ${NS}/>`]], 'MEDIUM'],
    ['are cleared by DELETE',                  [['PUT', jobs(['TRANSCODE', 'HIGH'])], ['DELETE']], 'MEDIUM'],
  ] as readonly (readonly [string, readonly (readonly [string, string?])[], string])[])
    it(what, async () => {
      for (const [method, body] of requests) await done(`${method} ${PATH}`, body)
      assert.equal(await started(), priority)
    })

  it('do not apply to a job with a priority of its own', async () => {
    await done(`PUT ${PATH}`, jobs(['TRANSCODE', 'HIGH']))
    assert.equal(await started('&priority=LOW'), 'LOW')
  })

  const at = '400 JobPriorityConfigurationDocument.job'
  // biome-ignore format: a table
  for (const [what, body, expected] of [
    ['an unknown job type',      jobs(['TRANSCODE', 'LOW'], ['TRANSCOD', 'HIGH']), `${at}[1].type: expected ${TYPES}, got “TRANSCOD”`],
    ['a job type twice',         jobs(['TRANSCODE', 'LOW'], ['TRANSCODE', 'HIGH']), `${at}[1].type: expected each job type once, got a second “TRANSCODE”`],
    ['an unknown priority',      jobs(['TRANSCODE', 'SOON']), `${at}[0].value: expected one of LOWEST, LOW, MEDIUM, HIGH, HIGHEST, IMMEDIATE, got “SOON”`],
    ['a job without a type',     '{"job":["HIGH"]}', `${at}[0].type: missing`],
    ['a request without a body', undefined, '400 body: expected a JobPriorityConfigurationDocument, got nothing'],
  ] as const)
    it(`refuse ${what}, and stay as they are`, async () => {
      await done(`PUT ${PATH}`, jobs(['TRANSCODE', 'LOWEST']))
      assert.equal(await refused(`PUT ${PATH}`, body), expected)
      assert.equal(await started(), 'LOWEST')
    })

  it('can be IMMEDIATE only by a super user, as for a single job', async () => {
    const how = { type: 'application/json', body: jobs(['TRANSCODE', 'IMMEDIATE']) }
    const headers = { Authorization: as('operator') }
    const { status, body } = await ask(`PUT ${PATH}`, { by: 'nobody', headers, ...how })
    assert.deepEqual([status, body.forbidden.context], [403, '_super_access_user'])
    assert.equal((await ask(`PUT ${PATH}`, { by: 'root', ...how })).status, 200)
    assert.equal(await started(), 'IMMEDIATE')
  })
})
