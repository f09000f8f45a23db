import assert from 'node:assert/strict'
import { join } from 'node:path'
import fc from 'fast-check'
import { editListsIn, editListsOf, withEditLists } from '../../../../tasks/ffmpeg/shape/edit-lists.ts'
import { folder, H264, make, PICTURE, TONE } from '../../machine.ts'

describe('edit lists', () => {
  it('are those of the tracks of an MP4, and none of other files', async () => {
    await using here = await folder()
    const path = await make(join(here.path, 'a.mp4'), [
      ...PICTURE(1),
      ...TONE(1),
      ...H264,
      '-bf',
      '2',
      '-c:a',
      'aac',
    ])
    const lists = await editListsOf(path)
    assert.deepEqual([...lists.keys()], [1, 2])
    assert.deepEqual(lists.get(1), {
      timeScale: { numerator: 1, denominator: 12_800 },
      timeBase: { numerator: 1, denominator: 1_000 },
      entry: [{ start: 1_024, length: 1_000, mediaRate: 65_536 }],
    })
    const shape = withEditLists(
      { videoComponent: [{ metadata: [], pid: 1 }], audioComponent: [{ metadata: [], pid: 9 }] },
      lists,
    )
    assert.equal(shape.videoComponent?.[0]?.edl?.entry?.length, 1)
    assert.equal(shape.audioComponent?.[0]?.edl, undefined)
    const wav = await make(join(here.path, 'a.wav'), TONE(1))
    assert.equal((await editListsOf(wav)).size, 0)
  })

  it('are read from any bytes without a failure', () => {
    const box = (type: string, content: Buffer) => {
      const head = Buffer.alloc(8)
      head.writeUInt32BE(8 + content.length)
      head.write(type, 4, 'latin1')
      return Buffer.concat([head, content])
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (one, other) => {
        const [a, b] = [Buffer.from(one), Buffer.from(other)]
        editListsIn(a)
        const track = [box('tkhd', a), box('edts', box('elst', b)), box('mdia', box('mdhd', a))]
        editListsIn(Buffer.concat([box('mvhd', b), box('trak', Buffer.concat(track))]))
      }),
    )
  })
})
