import assert from 'node:assert/strict'
import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import copyFile from '../../../steps/job-types/copy-file.ts'
import { folder } from '../../tasks/machine.ts'
import type { Bench } from '../context.ts'
import { runJob } from '../files.ts'
import { benchToCopy, pathsIn } from './to-copy.ts'

describe('COPY_FILE and MOVE_FILE', () => {
  let here: Bench
  const { at, uri, to } = pathsIn(() => here.media)
  beforeEach(async () => {
    here = await benchToCopy()
  })
  afterEach(() => here[Symbol.asyncDispose]())

  it('wait for the source to stop growing if it was written to meanwhile', async () => {
    await truncate(at('clip.mov'), 20_000_000)
    const step = copyFile.stages[0]?.step
    assert.ok(step?.runsAs === 'STARTED_ASYNCHRONOUS')
    const context = here.context({ ...to('clip.mov', 'out/'), number: 100 })
    let growing: Promise<void> | undefined
    const progress = (): void => {
      growing ??= truncate(at('clip.mov'), 20_000_001)
    }
    const outcome = await step.run({ ...context, progress })
    await growing
    const condition = {
      type: 'FILE',
      resource: uri('clip.mov'),
      requirement: 'to stop growing',
      checkS: 0.25,
    }
    assert.deepEqual(outcome, { ended: 'waitFor', condition })
  })

  it('wait for a storage that is missing or declared OFFLINE, on either side', async () => {
    await using other = await folder()
    const root = join(other.path, 'not-mounted')
    const [media] = here.tools.storages
    assert.ok(media)
    const gone = { id: 'VX-2', name: 'gone', root, state: 'ONLINE' } as const
    const closed = { ...media, state: 'OFFLINE' } as const
    const [inside, away] = [uri('clip.mov'), `file://${root}/x.mov`]
    for (const [sourceUri, destinationUri, storages, id] of [
      [away, uri('out/'), [media, gone], 'VX-2'],
      [inside, away, [media, gone], 'VX-2'],
      [inside, uri('out/'), [closed, gone], 'VX-1'],
    ] as const) {
      const tools = { mediaRoots: [here.media, root], storages }
      const { last } = await runJob(here, copyFile, { metadata: { sourceUri, destinationUri }, tools })
      assert.ok(last.ended === 'waitFor', JSON.stringify(last))
      assert.deepEqual([last.condition.resource, last.condition.requirement], [id, 'to be online'])
    }
    assert.deepEqual(await readdir(other.path), [])
  })

  it('wait for a source that does not exist if waitForSource is set', async () => {
    const { last } = await runJob(
      here,
      copyFile,
      to('late.mov', 'out/', { metadata: { waitForSource: 'true' } }),
    )
    const condition = { type: 'FILE', resource: uri('late.mov'), requirement: 'to exist' }
    assert.deepEqual(last, { ended: 'waitFor', condition })
  })
})
