/** `GET /usage`: slots with their holders, and storages (Callsheet extension). */
import assert from 'node:assert/strict'
import { siteId } from '../../../schema/ids.ts'
import { StorageUse } from '../../../server/usage/storage-use.ts'
import { serving } from '../../serving.ts'

describe('The slots and storages in use', () => {
  const { ask, job, rows } = serving()
  let holder = ''
  before(async () => {
    const id = await job({
      state: 'STARTED',
      steps: [{ number: 100, runs: [{ state: 'STARTED_ASYNCHRONOUS' }] }],
    })
    holder = siteId(id)
    await rows(HERE, [JSON.stringify({ cpu: 2, gpu_encode: 1, gpu_ai: 0 })])
    await rows(HOLDS, [id])
  })

  it('are listed by host and category, with the steps that hold slots', async () => {
    const { body } = await ask('GET /API/usage')
    assert.deepEqual(body.slot, [
      { host: 'farm', category: 'cpu', total: 2, holder: [{ jobId: holder, step: 100, node: 'one' }] },
      { host: 'farm', category: 'gpu_encode', total: 1, holder: [] },
    ])
    const [{ id, state, capacity, free }] = body.storage
    assert.deepEqual([id, state], ['VX-1', 'ONLINE'])
    assert.ok(free > 0 && free <= capacity)
  })

  it('are one line each as text/plain', async () => {
    const { text } = await ask('GET /API/usage', { accept: 'text/plain' })
    assert.match(
      text,
      /^slot\tfarm\tcpu\t1\t2\r\nslot\tfarm\tgpu_encode\t0\t1\r\nstorage\tVX-1\tmedia\tONLINE\t\d+\t\d+\r\n$/,
    )
  })

  it('leave out hosts whose nodes are gone', async () => {
    await rows(`update callsheet.node set gone = callsheet.now() returning id`)
    assert.deepEqual((await ask('GET /API/usage')).body.slot, [])
  })

  // biome-ignore format: a table
  for (const [by, status] of [['ann', 200], ['zoe', 403], ['nobody', 401]] as const)
    it(`answer ${status} to ${by}`, async () => assert.equal((await ask('GET /API/usage', { by })).status, status))

  it('show a storage that is gone as OFFLINE', async () => {
    const storage = { id: 'VX-9', name: 'gone', root: '/nowhere/at/all', state: 'ONLINE' } as const
    assert.deepEqual(await new StorageUse().of(storage), { state: 'OFFLINE' })
  })
})

const HERE = /* sql */ `
with host as (insert into callsheet.host (id, name, slots) values ('h', 'farm', ?) returning id)
insert into callsheet.node (name, host_id, kernel, pid, pid_started) select 'one', id, 'k', 1, 1 from host returning id`

const HOLDS = /* sql */ `
insert into callsheet.placement (step_id, job_id, node_id, host_id, category)
select s.id, s.job_id, n.id, 'h', 'cpu' from callsheet.step s, callsheet.node n where s.job_id = ? returning id`
