/** Requests that `POST /job/bulk` refuses as a whole, changing no job (Callsheet extension). */
import assert from 'node:assert/strict'
import { CRITERIA } from '../../../server/job/request/criteria.ts'
import { type How, serving } from '../../serving.ts'

describe('POST /job/bulk refused', () => {
  const { ask, job } = serving()
  const mine = () => job({ user: 'bob' })
  const bulk = (line: string, how?: How) => ask(`POST /API/job/bulk?${line}`, how)
  const stateOf = async (id: number) => (await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text

  // biome-ignore format: a table
  for (const [line, status, context] of [
    ['',                                     400, 'action'],
    ['action=forget',                        400, 'action'],
    ['action=priority',                      400, 'newPriority'],
    ['action=priority&newPriority=URGENT',   400, 'newPriority'],
    ['action=abort&cleanup=perhaps',         400, 'cleanup'],
    ['action=abort&after=12',                400, 'after'],
    ['action=abort&category=tpu',            400, 'category'],
    ['action=abort&dryRun=perhaps',          400, 'dryRun'],
  ] as const)
    it(`${line || 'no action'} is ${status} and names ${context}`, async () => {
      const answer = await bulk(line)
      assert.deepEqual([answer.status, answer.body.invalidInput.context], [status, context])
    })

  for (const name of Object.keys(CRITERIA))
    for (const blank of ['', '%20', ',', ',%20,'])
      it(`${name}=${blank} is 400 and does not select every job`, async () => {
        const id = await mine()
        const { status, body } = await bulk(`action=abort&${name}=${blank}`)
        assert.deepEqual([status, body.invalidInput.context, await stateOf(id)], [400, name, 'READY'])
      })

  // biome-ignore format: a table
  for (const [path, name] of [
    ['?action=abort&stat=READY',              'stat'],
    ['?action=abort&State=READY',             'State'],
    ['?action=abort&dryrun=true',             'dryrun'],
    ['?action=abort&number=2',                'number'],
    ['?action=abort&idonly=true',             'idonly'],
    ['?action=abort&stat',                    'stat'],
    [';stat=READY?action=abort',              'stat'],
    [';action=abort;number=2',                'number'],
  ] as const)
    it(`${path} is 400, names ${name} and changes no job`, async () => {
      const id = await mine()
      const { status, body } = await ask(`POST /API/job/bulk${path}`)
      assert.deepEqual([status, body.invalidInput.context, await stateOf(id)], [400, name, 'READY'])
      assert.match(body.invalidInput.explanation, /^expected one of the parameters jobmetadata, .+, got “\w+”$/)
    })

  it('ignores a blank criterion that is repeated with a value', async () => {
    const id = await job({ user: 'bob', state: 'HOLD' })
    const { body } = await bulk('action=abort&dryRun=true&state=&state=HOLD')
    assert.deepEqual(body.job, [{ jobId: `VX-${id}` }])
  })

  it('needs the role _job_write', async () =>
    assert.equal((await bulk('action=abort', { by: 'ann' })).status, 403))
})
