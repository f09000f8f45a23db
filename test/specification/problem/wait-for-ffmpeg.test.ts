/** Jobs that run ffmpeg, on nodes without a working one. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { agentHere } from '../../agent-here.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { clip } from '../../server/life/outside.ts'
import { serving } from '../../serving.ts'

const BROKEN = 'ffmpeg: /opt/ffmpeg is not a working ffmpeg: it does not exist'
const LACKS = `with a working ffmpeg and ffprobe (${BROKEN})`

describe('A job that runs ffmpeg', function () {
  this.timeout(40_000)
  const served = serving({ SETTLED_AFTER: '0' })
  const { ask, rows } = served
  const transcode = scriptedJob(served, 'TRANSCODE')
  const copy = scriptedJob(served, 'COPY_FILE')
  let stack: AsyncDisposableStack
  let broken: string | undefined
  let sourceUri: string
  const joins = async (name: string, lookUp: () => Promise<string | undefined>) =>
    stack.use(await agentHere(served.api(), name, { SETTLED_AFTER: '0' }, { lookUp, everyMs: 100 }))
  /** Waits until the job waits for a node, and ages its step meanwhile. */
  const waits = async (id: string) => {
    assert.equal(await transcode.says(id, 'no-able-node'), `There is no node ${LACKS}.`)
    await rows("update callsheet.step set changed = changed - interval '6 seconds' where state = 'READY'")
    return transcode.becomes(id, 'WAITING')
  }

  before(async () => {
    sourceUri = `file://${join(served.api().mediaRoot, 'clip.mp4')}`
    await clip(join(served.api().mediaRoot, 'clip.mp4'), 1)
  })
  beforeEach(async () => {
    stack = new AsyncDisposableStack()
    broken = BROKEN
    await joins('broken', async () => broken)
  })
  afterEach(() => stack.disposeAsync())

  it('waits for a node with a working one and says why, while other jobs run', async () => {
    const id = await transcode.start({ sourceUri, tags: 'audio' })
    const { waiting } = await waits(id)
    assert.deepEqual(waiting, { resourceId: 'a node', resourceType: 'NODE', requirement: LACKS })
    const { problem } = (await ask('GET /job/problem')).body
    assert.ok(JSON.stringify(problem).includes('ffmpeg ffprobe'), JSON.stringify(problem))
    const copied = await copy.start({ sourceUri, destinationUri: `${sourceUri}.copy` })
    await copy.becomes(copied, 'FINISHED')
    const { status, message } = (await ask('GET /selftest/media-programs')).body
    assert.deepEqual([status, message], ['failed', ['Node broken has no working ffmpeg and ffprobe.']])
    await ask(`DELETE /job/${id}`)
  })

  it('goes on when the programs are repaired, without a restart', async () => {
    const id = await transcode.start({ sourceUri, tags: 'audio' })
    await waits(id)
    broken = undefined
    await transcode.becomes(id, 'FINISHED')
    assert.equal((await ask('GET /selftest/media-programs')).body.status, 'ok')
  })

  it('goes on when a node with working ones joins, and runs there', async () => {
    const id = await transcode.start({ sourceUri, tags: 'audio' })
    await waits(id)
    await joins('able', async () => undefined)
    await transcode.becomes(id, 'FINISHED')
    assert.equal((await ask('GET /selftest/media-programs')).body.status, 'warning')
    const ran = await rows<{ name: string }>(
      `select distinct n.name from callsheet.attempt a join callsheet.step s on s.id = a.step_id
       join callsheet.node n on n.id = a.node_id where s.need like '%"media":true%' and s.job_id = ?`,
      [Number(id.slice(3))],
    )
    assert.deepEqual(ran, [{ name: 'able' }])
  })

  it('waits again for programs that stop working while the node runs', async () => {
    broken = undefined
    await transcode.becomes(await transcode.start({ sourceUri, tags: 'audio' }), 'FINISHED')
    broken = BROKEN
    await ask('GET /selftest/media-programs')
    const late = AbortSignal.timeout(5_000)
    while ((await ask('GET /selftest/media-programs')).body.status === 'ok') assert.ok(!late.aborted)
    const id = await transcode.start({ sourceUri, tags: 'audio' })
    await waits(id)
    await ask(`DELETE /job/${id}`)
  })
})
