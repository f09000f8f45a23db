/** Lists a hundred thousand items in bounded memory. */
import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { execute } from '../../schema/sql/execute.ts'
import { listItems } from '../../steps/list/list-items.ts'
import { database, type TestDatabase } from '../setup.ts'
import { type Bench, bench, resultOf } from '../steps/context.ts'

const ITEMS = 100_000
/** MiB that listing may add to the process: mostly garbage that Node has not collected yet. */
const MOST = 300

describe(`A list of ${ITEMS} items`, function () {
  this.timeout(600_000)
  let here: Bench
  let test: TestDatabase

  before(async () => {
    here = await bench()
    test = await database()
    await execute(test.database.em.fork(), FILL, [ITEMS])
  })
  after(async () => {
    await test[Symbol.asyncDispose]()
    await here[Symbol.asyncDispose]()
  })

  for (const [outputFormat, search] of [
    ['CSV', undefined],
    ['JSON', undefined],
    ['XML', '{"sort":[{"field":"created","order":"ascending"}]}'],
  ] as const)
    it(`takes less than ${MOST} MiB as ${outputFormat}${search ? ', sorted' : ''}`, async function () {
      const before = process.memoryUsage.rss()
      let most = before
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
      const started = Date.now()
      const context = here.context({
        metadata: { outputFormat, data: 'metadata,uri,shape,external', ...(search && { search }) },
      })
      const data = {
        ...context.data,
        ask: <T>(of: (em: ReturnType<typeof fork>) => Promise<T>) => of(fork()),
      }
      const outcome = await listItems.run({ ...context, data }).finally(() => clearInterval(watch))
      const { rows, path } = resultOf(outcome) as { readonly rows: number; readonly path: string }
      const added = (most - before) / 2 ** 20
      const size = (await stat(path)).size / 2 ** 20
      const seconds = (Date.now() - started) / 1_000
      const measured = `${seconds.toFixed(1)} s, ${size.toFixed(0)} MiB of list, ${added.toFixed(0)} MiB of memory`
      if (this.test) this.test.title += ` (${measured})`
      assert.equal(rows, ITEMS)
      assert.ok(added < MOST, measured)
    })

  const fork = () => test.database.em.fork()
})

const FILL = /* sql */ `
insert into callsheet.item (user_name, metadata)
select 'root', jsonb_build_array(jsonb_build_object(
  'start', '-INF', 'end', '+INF', 'group', '[]'::jsonb,
  'field', (select jsonb_agg(stamp || jsonb_build_object('name', 'field' || f, 'value', jsonb_build_array(
    stamp || jsonb_build_object('value', repeat('word ', 10) || n)))) from generate_series(1, 10) as f)))
from generate_series(1, ?) as n, jsonb_build_object(
  'uuid', gen_random_uuid(), 'user', 'root', 'timestamp', '2026-01-31T12:08:09.010Z', 'change', 'VX-1') as stamp`
