/** The corpus of clips: each is made once, and kept for all processes of this machine. */
import assert from 'node:assert/strict'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { folder } from '../tasks/machine.ts'
import { CLIPS } from './catalogue.ts'
import { type Clip, encoded, H264, picture, tone } from './clip.ts'
import { clip, madeClip } from './corpus.ts'

const SMALL = encoded('small.mp4', 'small', [...picture(0.2, '64x64'), ...H264])

describe('a clip of the corpus', () => {
  let cache: Awaited<ReturnType<typeof folder>>
  beforeEach(async () => {
    cache = await folder()
  })
  afterEach(() => cache[Symbol.asyncDispose]())
  const made = (one: Clip) => madeClip(one, cache.path)

  it('has a name that no other clip has', () => {
    const names = CLIPS.map(({ name }) => name)
    assert.deepEqual(names, [...new Set(names)])
  })

  it('is found by its name, and stays where it is', async () => {
    const first = await clip('three-frames.mp4')
    const before = await stat(first.path)
    const second = await clip('three-frames.mp4')
    assert.equal(second.path, first.path)
    assert.equal((await stat(second.path)).ino, before.ino)
    await assert.rejects(clip('four-frames.mp4'), /the corpus has no clip “four-frames.mp4”/)
  })

  it('is the same for all that ask for it at once', async () => {
    const paths = await Promise.all([made(SMALL), made(SMALL), made(SMALL)])
    assert.equal(new Set(paths.map(({ path }) => path)).size, 1)
    assert.equal((await readdir(cache.path)).length, 1)
    await writeFile(paths[0].path, 'as it was left')
    assert.equal(await readFile((await made(SMALL)).path, 'utf8'), 'as it was left')
  })

  it('is made again if its definition changes, but not if its description does', async () => {
    const before = await made(SMALL)
    const described = await made({ ...SMALL, property: 'described in other words' })
    const changed = await made(encoded(SMALL.name, SMALL.property, [...picture(0.4, '64x64'), ...H264]))
    assert.equal(described.path, before.path)
    assert.notEqual(changed.path, before.path)
    assert.notDeepEqual(await readFile(changed.path), await readFile(before.path))
  })

  it('is alone in its folder, without the files that it was made from', async () => {
    const wav = (file: string) => [...tone(0.1), `file:${file}`]
    const { path } = await made({
      ...{ name: 'both.wav', property: 'two in one' },
      steps: [wav('a.wav'), wav('b.wav'), { edit: 'join', from: ['a.wav', 'b.wav'], to: 'both.wav' }],
    })
    assert.deepEqual(await readdir(dirname(path)), ['both.wav'])
  })

  it('leaves nothing behind if it cannot be made', async () => {
    await assert.rejects(made(encoded('no.mp4', 'no', ['-i', 'none.mp4'])), /clip “no.mp4” could not be made/)
    assert.deepEqual(await readdir(cache.path), [])
  })
})

describe('an edit of a clip', () => {
  const BYTES = { edit: 'write', file: 'x', content: '00112233445566778899', as: 'hex' } as const

  it('keeps whole blocks', async () => {
    await using cache = await folder()
    const cut = { edit: 'cut', file: 'x', keep: [0.25, 0.75], blockBytes: 2 } as const
    const { path } = await madeClip({ name: 'x', property: 'cut', steps: [BYTES, cut] }, cache.path)
    assert.equal((await readFile(path)).toString('hex'), '22334455')
  })

  it('overwrites packets with zeros and leaves the rest', async () => {
    await using cache = await folder()
    const zero = { edit: 'zero', file: SMALL.name, fromPacket: 2 } as const
    const zeroed = await madeClip({ ...SMALL, steps: [...SMALL.steps, zero] }, cache.path)
    const before = await readFile((await madeClip(SMALL, cache.path)).path)
    const after = await readFile(zeroed.path)
    const changed = [...after.keys()].filter((at) => after[at] !== before[at])
    assert.equal(after.length, before.length)
    assert.ok(
      changed.length > 10 && changed.every((at) => after[at] === 0),
      `${changed.length} bytes changed`,
    )
  })
})
