/**
 * Measures pages of a million finished jobs, against the same pages by handwritten SQL through plain `pg`.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { countFacet } from '../schema/queries/jobs/count-facets.ts'
import type { Criteria } from '../schema/queries/jobs/criteria.ts'
import { countJobs, listJobs, SORT_COLUMNS, type SortField } from '../schema/queries/jobs/list-jobs.ts'
import { clientOptions, connect, type Database, migrate } from '../schema/sql/database.ts'
import { startPostgres } from '../server/postgres/postgres.ts'
import type { Measured } from './run/table.ts'
import { byHand, TIMES, timed } from './run/timed.ts'

const JOBS = 1_000_000
const FILTER: Criteria = { states: ['FINISHED'], types: ['TRANSCODE'] }
const HITS = `select sum(delta) from callsheet.job_count where state in ('FINISHED') and type in ('TRANSCODE')`
const WHERE = `where state in ('FINISHED') and type in ('TRANSCODE')`

type Asked = readonly [name: string, callsheet: () => Promise<unknown>, floor: readonly string[]]

export async function list(): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callsheet-bench-'))
  await using postgres = await startPostgres({ dataDir })
  const database = await connect(postgres.connection, { poolSize: 2 })
  const client = new pg.Client(clientOptions(postgres.connection))
  try {
    await migrate(database)
    await client.connect()
    await client.query(RANGES)
    await client.query(FILL)
    return await measured(questions(database), client)
  } finally {
    await client.end()
    await database.close()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function questions(database: Database): readonly Asked[] {
  const em = database.em.fork()
  const page = (field: SortField, criteria: Criteria = FILTER, offset = 0) =>
    listJobs(em, criteria, { offset, limit: 100, order: [{ field, direction: 'desc' }] })
  const sorted = (Object.keys(SORT_COLUMNS) as SortField[])
    .filter((field) => field !== 'progress')
    .map((field): Asked => {
      const column = SORT_COLUMNS[field].slice(2)
      const order = `${column} desc${field === 'finishTime' ? ' nulls last' : ''}${field === 'jobId' ? '' : ', id desc'}`
      return [
        `FINISHED TRANSCODE by ${field}`,
        () => page(field),
        [HITS, `select id from callsheet.job ${WHERE} order by ${order} limit 100`],
      ]
    })
  const facets = () =>
    Promise.all(
      (['type', 'state', 'user'] as const).map((field) => countFacet(em, field, {}, { minCount: 0 })),
    )
  return [
    ...sorted,
    ['by one metadata key', () => page('jobId', { metadata: [{ key: 'itemId', value: 'VX-77777' }] }), []],
    ['hits without a filter', () => countJobs(em, {}), ['select count(*) from callsheet.job']],
    ['facets by type, state and user', facets, []],
    [
      'first=900001',
      () => page('jobId', {}, 900_000),
      [
        'select sum(delta) from callsheet.job_count',
        'select id from callsheet.job order by id desc limit 100 offset 900000',
      ],
    ],
  ]
}

async function measured(questions: readonly Asked[], client: pg.Client): Promise<Measured> {
  const rows: (readonly string[])[] = []
  for (const [name, callsheet, floor] of questions) {
    const [took, base] = [
      await timed(callsheet),
      floor.length === 0 ? undefined : await timed(() => byHand(client, floor)),
    ]
    rows.push([
      name,
      took.toFixed(1),
      base?.toFixed(1) ?? '',
      base === undefined ? '' : (took / base).toFixed(2),
    ])
  }
  return {
    title: `list: pages of 100 among ${JOBS.toLocaleString('en')} finished jobs, each with its hits`,
    columns: ['query', 'ms', 'handwritten, ms', 'ratio'],
    rows,
    notes: [
      `Medians of ${TIMES}. The handwritten SQL also has two statements: the page, and the hits from the stored counts.`,
    ],
  }
}

/** The ranges of ids that would be made while so many jobs are created. */
const RANGES = /* sql */ `
do $$
begin
  while (select max(beyond) from callsheet.job_range) <= ${JOBS} loop
    perform setval('callsheet.job_id_seq', (select max(beyond) - 1 from callsheet.job_range));
    perform callsheet.make_ranges();
  end loop;
  perform setval('callsheet.job_id_seq', 1, false);
end $$`

/**
 * Six weeks of jobs, some kinds much rarer than others. The stored counts are inserted at once, not row by
 * row.
 */
const FILL = /* sql */ `
set session_replication_role = replica;
insert into callsheet.job (type, state, priority, user_name, started, run_started, finished)
select (array['TRANSCODE', 'EXPORT', 'THUMBNAIL', 'COPY_FILE', 'ANALYZE'])[1 + n * 7 % 11 % 5],
       (array['FINISHED', 'FINISHED', 'FINISHED', 'FAILED_TOTAL', 'ABORTED', 'FINISHED_WARNING'])[1 + n * 5 % 13 % 6],
       1 + n % 6, 'user' || n % 50, t, t + interval '3 s', t + interval '4 s' * (1 + n % 100)
from (
  select n, date_trunc('month', now()) + n * interval '4 s' as t from generate_series(1, ${JOBS}) n
) made;
insert into callsheet.metadata (job_id, key, value)
select id, key, case key when 'itemId' then 'VX-' || id / 3 else md5(id::text) end
from callsheet.job, unnest(array['itemId', 'sourceUri']) key;
insert into callsheet.job_count select type, state, user_name, priority, count(*) from callsheet.job group by 1, 2, 3, 4;
set session_replication_role = origin;
analyze callsheet.job, callsheet.metadata, callsheet.job_count`
