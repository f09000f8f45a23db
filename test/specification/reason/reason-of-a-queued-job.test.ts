/**
 * `GET /job/{job-id}/reason` (Callsheet extension) of a queued job: the reason, its position and what would
 * let it start.
 */
import assert from 'node:assert/strict'
import type { WantedStep } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { Queue } from './queue-as.ts'

const RETRIED: WantedStep = { number: 100, runs: [{ state: 'FAILED_RETRY', errorMessage: 'No answer.' }] }

type Explanation = readonly [cause: string, reason: string, whatIf: string | undefined]

describe('The reason of a queued job', () => {
  const served = serving()
  const { ask, rows } = served
  const queue = new Queue(served)
  beforeEach(() => queue.empty())
  const reason = async (id: number) => (await ask(`GET /API/job/VX-${id}/reason`)).body
  const explained = async (id: number): Promise<Explanation> => {
    const { cause, reason: text, whatIf } = await reason(id)
    return [cause, text, whatIf]
  }
  const started = (with_: string) => `It would start with ${with_}.`

  // biome-ignore format: a table
  const SITUATIONS: Readonly<Record<string, readonly [...Explanation, make: () => Promise<number>]>> = {
    'with a free slot': ['starting', 'Step 100 is about to start.', undefined, async () => {
      await queue.node('alpha')
      return queue.queued()
    }],
    'that has a placement': ['starting', 'Step 100 was assigned to alpha.', undefined, async () => {
      const id = await queue.queued()
      await queue.placed(id, await queue.node('alpha'))
      return id
    }],
    'without a node': ['no-node', 'No node is running.', undefined, () => queue.queued()],
    'without a node for a transactional step': ['no-node', 'No node is running.', undefined, async () => {
      const id = await queue.queued({ category: 'none' })
      await rows("update callsheet.step set runs_as = 'STARTED' where job_id = ? returning id", [id])
      return id
    }],
    'without a node that is alive': ['no-node', 'No node is running.', undefined, async () => {
      await queue.node('alpha')
      await rows("update callsheet.node set beat = callsheet.now() - interval '11 seconds' returning id")
      return queue.queued()
    }],
    'without a node that has such slots': ['no-able-node', 'There is no node with slots for gpu_encode.', undefined, async () => {
      await queue.node('alpha')
      return queue.queued({ category: 'gpu_encode' })
    }],
    'without a node that has the encoder': ['no-able-node', 'There is no node with the encoder hevc_nvenc.', undefined, async () => {
      await queue.node('alpha', { encoders: ['libx264'] })
      return queue.queued({ encoder: 'hevc_nvenc' })
    }],
    'without a node that has such a GPU': ['no-able-node', 'There is no node with a GPU of 8000 MiB.', undefined, async () => {
      await queue.node('alpha', { gpus: { gpu0: 4_000 } })
      return queue.queued({ vramMiB: 8_000 })
    }],
    'without a node that reaches the storage': ['no-able-node', 'There is no node that reaches the storage VX-2.', undefined, async () => {
      await queue.node('alpha', { reaches: ['VX-1'] })
      return queue.queued({ reach: ['VX-1', 'VX-2'] })
    }],
    'while every slot is taken': ['slots-full', 'All CPU slots are busy.',
      started('one more CPU slot on each host'), async () => {
        await queue.running(await queue.node('alpha'))
        return queue.queued()
      }],
    'that one more slot would not help': ['slots-full', 'All CPU slots are busy; 1 job is ahead.',
      undefined, async () => {
        await queue.running(await queue.node('alpha'))
        await queue.queued()
        return queue.queued()
      }],
    'while the GPU is full': ['vram-full', 'It needs a GPU with 8000 MiB free; the most that one GPU has free is 2100 MiB.',
      started('5900 MiB more free on a GPU'), async () => {
        const node = await queue.node('alpha', { slots: { cpu: 4 }, gpus: { gpu0: 10_100 } })
        await queue.running(node, {}, { gpu: 'gpu0', vram: 8_000 })
        return queue.queued({ vramMiB: 8_000 })
      }],
    'while concurrentJobs run': ['jobs-full', 'The limit of 1 job running at once (concurrentJobs) is reached.', started('concurrentJobs at 2'), async () => {
      await queue.rules({ concurrentJobs: 1 })
      await queue.running(await queue.node('alpha', { slots: { cpu: 4 } }))
      return queue.queued()
    }],
    'while one of the running jobs waits for a retry': ['jobs-full',
      'The limit of 2 jobs running at once (concurrentJobs) is reached; 1 of them waits for a retry.', started('concurrentJobs at 3'), async () => {
        await queue.rules({ concurrentJobs: 2 })
        await queue.running(await queue.node('alpha', { slots: { cpu: 4 } }))
        await served.job({ state: 'STARTED', steps: [RETRIED] })
        return queue.queued()
      }],
    'while jobs of its priority wait for a retry': ['pool-full',
      'The job pools are full: they admit 2 jobs up to priority MEDIUM; 2 of them wait for a retry.',
      started('one more place for MEDIUM jobs in the job pools'), async () => {
        await queue.rules({ pools: [{ priorityThreshold: 'HIGH', size: 1 }, { priorityThreshold: 'LOWEST', size: 2 }] })
        await queue.node('alpha', { slots: { cpu: 4 } })
        for (const priority of ['LOW', 'MEDIUM', 'HIGHEST', 'IMMEDIATE'] as const)
          await served.job({ state: 'STARTED', priority, steps: [RETRIED] })
        return queue.queued()
      }],
    'while a job of its task group waits for a retry': ['group-full',
      'The task group proxies is full: it admits 1 job at once; 1 of them waits for a retry.',
      started('one more place in the task group proxies'), async () => {
        await queue.rules({ groups: [{ name: 'proxies', maxConcurrency: 1, jobs: [{}] }] })
        await queue.node('alpha', { slots: { cpu: 4 } })
        const id = await served.job({ state: 'STARTED', steps: [RETRIED] })
        await served.job({ state: 'STARTED', steps: [RETRIED] })
        await rows("update callsheet.job set groups = '{proxies}' where id = ? returning id", [id])
        return queue.queued({ groups: ['proxies'] })
      }],
    'while the pools are full': ['pool-full', 'The job pools are full: they admit 2 jobs up to priority MEDIUM.',
      started('one more place for MEDIUM jobs in the job pools'), async () => {
        await queue.rules({ pools: [{ priorityThreshold: 'HIGH', size: 1 }, { priorityThreshold: 'LOWEST', size: 2 }] })
        const node = await queue.node('alpha', { slots: { cpu: 4 } })
        for (let count = 0; count < 2; count += 1) await queue.running(node)
        return queue.queued()
      }],
    'while its task group is full': ['group-full', 'The task group proxies is full: it admits 1 job at once.',
      started('one more place in the task group proxies'), async () => {
        await queue.rules({ groups: [{ name: 'proxies', maxConcurrency: 1, jobs: [{}] }] })
        const id = await queue.running(await queue.node('alpha', { slots: { cpu: 4 } }))
        await rows("update callsheet.job set groups = '{proxies}' where id = ? returning id", [id])
        return queue.queued({ groups: ['proxies'] })
      }],
    'while the queue is paused': ['queue-paused', 'The queue is paused.', undefined, async () => {
      await queue.node('alpha')
      await ask('POST /job/pause', { by: 'root' })
      return queue.queued()
    }],
    'while its type is paused': ['type-paused', 'Jobs of type TRANSCODE are paused.', undefined, async () => {
      await queue.node('alpha')
      await ask('POST /jobtype/TRANSCODE/pause', { by: 'root' })
      return queue.queued()
    }],
    'while another type is paused': ['starting', 'Step 100 is about to start.', undefined, async () => {
      await queue.node('alpha')
      await ask('POST /jobtype/COPY_FILE/pause', { by: 'root' })
      return queue.queued()
    }],
    'between two steps, with every slot taken meanwhile': ['slots-full', 'All CPU slots are busy.',
      started('one more CPU slot on each host'), async () => {
        await queue.running(await queue.node('alpha'))
        return queue.queued({}, { state: 'STARTED', steps: [{ number: 100, state: 'FINISHED' }, { number: 200, state: 'READY' }] })
      }],
  }

  for (const [what, [cause, text, whatIf, make]] of Object.entries(SITUATIONS))
    it(`is ${cause} for a job ${what}: ${text} ${whatIf ?? ''}`, async () => {
      assert.deepEqual(await explained(await make()), [cause, text, whatIf])
    })

  it('is starting for clean-up, even if the queue is paused', async () => {
    await queue.node('alpha')
    const id = await queue.queued(
      { cleanup: true },
      { state: 'STARTED', steps: [{ number: 900, cleanup: true, state: 'READY' }] },
    )
    await rows(
      `update callsheet.step set need = '{"type":"TRANSCODE","category":"cpu","cleanup":true}' where job_id = ? returning id`,
      [id],
    )
    await ask('POST /job/pause', { by: 'root' })
    assert.deepEqual(await explained(id), ['starting', 'Step 900 is about to start.', undefined])
  })

  it('has the position among jobs with the same need: by priority, then by age', async () => {
    const node = await queue.node('alpha')
    await queue.running(node)
    const [first, second] = [await queue.queued(), await queue.queued()]
    const high = await queue.queued({}, { priority: 'HIGH' })
    await queue.queued({ category: 'gpu_encode' })
    const positions = []
    for (const id of [high, first, second]) positions.push((await reason(id)).position)
    assert.deepEqual(positions, [1, 2, 3])
  })

  it('does not count jobs with a placement in the position', async () => {
    await queue.placed(await queue.queued(), await queue.node('alpha'))
    assert.equal((await reason(await queue.queued())).position, 1)
  })

  it('is the same with more than fifty jobs before it', async () => {
    await queue.running(await queue.node('alpha'))
    for (let count = 0; count < 51; count += 1) await queue.queued()
    const { cause, position } = await reason(await queue.queued())
    assert.deepEqual([cause, position], ['slots-full', 52])
  })
})
