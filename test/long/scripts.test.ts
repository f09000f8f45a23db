/** Scripts that misbehave, in numbers, on a real server. */
import assert from 'node:assert/strict'
import { Home } from '../server/life/home.ts'
import { runs } from '../server/life/server.ts'
import { MISBEHAVING } from '../tasks/script/misbehaving.ts'

const JOBS = 200
const limits = {
  metadata: {
    field: [
      { key: 'scriptTime', value: '1' },
      { key: 'scriptTimeout', value: '5' },
    ],
  },
}

it(`${JOBS} misbehaving scripts at once all fail, and the server and its agent go on`, async function () {
  this.timeout(900_000)
  await using home = new Home('scripts')
  const server = await home.start({ environment: { CPU_SLOTS: '8', RETRY_BACKOFF: '0' } })
  const agent = await home.pid('agent')
  for (const [at, script] of MISBEHAVING.entries())
    await server.define([{ step: 100, jobType: `MISBEHAVING_${at}`, script, ...limits }])
  await server.define([{ step: 100, jobType: 'WELL_BEHAVED', script: 'job.setData("done", 1)' }])
  const ids: string[] = []
  for (let at = 0; at < JOBS; at++)
    ids.push(await server.submit({}, '&priority=IMMEDIATE', `MISBEHAVING_${at % MISBEHAVING.length}`))
  const good = await server.submit({}, '', 'WELL_BEHAVED')

  for (const [at, id] of ids.entries()) {
    const job = await server.final(id, 'FAILED_TOTAL', 600_000)
    assert.match(runs(job, 100).at(-1)?.errorMessage ?? '', /./, MISBEHAVING[at % MISBEHAVING.length])
  }
  await server.final(good, 'FINISHED')
  assert.equal(await home.pid('agent'), agent, 'the agent did not restart')
  const answer = await server.request('GET', '/job?number=0', { headers: { accept: 'application/json' } })
  assert.equal(((await answer.json()) as { readonly hits: number }).hits, JOBS + 1)
})
