import assert from 'node:assert/strict'
import { chmod, chown, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import copyFile from '../../../steps/job-types/copy-file.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import { smallDisk } from '../../tasks/files/small-disk.ts'
import type { Bench, Given } from '../context.ts'
import { runJob } from '../files.ts'
import { benchToCopy, pathsIn } from './to-copy.ts'

describe('COPY_FILE and MOVE_FILE', () => {
  let here: Bench
  const { at, to } = pathsIn(() => here.media)
  beforeEach(async () => {
    here = await benchToCopy()
  })
  afterEach(() => here[Symbol.asyncDispose]())

  /** Milliseconds that a truncated double would miss, and a microsecond. */
  const LONG_AGO = 1_577_836_800_001_001n
  const asNobody = process.getuid?.() !== 0

  async function dressed(mode: number, micros = LONG_AGO): Promise<void> {
    const seconds = (Number(micros) + 0.5) / 1e6
    if (!asNobody) await chown(at('clip.mov'), 1234, 2345)
    await chmod(at('clip.mov'), mode)
    await utimes(at('clip.mov'), seconds, seconds)
  }

  async function attributesOf(path: string) {
    const { mode, mtimeNs, uid, gid } = await stat(path, { bigint: true })
    return { mode: Number(mode & 0o7777n), micros: mtimeNs / 1000n, owner: [uid, gid] }
  }

  const own = [BigInt(process.getuid?.() ?? 0), BigInt(process.getgid?.() ?? 0)]
  const plain = 0o666 & ~process.umask()
  const other = asNobody ? own : [1234n, 2345n]

  // biome-ignore format: a table
  for (const [preserve, mode, kept] of [
    ['true',    0o640,  { mode: 0o640, micros: LONG_AGO, owner: other }],
    ['true',    0o7755, { mode: 0o755, micros: LONG_AGO, owner: other }],
    ['true',    0o400,  { mode: 0o400, micros: LONG_AGO, owner: other }],
    ['false',   0o7755, { mode: plain, owner: own }],
    [undefined, 0o640,  { mode: plain, owner: own }],
  ] as const)
    it(`a copy of a file of the mode ${mode.toString(8)} with preserve=${preserve ?? ''} has ${kept.mode.toString(8)}`, async () => {
      await dressed(mode)
      const metadata = preserve === undefined ? {} : { preserve }
      assert.deepEqual((await runJob(here, copyFile, to('clip.mov', 'out/', { metadata }))).last, { ended: 'finished' })
      const { micros, ...found } = await attributesOf(at('out', 'clip.mov'))
      if ('micros' in kept) assert.deepEqual({ ...found, micros }, kept)
      else {
        assert.deepEqual(found, kept)
        assert.ok(Date.now() - Number(micros) / 1_000 < 60_000, 'has a time of its own')
      }
    })

  it('a move to another file system keeps modification time, mode and owner, but no special bits', async function () {
    const disk = await smallDisk(512)
    if (!disk) return this.skip()
    await using mounted = disk
    await dressed(0o6751)
    const given: Given = {
      metadata: { sourceUri: `file://${at('clip.mov')}`, destinationUri: `file://${mounted.path}/` },
      tools: { mediaRoots: [here.media, mounted.path] },
    }
    assert.deepEqual((await runJob(here, moveFile, given)).last, { ended: 'finished' })
    const found = await attributesOf(join(mounted.path, 'clip.mov'))
    assert.deepEqual(found, { mode: 0o751, micros: LONG_AGO, owner: other })
  })

  it('a time in the future is kept, and the next job does not wait for it to pass', async () => {
    const future = BigInt(Date.now() + 3_600_000) * 1_000n
    await dressed(0o644, future)
    const tools = { settledMs: 50 }
    await runJob(here, copyFile, to('clip.mov', 'out/', { metadata: { preserve: 'true' }, tools }))
    assert.equal((await attributesOf(at('out', 'clip.mov'))).micros, future)
    const { last } = await runJob(here, copyFile, to('out/clip.mov', 'again/', { tools }))
    assert.deepEqual(last, { ended: 'finished' })
  })
})
