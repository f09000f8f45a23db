import assert from 'node:assert/strict'
import { appendFile, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type Condition, released, waitsFor } from '../../../steps/engine/declare/problem.ts'
import { toExist, toStopGrowing } from '../../../steps/problems/file.ts'
import { toAnswer } from '../../../steps/problems/service.ts'
import { toBeOnline, toHaveRoom } from '../../../steps/problems/storage.ts'
import { PROBLEMS } from '../../../steps/problems.ts'
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
    const kind = PROBLEMS.find(({ type }) => type === condition.type)
    assert.ok(kind, `there is no kind ${condition.type}`)
    const there = { ...here.tools, storages, settledMs }
    const found = await kind.check(condition, there, AbortSignal.timeout(10_000))
    return found === undefined ? undefined : released([condition], found).length > 0
  }

  const offline = (): Storage => ({ ...media, state: 'OFFLINE' })
  const gone = (): Storage => ({ ...media, root: join(here.media, 'gone') })

  // biome-ignore format: a table
  const rows: readonly (readonly [what: string, condition: () => Condition, storages: () => readonly Storage[], passed: boolean | undefined])[] = [
    ['a file that is there',                    () => toExist(uri('there.mov')),         () => [media],     true],
    ['a file that is not',                      () => toExist(uri('none.mov')),          () => [media],     false],
    ['a file that nobody may touch',            () => toExist('file:///etc/passwd'),     () => [media],     true],
    ['a file on a storage that is away',        () => toExist(uri('there.mov')),         () => [offline()], undefined],
    ['a file that does not grow',               () => toStopGrowing(uri('there.mov')),   () => [media],     true],
    ['a file that was to grow, and is gone',    () => toStopGrowing(uri('none.mov')),    () => [media],     true],
    ['a storage that is there',                 () => toBeOnline(media),                 () => [media],     true],
    ['a storage declared OFFLINE',              () => toBeOnline(media),                 () => [offline()], false],
    ['a storage whose folder is gone',          () => toBeOnline(media),                 () => [gone()],    false],
    ['a storage that is declared no longer',    () => toBeOnline(media),                 () => [],          true],
    ['room for a byte',                         () => toHaveRoom(media, 1),              () => [media],     true],
    ['room for more than any disk has',         () => toHaveRoom(media, 1e18),           () => [media],     false],
    ['room for what the capacity leaves',       () => toHaveRoom(media, 93),             () => [{ ...media, capacity: 100 }], true],
    ['room for more than the capacity leaves',  () => toHaveRoom(media, 94),             () => [{ ...media, capacity: 100 }], false],
    ['room on a storage that is over capacity', () => toHaveRoom(media, 1),              () => [{ ...media, capacity: 1 }],   false],
    ['room on a storage that is away',          () => toHaveRoom(media, 1),              () => [gone()],    undefined],
  ]
  for (const [what, condition, storages, expected] of rows) {
    it(`with ${what} ${expected === undefined ? 'cannot be told' : expected ? 'has passed' : 'stays'}`, async () =>
      assert.equal(await passed(condition(), storages()), expected))
  }

  it('with a file that grows stays', async () => {
    const looking = passed(toStopGrowing(uri('there.mov')))
    await new Promise((resolve) => setTimeout(resolve, 500))
    await appendFile(join(here.media, 'there.mov'), 'more')
    assert.equal(await looking, false)
  })

  // biome-ignore format: a table
  for (const [condition, words] of [
    [() => toBeOnline(media),                          'to be online'],
    [() => toHaveRoom(media, 999.5),                   'to have room for 1 000 bytes'],
    [() => toHaveRoom(media, 1_200_000),               'to have room for 1 200 000 bytes'],
    [() => toHaveRoom(media, 2_000_000, 2_000_000),    'to have room for 2 000 000 bytes'],
    [() => toHaveRoom(media, 5_000_000, 2_000_000),    'to have room for 5 000 000 bytes, though it holds only 2 000 000 bytes in all'],
  ] as const)
    it(`says that a step waits for the storage by its name ${words}`, () =>
      assert.equal(waitsFor(condition()), `waits for the storage media (VX-1) ${words}`))

  // biome-ignore format: a table
  for (const [what, writtenMs, settledMs, expected] of [
    ['was written to long ago',                     -60_000, 500,   true],
    ['is to be left alone for longer than it was',  -60_000, 90_000, false],
    ['was written to in the future',                +60_000, 500,   true],
  ] as const) {
    it(`with a file that ${what} ${expected ? 'has passed' : 'stays'}`, async function () {
      this.timeout(10_000)
      const path = join(here.media, 'there.mov')
      const written = (Date.now() + writtenMs) / 1_000
      await utimes(path, written, written)
      assert.equal(await passed(toStopGrowing(uri('there.mov')), undefined, settledMs), expected)
    })
  }

  it('is one for one file, however it is written', () => {
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

  it('with a service that nobody runs stays', async () => {
    assert.equal(await passed(toAnswer('http://127.0.0.1:1/')), false)
    assert.equal(await passed(toAnswer('http://nobody.invalid/')), false)
  })
})
