/**
 * `GET /job/{job-id}?wait=…&timeout=…` (Callsheet extension): responds when the job is in a state that the
 * client waits for.
 */
import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { FINAL_JOB_STATES } from '../../../schema/states.ts'
import { close, listen } from '../../../server/http/api.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { type Api, api } from '../../api.ts'
import { as, job as writeJob } from '../../factory.ts'
import { serving } from '../../serving.ts'

describe('GET /job/{job-id}?wait=', () => {
  const { api: served, ask, job, rows } = serving()
  /** The state in the response. */
  const wait = async (id: number, parameters: string) =>
    (await ask(`GET /API/job/VX-${id}?${parameters}`, { accept: 'text/plain' })).text
  const waiting = (count: number) => waitingFor(served(), count)

  // biome-ignore format: a table
  for (const [state, parameters] of [
    ['READY',    'wait=READY'],
    ['STARTED',  'wait=FINISHED,STARTED'],
    ['STARTED',  'wait=STARTED&wait=FINISHED'],
    ['HOLD',     ';wait=HOLD'],
    ['READY',    'wait='],
    ['READY',    'timeout=300'],
    ['READY',    'wait=FINISHED&timeout=0'],
    ['READY',    'wait=FINISHED&timeout=-1'],
    ...FINAL_JOB_STATES.map((one) => [one, 'wait=STARTED'] as const),
  ] as const)
    it(`responds at once to ${parameters} for a job that is ${state}`, async () => {
      const id = await job({ state })
      assert.equal(await wait(id, parameters), state)
    })

  it('responds after `timeout` seconds with the current job', async () => {
    const id = await job()
    const before = performance.now()
    assert.equal(await wait(id, 'wait=FINISHED&timeout=1'), 'READY')
    assert.ok(performance.now() - before >= 990)
  })

  it('responds to all waiting clients, in all formats, when the job reaches the state', async () => {
    const id = await job()
    const formats = ['application/json', 'application/xml', 'text/plain']
    const answers = Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        ask(`GET /job/VX-${id}?wait=ABORTED`, { accept: formats[at % 3] ?? '' }),
      ),
    )
    await waiting(12)
    await ask(`DELETE /job/VX-${id}`)
    for (const { status, text } of await answers) {
      assert.equal(status, 200)
      assert.match(text, /ABORTED/)
    }
    assert.equal(served().changes.watching, 0)
  })

  it('keeps waiting while the job passes through other states', async () => {
    const id = await job()
    const answer = wait(id, 'wait=FINISHED')
    await waiting(1)
    await rows(`update callsheet.job set state = 'STARTED' where id = ? returning id`, [id])
    const ended = `update callsheet.job set state = 'FAILED_TOTAL', finished = callsheet.now() where id = ? returning id`
    await rows(ended, [id])
    assert.equal(await answer, 'FAILED_TOTAL')
  })

  it('is 404 if the job is deleted meanwhile', async () => {
    const id = await job()
    const answer = ask(`GET /job/VX-${id}?wait=FINISHED`).then(({ status }) => status)
    await waiting(1)
    await rows('delete from callsheet.job where id = ? returning id', [id])
    assert.equal(await answer, 404)
  })

  // biome-ignore format: a table
  for (const [parameters, context] of [
    ['wait=FINISHD',              'wait'],
    ['wait=FINISHED,finished',    'wait'],
    ['wait=FINISHED&timeout=1s',  'timeout'],
  ] as const)
    it(`is 400 and names ${context}: ${parameters}`, async () => {
      const { status, body } = await ask(`GET /job/VX-1?${parameters}`)
      assert.deepEqual([status, body.invalidInput.context], [400, context])
    })

  it('is 404 for an unknown job', async () =>
    assert.equal((await ask('GET /job/VX-99999?wait=FINISHED')).status, 404))

  it('ends when its client disconnects, and when the server stops', async () => {
    await using own = await api()
    const { server, url } = await listen(own.app, '127.0.0.1', 0)
    const id = await writeJob(own.test.database)
    const options = { headers: { Authorization: as('admin', 'admin') } }
    const gone = httpRequest(`${url}/API/job/VX-${id}?wait=FINISHED`, options).on('error', () => undefined)
    gone.end()
    await waitingFor(own, 1)
    gone.destroy()
    await waitingFor(own, 0)

    const answer = fetch(`${url}/API/job/VX-${id}?wait=FINISHED`, options)
    await waitingFor(own, 1)
    await own.changes[Symbol.asyncDispose]()
    assert.equal((await answer).status, 200)
    await close(server)
  })
})

/** Resolves when so many requests wait. */
async function waitingFor({ changes }: Api, count: number): Promise<void> {
  while (changes.watching !== count) await clock.sleep(5)
}
