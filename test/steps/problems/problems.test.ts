import assert from 'node:assert/strict'
import { appendFile, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type Condition, released, waitsFor } from '../../../steps/engine/declare/problem.ts'
import { toExist, toStopGrowing } from '../../../steps/problems/file.ts'
import { toAnswer } from '../../../steps/problems/service.ts'
import { toBeOnline, toHaveRoom } from '../../../steps/problems/storage.ts'
import { PROBLEMS } from '../../../steps/problems.ts'
import { markerProblem } from '../../../steps/scripted/script-problem.ts'
import type { Storage } from '../../../tasks/files/storages.ts'
import { type Bench, bench } from '../context.ts'

describe('a problem', () => {
  let here: Bench
  let media: Storage
  const uri = (name: string) => `file://${join(here.media, name)}`
  before(async () => {
    here = await bench()
    const [storage] = here.tools.storages
    assert.ok(storage)
    media = storage
    await writeFile(join(here.media, 'there.mov'), 'content')
  })
  after(() => here[Symbol.asyncDispose]())

  async function passed(condition: Condition, storages = here.tools.storages, settledMs = 0) {
    const kind = [...PROBLEMS, markerProblem].find(({ type }) => type === condition.type)
    assert.ok(kind, `unknown kind ${condition.type}`)
    const tools = { ...here.tools, storages, settledMs }
    const found = await kind.check(condition, tools, AbortSignal.timeout(10_000))
    return found === undefined ? undefined : released([condition], found).length > 0
  }

  const offline = (): Storage => ({ ...media, state: 'OFFLINE' })
  const gone = (): Storage => ({ ...media, root: join(here.media, 'gone') })

  // biome-ignore format: a table
  const rows: readonly (readonly [what: string, condition: () => Condition, storages: () => readonly Storage[], passed: boolean | undefined])[] = [
    ['a file that exists',                      () => toExist(uri('there.mov')),         () => [media],     true],
    ['a file that does not exist',              () => toExist(uri('none.mov')),          () => [media],     false],
    ['a file outside the media roots',          () => toExist('file:///etc/passwd'),     () => [media],     true],
    ['a file on an offline storage',            () => toExist(uri('there.mov')),         () => [offline()], undefined],
    ['a file that does not grow',               () => toStopGrowing(uri('there.mov')),   () => [media],     true],
    ['a growing file that was removed',         () => toStopGrowing(uri('none.mov')),    () => [media],     true],
    ['a storage that is online',                () => toBeOnline(media),                 () => [media],     true],
    ['a storage declared OFFLINE',              () => toBeOnline(media),                 () => [offline()], false],
    ['a storage whose folder is missing',       () => toBeOnline(media),                 () => [gone()],    false],
    ['a storage that is no longer declared',    () => toBeOnline(media),                 () => [],          true],
    ['room for a byte',                         () => toHaveRoom(media, 1),              () => [media],     true],
    ['room for more than any disk has',         () => toHaveRoom(media, 1e18),           () => [media],     false],
    ['room within the capacity',                () => toHaveRoom(media, 93),             () => [{ ...media, capacity: 100 }], true],
    ['room beyond the capacity',                () => toHaveRoom(media, 94),             () => [{ ...media, capacity: 100 }], false],
    ['room on a storage over capacity',         () => toHaveRoom(media, 1),              () => [{ ...media, capacity: 1 }],   false],
    ['room on an offline storage',              () => toHaveRoom(media, 1),              () => [gone()],    undefined],
  ]
  for (const [what, condition, storages, expected] of rows) {
    it(`with ${what} ${expected === undefined ? 'cannot be checked' : expected ? 'has passed' : 'stays'}`, async () =>
      assert.equal(await passed(condition(), storages()), expected))
  }

  it('with a file that grows stays', async () => {
    const checking = passed(toStopGrowing(uri('there.mov')))
    await new Promise((resolve) => setTimeout(resolve, 500))
    await appendFile(join(here.media, 'there.mov'), 'more')
    assert.equal(await checking, false)
  })

  // biome-ignore format: a table
  for (const [condition, words] of [
    [() => toBeOnline(media),                          'to be online'],
    [() => toHaveRoom(media, 999.5),                   'to have room for 1 000 bytes'],
    [() => toHaveRoom(media, 1_200_000),               'to have room for 1 200 000 bytes'],
    [() => toHaveRoom(media, 2_000_000, 2_000_000),    'to have room for 2 000 000 bytes'],
    [() => toHaveRoom(media, 5_000_000, 2_000_000),    'to have room for 5 000 000 bytes, but its total size is only 2 000 000 bytes'],
  ] as const)
    it(`names the storage that a step waits for ${words}`, () =>
      assert.equal(waitsFor(condition()), `waits for the storage media (VX-1) ${words}`))

  // biome-ignore format: a table
  for (const [what, writtenMs, settledMs, expected] of [
    ['was written to long ago',                        -60_000, 500,    true],
    ['was written to more recently than SETTLED_AFTER', -60_000, 90_000, false],
    ['has a modification time in the future',          +60_000, 500,    true],
  ] as const) {
    it(`with a file that ${what} ${expected ? 'has passed' : 'stays'}`, async function () {
      this.timeout(10_000)
      const path = join(here.media, 'there.mov')
      const written = (Date.now() + writtenMs) / 1_000
      await utimes(path, written, written)
      assert.equal(await passed(toStopGrowing(uri('there.mov')), undefined, settledMs), expected)
    })
  }

  it('is the same for all spellings of a URI', () => {
    assert.deepEqual(toExist('/media/a b.mov'), toExist('file:///media/a%20b.mov'))
    assert.deepEqual(toExist('file://localhost/media/a'), toExist('file:/media/a'))
  })

  // biome-ignore format: a table
  for (const [status, expected] of [[200, true], [302, true], [404, true], [500, false], [503, false]] as const) {
    it(`with a service that answers ${status} ${expected ? 'has passed' : 'stays'}`, async () => {
      const server = createServer((_request, response) => response.writeHead(status).end())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      try {
        const address = server.address()
        assert.ok(typeof address === 'object' && address !== null)
        assert.equal(await passed(toAnswer(`http://127.0.0.1:${address.port}/x`)), expected)
      } finally {
        server.close()
      }
    })
  }

  it('with a service that does not answer stays', async () => {
    assert.equal(await passed(toAnswer('http://127.0.0.1:1/')), false)
    assert.equal(await passed(toAnswer('http://nobody.invalid/')), false)
  })
})
