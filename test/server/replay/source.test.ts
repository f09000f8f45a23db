/** What a replay takes for the source of a job. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobBundle, MediaRecord } from '../../../server/bundle/job-bundle.ts'
import { placeSource } from '../../../server/replay/source.ts'

describe('The source of a replay is', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callsheet-source-'))
    await writeFile(join(folder, 'here.mov'), 'as recorded')
  })
  after(() => rm(folder, { recursive: true, force: true }))

  type Facts = Readonly<Record<string, unknown>>
  const bundle = (metadata: Facts, steps: readonly Facts[], media: readonly MediaRecord[] = []) =>
    ({ request: { metadata }, steps, media }) as unknown as JobBundle
  const place = async (of: JobBundle, given?: string) => {
    const into = await mkdtemp(join(folder, 'into-'))
    const { signal } = new AbortController()
    const programs = undefined as never // none is called without a probe
    const source = await placeSource(of, {
      folder: into,
      mostS: 1,
      programs,
      signal,
      ...(given && { given }),
    })
    const content = 'path' in source ? await readFile(source.path).catch(() => undefined) : undefined
    return [source.is, content] as const
  }
  const gone = { sourceUri: 'file:///nowhere/a%20b.mov' }
  const unreadable = '/nowhere/a b.mov is not a media file that ffprobe can read: bad'

  it('none, for a job without one', async () =>
    assert.deepEqual(await place(bundle({ tags: 'web' }, [])), ['none', undefined]))

  it('the one that is given', async () => {
    const [is, content] = await place(bundle(gone, []), join(folder, 'here.mov'))
    assert.deepEqual([is, String(content)], ['given', 'as recorded'])
  })

  it('the recorded one, while it is unchanged', async () => {
    const path = join(folder, 'here.mov')
    const now = (sizeBytes: number, modified: string): MediaRecord => {
      const probed = { ended: 'bad-input', message: 'bad' } as const
      return { is: 'source', uri: path, now: { sizeBytes, modified, probed } }
    }
    const { mtime } = await stat(path)
    const recorded = bundle({ sourceUri: path }, [], [now(11, mtime.toISOString())])
    assert.equal((await place(recorded))[0], 'recorded')
    const changed = bundle({ sourceUri: path }, [], [now(12, mtime.toISOString())])
    const [is, content] = await place(changed)
    assert.deepEqual([is, content?.length], ['unreadable', 12])
  })

  for (const [title, steps, is, size] of [
    [
      'absent, if it was not there',
      [{ name: 'probe-file', state: 'FAILED_FATAL', errorMessage: 'x does not exist' }],
      'absent',
      undefined,
    ],
    [
      'unreadable, if it was',
      [{ name: 'probe-file', state: 'FAILED_FATAL', errorMessage: unreadable }],
      'unreadable',
      4_096,
    ],
    [
      'arbitrary, if the job moved it unseen',
      [{ name: 'move-file', state: 'FINISHED', cleanup: false }],
      'stand-in',
      4_096,
    ],
    [
      'absent, if only a clean-up succeeded',
      [{ name: 'remove-leftovers-of-move', state: 'FINISHED', cleanup: true }],
      'absent',
      undefined,
    ],
  ] as const)
    it(title, async () => {
      const [found, content] = await place(bundle(gone, steps))
      assert.deepEqual([found, content?.length], [is, size])
    })
})
