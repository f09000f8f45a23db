/** `PUT /task-group/{group}` (wire.md §12): what cannot have an effect is refused, by element and value. */
import assert from 'node:assert/strict'
import { oneOfNearest } from '../../../schema/nearest.ts'
import { JOB_TYPES } from '../../../steps/job-types.ts'
import { serving } from '../../serving.ts'
import { change } from './change.ts'

const TYPES = oneOfNearest(
  JOB_TYPES.map(({ name }) => name),
  'TRANSCOD',
)
const PRIORITIES = 'LOWEST, LOW, MEDIUM, HIGH, HIGHEST'
const EXAMPLE = 'type:TRANSCODE|priority:HIGH|user:ann|data:key=value'
const repeat = (count: number, entry: unknown) => Array.from({ length: count }, () => entry)

describe('A task group is refused', () => {
  const served = serving()
  const { ask } = served
  const { done, get, refused } = change(served)
  beforeEach(() => done('DELETE /task-group'))
  const nothingChanged = async () => assert.equal(await get('/task-group', 'text'), '')

  const at = (element: string) => `400 TaskGroupDocument.${element}`
  // biome-ignore format: a table
  for (const [what, group, expected] of [
    ['an unknown job type',       { job: [{}, { type: ['TRANSCODE', 'TRANSCOD'] }] }, `${at('job[1].type[1]')}: expected ${TYPES}, got “TRANSCOD”`],
    ['a group of users',          { job: [{ group: ['editors'] }] }, `${at('job[0].group[0]')}: task groups do not tell users by their groups: expected type, priority, user or data, got group “editors”`],
    ['an unknown job priority',   { job: [{ priority: ['SOON'] }] }, `${at('job[0].priority[0]')}: expected one of ${PRIORITIES}, IMMEDIATE, got “SOON”`],
    ['an empty user',             { job: [{ user: [''] }] }, `${at('job[0].user[0]')}: expected 1 to 255 characters, got nothing`],
    ['data without a key',        { job: [{ data: [{ value: '1' }] }] }, `${at('job[0].data[0].key')}: missing`],
    ['data with an empty key',    { job: [{ data: [{ key: '' }] }] }, `${at('job[0].data[0].key')}: expected 1 to 255 characters, got nothing`],
    ['criteria of unknown elements', { job: [{ colour: 'red' }] }, `${at('job[0]')}: expected one of group, user, type, data, priority, got “colour”`],
    ['an unknown priority',       { priority: 'SOON' }, `${at('priority')}: expected one of ${PRIORITIES}, IMMEDIATE, got “SOON”`],
    ['the priority IMMEDIATE',    { priority: 'IMMEDIATE' }, `${at('priority')}: expected one of ${PRIORITIES}, got “IMMEDIATE”: only jobs can be IMMEDIATE`],
    ['maxConcurrency of 0',       { maxConcurrency: 0 }, `${at('maxConcurrency')}: expected an integer from 1 to 999999, got “0”`],
    ['negative maxConcurrency',   { maxConcurrency: -1 }, `${at('maxConcurrency')}: expected an integer from 1 to 999999, got “-1”`],
    ['a node without a name',     { transcoder: [{ id: ' ' }] }, `${at('transcoder[0].id')}: expected 1 to 255 characters, got nothing`],
    ['another name than the path', { name: 'b' }, `${at('name')}: expected a as in the path, got “b”`],
    ['metadata without a key',    { metadata: { field: [{ key: '', value: 'x' }] } }, `${at('metadata.field[0].key')}: expected 1 to 255 characters, got nothing`],
    ['101 criteria',              { job: repeat(101, {}) }, `${at('job')}: expected at most 100, got 101`],
    ['101 users',                 { job: [{ user: repeat(101, 'ann') }] }, `${at('job[0].user')}: expected at most 100, got 101`],
    ['101 nodes',                 { transcoder: repeat(101, { id: 'a' }) }, `${at('transcoder')}: expected at most 100, got 101`],
    ['more than can be read at every admission', { metadata: { field: [{ key: 'a', value: 'x'.repeat(100_000) }] } }, /^400 TaskGroupDocument: all task groups together would have 1\d{5} characters; at most 100000 are possible$/],
    ['only unknown elements',     { colour: 'red' }, /^400 TaskGroupDocument: expected one of .*, got “colour”$/],
  ] as const)
    it(`with ${what}`, async () => {
      const answer = await refused('PUT /task-group/a', JSON.stringify(group))
      if (expected instanceof RegExp) assert.match(answer, expected)
      else assert.equal(answer, expected)
      await nothingChanged()
    })

  // biome-ignore format: a table
  for (const [job, expected] of [
    ['TRANSCODE',       `expected criteria such as ${EXAMPLE}, got “TRANSCODE”`],
    ['color:red',       `expected criteria such as ${EXAMPLE}, got “color:red”`],
    ['type:',           `expected criteria such as ${EXAMPLE}, got “type:”`],
    ['type:TRANSCODE|', `expected criteria such as ${EXAMPLE}, got “type:TRANSCODE|”`],
    ['data:=1',         `expected criteria such as ${EXAMPLE}, got “data:=1”`],
    ['priority:SOON',   `expected one of ${PRIORITIES}, IMMEDIATE, got “SOON”`],
    ['type:TRANSCOD',   `expected ${TYPES}, got “TRANSCOD”`],
    ['group:editors',   'task groups do not tell users by their groups: expected type, priority, user or data, got group “editors”'],
  ] as const)
    it(`with the parameter job=${job}`, async () => {
      assert.equal(await refused(`PUT /task-group/a?job=${encodeURIComponent(job)}`), `400 job: ${expected}`)
      await nothingChanged()
    })

  it('with a body and parameters at once', async () =>
    assert.equal(
      await refused('PUT /task-group/a?maxConcurrency=2', '{"maxConcurrency":3}'),
      '400 body: expected the group in the body or in the parameters, got both',
    ))

  it('with a name of more than 255 characters', async () =>
    assert.equal(
      await refused(`PUT /task-group/${'x'.repeat(256)}`),
      '400 name: expected 1 to 255 characters, got 256',
    ))

  it('once the names of all are too long for a step of all of them, and not before', async () => {
    const name = (index: number) => `${index}`.padEnd(97, 'é'.repeat(2))
    for (let index = 0; ; index += 1) {
      const answer = await ask(`PUT /task-group/${encodeURIComponent(name(index))}?job=type:TRANSCODE`, {
        by: 'root',
      })
      if (answer.status === 400) {
        assert.match(
          answer.body.invalidInput.explanation,
          /together would have 2\d{3} bytes; at most 2000 are possible$/,
        )
        break
      }
      assert.equal(answer.status, 200, answer.text)
    }
    const job = await ask(`POST /job?type=TRANSCODE&jobmetadata=sourceUri%3d${served.api().mediaRoot}/a.mov`)
    assert.equal(job.status, 200, job.text)
  })

  for (const path of ['', '/metadata', '/metadata/a'])
    it(`if it does not exist: GET /task-group/none${path}`, async () =>
      assert.equal((await ask(`GET /task-group/none${path}`, { by: 'root', accept: '*/*' })).status, 404))
})
