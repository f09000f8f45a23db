/** Measures the abort of 60 000 queued jobs by `POST /job/bulk`. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { uriOf } from '../steps/transcode/renditions.ts'
import { PRESET } from './run/clips.ts'
import { ADMIN, Server } from './run/server.ts'
import type { Measured } from './run/table.ts'

const JOBS = 60_000

/** Times of all requests together and of the longest one, ms, and how many there were. */
interface Took {
  readonly totalMs: number
  readonly longestMs: number
  readonly requests: number
}

export async function bulk(): Promise<Measured> {
  await using server = await Server.start(1)
  const client = new pg.Client(server.connection)
  await client.connect()
  try {
    await post(server, '/job/pause')
    const rows: (readonly string[])[] = []
    for (const cleanup of [false, true]) {
      await fill(server, client)
      const { totalMs, longestMs, requests } = await abortAll(server, client, cleanup)
      rows.push([
        `cleanup=${cleanup}`,
        ...[(totalMs / 1_000).toFixed(1), (JOBS / (totalMs / 1_000)).toFixed(0)],
        ...[String(requests), (longestMs / 1_000).toFixed(1)],
      ])
    }
    return {
      title: `bulk: abort of ${JOBS.toLocaleString('en')} queued TRANSCODE jobs, 10 000 per request`,
      columns: ['', 's', 'jobs/s', 'requests', 'longest, s'],
      rows,
      notes: ['Bar: 15 s. Until the last answer; clean-up steps that the aborts start run on beside them.'],
    }
  } finally {
    await client.end()
  }
}

/** Creates one job by a request, and copies it as it is in the database. */
async function fill(server: Server, client: pg.Client): Promise<void> {
  const source = join(server.mediaRoot, 'source.mov')
  await writeFile(source, '')
  const id = await server.submit({ sourceUri: uriOf(source), tags: PRESET.tag })
  await client.query(COPY.replaceAll('$1', String(id)))
}

async function abortAll(server: Server, client: pg.Client, cleanup: boolean): Promise<Took> {
  const times: number[] = []
  for (let after = ''; ; ) {
    const begun = performance.now()
    const { job, refused } = await post(
      server,
      `/job/bulk?action=abort&state=READY&type=TRANSCODE&user=false&cleanup=${cleanup}${after}`,
    )
    times.push(performance.now() - begun)
    if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused[0])}`)
    if (job.length < MOST_AT_ONCE) break
    after = `&after=${job.at(-1)?.jobId}`
  }
  const { rows } = await client.query<{ count: number }>(NOT_ABORTED)
  if (rows[0]?.count !== 0) throw new Error(`${rows[0]?.count} jobs are not aborted`)
  return {
    totalMs: times.reduce((sum, one) => sum + one, 0),
    longestMs: Math.max(...times),
    requests: times.length,
  }
}

interface Answer {
  readonly job: readonly { readonly jobId: string }[]
  readonly refused: readonly unknown[]
}

async function post(server: Server, path: string): Promise<Answer> {
  const answer = await fetch(`${server.url}/API${path}`, {
    method: 'POST',
    headers: { authorization: ADMIN, accept: 'application/json' },
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${text}`)
  return text === '' ? { job: [], refused: [] } : (JSON.parse(text) as Answer)
}

/** As many jobs as one request changes at most. */
const MOST_AT_ONCE = 10_000

const NOT_ABORTED = /* sql */ `
select count(*)::integer as count from callsheet.job where abort_requested is null and finished is null`

const COPY = /* sql */ `
create temporary table made on commit drop as
select nextval(pg_get_serial_sequence('callsheet.job', 'id'))::integer as id from generate_series(2, ${JOBS});
insert into callsheet.job (id, type, state, held, priority, user_name)
select made.id, j.type, j.state, j.held, j.priority, j.user_name from callsheet.job j, made where j.id = $1;
insert into callsheet.step (job_id, number, name, description, state, priority, need, runs_as, after, alongside, critical,
  cleanup, tries, backoff)
select made.id, s.number, s.name, s.description, s.state, s.priority, s.need, s.runs_as, s.after, s.alongside, s.critical,
  s.cleanup, s.tries, s.backoff
from callsheet.step s, made where s.job_id = $1;
insert into callsheet.metadata (job_id, key, value)
select made.id, m.key, m.value from callsheet.metadata m, made where m.job_id = $1;
insert into callsheet.history (job_id, event, became, by_user)
select made.id, h.event, h.became, h.by_user from callsheet.history h, made where h.job_id = $1;
analyze callsheet.job, callsheet.step, callsheet.metadata, callsheet.history`
