/**
 * Measures searches among 100 000 items, against the same searches by handwritten SQL through plain `pg` on a
 * table that has a column and an index for each field.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { changeMetadata } from '../../schema/queries/media/items/write-item.ts'
import type { Criterion } from '../../schema/queries/media/search/criteria.ts'
import { type ItemSearch, searchItems } from '../../schema/queries/media/search/search-items.ts'
import { clientOptions, connect, type Database, migrate } from '../../schema/sql/database.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { startPostgres } from '../../server/postgres/postgres.ts'
import type { Measured } from '../run/table.ts'
import { byHand, TIMES, timed } from '../run/timed.ts'
import { fillItems, fillTable } from './items.ts'

/** `SEARCH_ITEMS` sets another number. */
const ITEMS = Number(process.env['SEARCH_ITEMS'] ?? 100_000)

type Asked = readonly [name: string, search: Partial<ItemSearch>, floor: readonly string[]]

export async function search(): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-bench-'))
  await using postgres = await startPostgres({ dataDir })
  const database = await connect(postgres.connection, { poolSize: 2 })
  const client = new pg.Client(clientOptions(postgres.connection))
  try {
    await migrate(database)
    await client.connect()
    await fillItems(database, ITEMS)
    await fillTable(client)
    return await measured(database, client)
  } finally {
    await client.end()
    await database.close()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const field = (name: string, value: string, match: 'words' | 'exact' | 'value' = 'value') =>
  ({ criterion: { is: 'field', name, values: [value], ranges: [], match } }) as const
const range = (name: string, from: string, to: string) =>
  ({ criterion: { is: 'field', name, values: [], ranges: [{ from, to }] } }) as const
const text = (words: string) => ({ criterion: { is: 'text', text: words } }) as const
const sorted = (name: string, isDescending = false) => ({ sort: [{ field: name, isDescending }] })
const facet = (name: string) => ({ field: name, minCount: 1, maxResults: 100 })
const ALL: Criterion = { is: 'all', of: [] }

/** The page and the hits of a condition. */
const page = (where: string, order = 'id desc') => [
  `select count(*) from by_hand ${where}`,
  `select id from by_hand ${where} order by ${order} limit 100`,
]
const counts = (column: string, where = '') => [
  ...page(where),
  `select ${column}, count(*) from by_hand ${where} group by 1 order by 2 desc, 1 limit 100`,
]

// biome-ignore format: a table
const SEARCHES: readonly Asked[] = [
  ['everything',                             {}, page('')],
  ['a page of the middle, by its cursor',    { before: ITEMS / 2, count: false }, [`select id from by_hand where id < ${ITEMS / 2} order by id desc limit 100`]],
  ['a value that one item has',              field('originalFilename', 'clip777.mov'), page(`where lower(filename) = 'clip777.mov'`)],
  ['a value that a quarter has',             field('kind', 'news'), page(`where lower(kind) = 'news'`)],
  ['an exact value',                         field('kind', 'news', 'exact'), page(`where kind = 'news'`)],
  ['a word that a seventh have',             field('title', 'harbour', 'words'), page(`where words @@ to_tsquery('simple', 'harbour')`)],
  ['two words of a field',                   field('title', 'harbour 42', 'words'), page(`where words @@ to_tsquery('simple', 'harbour & 42')`)],
  ['a word of any value',                    text('harbour'), page(`where words @@ to_tsquery('simple', 'harbour')`)],
  ['two words of any values',                text('harbour news'), page(`where words @@ to_tsquery('simple', 'harbour') and kind = 'news'`)],
  ['a start',                                field('title', 'river 0*'), page(`where lower(title) like 'river 0%'`)],
  ['an end',                                 field('title', '*take 77'), page(`where lower(title) like '%take 77'`)],
  ['part of a word',                         field('title', '*arbo*', 'words'), page(`where lower(title) like '%arbo%'`)],
  ['numbers, a hundredth',                   range('durationSeconds', '100', '136'), page('where duration between 100 and 136')],
  ['numbers, a half',                        range('durationSeconds', '100', '1900'), page('where duration between 100 and 1900')],
  ['times, a month',                         range('recorded', '2018-03-01', '2018-04-01'), page(`where recorded between '2018-03-01Z' and '2018-04-01Z'`)],
  ['times, a half',                          range('recorded', '2015-01-01', '2020-09-15'), page(`where recorded between '2015-01-01Z' and '2020-09-15Z'`)],
  ['time codes, a hundredth',                range('durationTimeCode', '2500@25', '3400@25'), page('where duration between 100 and 136')],
  ['all, sorted by text',                    sorted('title'), page('', 'lower(title), id desc')],
  ['all, sorted by number, descending',      sorted('durationSeconds', true), page('', 'duration desc, id desc')],
  ['all, sorted by a value that many have',  sorted('kind'), page('', 'kind, id desc')],
  ['a quarter, sorted by text',              { ...field('kind', 'news'), ...sorted('title') }, page(`where kind = 'news'`, 'lower(title), id desc')],
  ['a seventh, sorted by number',            { ...field('title', 'harbour', 'words'), ...sorted('durationSeconds') }, page(`where words @@ to_tsquery('simple', 'harbour')`, 'duration, id desc')],
  ['the 50 000th of all, sorted by text',    { ...sorted('title'), offset: ITEMS / 2 }, [`select count(*) from by_hand`, `select id from by_hand order by lower(title), id desc limit 100 offset ${ITEMS / 2}`]],
  ['facet: four values of all',              { facets: [facet('kind')] }, counts('kind')],
  ['facet: 11 values of a quarter',          { ...field('kind', 'news'), facets: [facet('rating')] }, counts('rating', `where kind = 'news'`)],
  ['facet: a value of its own each',         { facets: [facet('originalFilename')] }, counts('filename')],
]

async function measured(database: Database, client: pg.Client): Promise<Measured> {
  const em = database.em.fork()
  const rows: (readonly string[])[] = []
  for (const [name, asked, floor] of SEARCHES) {
    const whole = { criterion: ALL, sort: [], facets: [], offset: 0, limit: 100, count: true, ...asked }
    const took = await timed(() => searchItems(em, whole))
    const base = await timed(() => byHand(client, floor))
    rows.push([name, String((await searchItems(em, whole)).hits ?? ''), ...compared(took, base)])
  }
  const write = await timed(() => written(database))
  const base = await timed(() => byHand(client, [CHANGE]))
  rows.push(['write the metadata of an item', '', ...compared(write, base)])
  return {
    title: `search: pages of 100 among ${ITEMS.toLocaleString('en')} items, each with its hits`,
    columns: ['query', 'hits', 'ms', 'handwritten, ms', 'ratio'],
    rows,
    notes: [
      `Medians of ${TIMES}. The table of the handwritten SQL has a column and an index for each field.`,
    ],
  }
}

const compared = (took: number, base: number) => [took.toFixed(1), base.toFixed(1), (took / base).toFixed(2)]

/** Of a random item, so that its pages are not those of the item before. */
async function written(database: Database): Promise<void> {
  const id = 1 + Math.floor(Math.random() * ITEMS)
  await transaction(database.em.fork(), async (tx) => {
    const field = [{ name: 'title', value: [{ value: `Changed ${id}` }] }]
    const timespan = [{ start: '-INF', end: '+INF', field, group: [] }]
    await changeMetadata(tx, id, { group: [], timespan }, 'admin')
  })
}

const CHANGE = `update by_hand set title = 'Changed ' || random() where id = 1 + floor(random() * ${ITEMS})`
