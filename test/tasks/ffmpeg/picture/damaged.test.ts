import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { folder, make, programs } from '../../machine.ts'
import { pixels, thumbnailOf } from './numbered.ts'

describe('a thumbnail of damaged video', function () {
  this.timeout(30_000)
  let place: Awaited<ReturnType<typeof folder>>
  let whole: string
  before(async () => {
    place = await folder()
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=8', '-pix_fmt', 'yuv420p']
    const coded = [
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-g',
      '50',
      '-keyint_min',
      '50',
      '-sc_threshold',
      '0',
    ]
    whole = await make(join(place.path, 'whole.mp4'), [...picture, ...coded])
  })
  after(() => place[Symbol.asyncDispose]())

  // Key frames are at 0, 2, 4 and 6 s. A gray picture differs from a whole one by about 60 gray levels.
  // biome-ignore format: a table
  for (const [what, fromS, toS, atS] of [
    ['among frames that are lost',                       4.4,  4.8,  4.6],
    ['right after them',                                 4.4,  4.8,  5],
    ['more than a second after a key frame that is lost', 3.99, 4.01, 5.4],
  ] as const)
    it(`is like the last whole frame before, not gray: ${what}`, async () => {
      const input = join(place.path, `${fromS}-${toS}.mp4`)
      await damage(whole, input, fromS, toS)
      const [made, before, after] = [
        await thumbnailOf(input, atS),
        await thumbnailOf(whole, fromS - 0.04),
        await thumbnailOf(whole, atS),
      ]
      const apart = Math.min(await difference(made, before), await difference(made, after))
      assert.ok(apart < 25, `differs by ${apart} gray levels`)
    })

  it('is exact after the damage', async () => {
    const input = join(place.path, 'healed.mp4')
    await damage(whole, input, 4.4, 4.8)
    assert.equal(await difference(await thumbnailOf(input, 6.2), await thumbnailOf(whole, 6.2)), 0)
  })
})

/** The mean difference of two pictures, gray levels. */
async function difference(one = '', other = ''): Promise<number> {
  const [a, b] = [await pixels(one, 'gray', 320, 240), await pixels(other, 'gray', 320, 240)]
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length
}

/** Overwrites the frames in this range of times, but for the first bytes of each. */
async function damage(from: string, to: string, fromS: number, toS: number): Promise<void> {
  const { ffprobe } = await programs()
  const list = [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-show_entries',
    'packet=pts_time,pos,size',
    '-of',
    'json',
    from,
  ]
  const { stdout } = await promisify(execFile)(ffprobe.path, list, { env: { ...ffprobe.env } })
  const content = await readFile(from)
  for (const { pts_time, pos, size } of JSON.parse(stdout).packets)
    if (Number(pts_time) >= fromS && Number(pts_time) < toS)
      for (let at = 12; at < Number(size); at += 1) content[Number(pos) + at] = (at * 37 + 11) & 255
  await writeFile(to, content)
}
