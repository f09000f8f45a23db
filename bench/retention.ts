/** Measures the disk that finished jobs take, and how long clients wait while a month of them goes. */
import { join } from 'node:path'
import pg from 'pg'
import { clientOptions } from '../schema/sql/database.ts'
import { MOST_MOVED } from '../server/retention/plan.ts'
import { clock } from '../steps/engine/runtime/clock.ts'
import { uriOf } from '../steps/transcode/renditions.ts'
import { KeepAlive, requestOf } from './run/keep-alive.ts'
import { ADMIN, Server } from './run/server.ts'
import { type Measured, median, quantile } from './run/table.ts'

/** Jobs of a month. `RETENTION_JOBS` sets another number. */
const JOBS = Number(process.env['RETENTION_JOBS'] ?? 100_000)
/** Of a second month, of which more jobs stay. */
const SECOND_JOBS = Math.min(JOBS, 100_000)
const FEW_KEPT = 100
const HEADERS = { authorization: ADMIN, accept: 'application/json', 'content-type': 'application/json' }

export async function retention(): Promise<Measured> {
  await using server = await Server.start(2)
  const client = new pg.Client(clientOptions(server.connection))
  await client.connect()
  try {
    const bench = new Bench(server, client)
    const model = await bench.realJob()
    const disk = await bench.disk(() => bench.month(5, model, { jobs: JOBS, kept: FEW_KEPT }))
    const few = await bench.drop()
    await bench.month(4, model, { jobs: SECOND_JOBS, kept: MOST_MOVED })
    const many = await bench.drop()
    return measured(disk, few, many)
  } finally {
    await client.end()
  }
}

interface Size {
  readonly jobs: number
  readonly kept: number
}

interface Disk {
  readonly table: string
  readonly rows: number
  readonly bytes: number
}

interface Dropped {
  readonly askedMs: number
  readonly tookMs: number
  readonly before: readonly number[]
  readonly meanwhile: readonly number[]
  readonly answer: string
}

class Bench {
  readonly #server: Server
  readonly #client: pg.Client

  constructor(server: Server, client: pg.Client) {
    this.#server = server
    this.#client = client
  }

  /** A TRANSCODE of the sample with six metadata keys, run by the server. */
  async realJob(): Promise<number> {
    const { mediaRoot } = this.#server
    const id = await this.#server.submit({
      sourceUri: uriOf(join(mediaRoot, 'sample.mp4')),
      ...{
        tags: 'lowres',
        itemId: 'VX-77',
        title: 'Evening news, 28 November',
        app_ticket: 'ACME-2026-0815',
      },
      app_department: 'newsroom',
    })
    for (;;) {
      const { rows } = await this.#client.query(
        'select state from callsheet.job where id = $1 and finished is not null',
        [id],
      )
      if (rows.length > 0) {
        if (rows[0].state !== 'FINISHED') throw new Error(`the job is ${rows[0].state}`)
        return id
      }
      await clock.sleep(50)
    }
  }

  /** Copies the job, with all that belongs to it, into the month so many months ago. */
  async month(ago: number, model: number, size: Size): Promise<void> {
    await this.#client.query(`select setval('callsheet.job_id_seq', callsheet.last_job_id() + 1)`)
    await this.#client.query(fill(ago, model, size))
    for (const name of TABLES) await this.#client.query(`vacuum analyze callsheet.${name}`)
    await this.#client.query('checkpoint')
  }

  /** What the tables have grown by. */
  async disk(work: () => Promise<void>): Promise<readonly Disk[]> {
    const read = async () => (await this.#client.query<Disk>(SIZES)).rows
    const before = await read()
    await work()
    const was = (name: string) => before.find(({ table }) => table === name) ?? { rows: 0, bytes: 0 }
    return (await read()).map(({ table, rows, bytes }) => ({
      ...{ table, rows: rows - was(table).rows, bytes: bytes - was(table).bytes },
    }))
  }

  /** Lets go what is over, beside clients that read and start jobs. */
  async drop(): Promise<Dropped> {
    const before = await this.#waits(clock.sleep(5_000))
    const asked = performance.now()
    await this.#ask('GET', '/API/retention')
    const since = performance.now()
    const askedMs = since - asked
    let [answer, tookMs] = ['', 0]
    const dropping = this.#ask('POST', '/API/retention').then((text) => {
      answer = text
      tookMs = performance.now() - since
    })
    const meanwhile = await this.#waits(dropping)
    return { askedMs, tookMs, before, meanwhile, answer }
  }

  /** The times of requests, ms, until the work has ended and another second has passed. */
  async #waits(work: Promise<unknown>): Promise<readonly number[]> {
    const ended = work.then(() => clock.sleep(1_000))
    const state = { over: false }
    void ended.then(() => {
      state.over = true
    })
    const times: number[] = []
    const asking = requests(this.#server.mediaRoot).map(async (line) => {
      using client = await KeepAlive.open(this.#server.url)
      while (!state.over) {
        const begun = performance.now()
        const { status, body } = await client.ask(
          requestOf(line, HEADERS, line.startsWith('POST') ? '{}' : undefined),
        )
        if (status !== 200) throw new Error(`${line} answered ${status}: ${body}`)
        times.push(performance.now() - begun)
        await clock.sleep(5)
      }
    })
    await Promise.all([ended, ...asking])
    return times
  }

  async #ask(method: string, path: string): Promise<string> {
    const answer = await fetch(`${this.#server.url}${path}`, { method, headers: HEADERS })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return text
  }
}

function requests(mediaRoot: string): readonly string[] {
  const source = encodeURIComponent(`sourceUri=${uriOf(join(mediaRoot, 'none'))}`)
  return [
    'GET /API/job?user=false&sort=jobId%20desc&number=10',
    'GET /API/job/VX-1?metadata=true',
    `POST /API/job?type=DELETE_FILE&holdJob=true&jobmetadata=${source.replace('%3D', '%3d')}`,
  ]
}

function measured(disk: readonly Disk[], few: Dropped, many: Dropped): Measured {
  const bytes = disk.reduce((sum, one) => sum + one.bytes, 0)
  const ms = (time: number) => time.toFixed(0)
  const gone = (name: string, { askedMs, tookMs, before, meanwhile }: Dropped) => [
    [`${name}: GET /retention`, ms(askedMs), ''],
    [`${name}: POST /retention`, ms(tookMs), ''],
    [`${name}: longest request before`, ms(Math.max(...before)), `p50 ${ms(median(before))}`],
    [
      `${name}: longest request meanwhile`,
      ms(Math.max(...meanwhile)),
      `p50 ${ms(median(meanwhile))}, p99 ${ms(quantile(meanwhile, 0.99))}`,
    ],
  ]
  return {
    title: `retention: ${JOBS.toLocaleString('en')} finished TRANSCODE jobs of a month`,
    columns: ['', 'bytes per job; ms', 'rows per job'],
    rows: [
      ...disk.map((one) => [one.table, (one.bytes / JOBS).toFixed(0), (one.rows / JOBS).toFixed(1)]),
      ['in all', (bytes / JOBS).toFixed(0), ''],
      ...gone(`${FEW_KEPT} of ${JOBS} kept`, few),
      ...gone(`${MOST_MOVED} of ${SECOND_JOBS} kept`, many),
    ],
    notes: [
      `In all ${(bytes / 1e6).toFixed(0)} MB, indexes included, as they are after the insert.`,
      `Gone: ${few.answer}; ${many.answer}.`,
    ],
  }
}

const TABLES = ['job', 'step', 'attempt', 'progress', 'log_line', 'metadata', 'history']

const SIZES = TABLES.map(
  (table) => /* sql */ `
select '${table}' as table, (select count(*)::float8 from callsheet.${table}) as rows, (
  select sum(pg_total_relation_size(relid))::float8 from pg_partition_tree('callsheet.${table}') where isleaf) as bytes`,
).join(' union all ')

/** Without triggers; the counts are inserted at once, as the triggers would have. */
const fill = (ago: number, model: number, { jobs, kept }: Size) => /* sql */ `
do $$
declare
  base integer := callsheet.last_job_id();
  first timestamptz := date_trunc('month', now() at time zone 'utc') at time zone 'utc' - interval '${ago} months';
  columns text;
  parent text;
begin
  while (select max(beyond) from callsheet.job_range) <= base + ${jobs} + 1 loop
    perform setval('callsheet.job_id_seq', (select max(beyond) - 1 from callsheet.job_range));
    perform callsheet.make_ranges();
  end loop;
  perform setval('callsheet.job_id_seq', (select max(beyond) - 1 from callsheet.job_range));
  perform callsheet.make_ranges();
  perform setval('callsheet.job_id_seq', (select max(r.first) from callsheet.job_range r));
  execute format('create table callsheet.job_%s partition of callsheet.job for values from (%L) to (%L)',
    to_char(first at time zone 'utc', 'YYYY_MM'), first, first + interval '1 month');
  perform set_config('session_replication_role', 'replica', true);
  select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
  where attrelid = 'callsheet.job'::regclass and attnum > 0 and not attisdropped
    and attname not in ('id', 'started', 'run_started', 'finished', 'keep');
  execute format('insert into callsheet.job (id, started, run_started, finished, keep, %1$s)
    select $1 + n, $2 + n * interval ''20 s'', $2 + n * interval ''20 s'', $2 + n * interval ''20 s'', n <= %2$s, %1$s
    from callsheet.job, generate_series(1, %3$s) n where id = %4$s', columns, ${kept}, ${jobs}, ${model}) using base, first;
  foreach parent in array callsheet.part_tables() loop
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
    where attrelid = ('callsheet.' || parent)::regclass and attnum > 0 and not attisdropped and attname <> 'job_id';
    execute format('insert into callsheet.%1$I (job_id, %2$s) select $1 + n, %2$s
      from generate_series(1, %3$s) n, callsheet.%1$I where job_id = %4$s', parent, columns, ${jobs}, ${model}) using base;
  end loop;
  insert into callsheet.job_count
  select type, state, user_name, priority, count(*) from callsheet.job where id > base and id <= base + ${jobs} group by 1, 2, 3, 4;
end $$`
