/**
 * The floor of `documents`: a server of node:http, plain `pg` with the same SQL, and handwritten templates.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import pg from 'pg'
import { statement } from '../../schema/queries/jobs/read-jobs.ts'
import { PRIORITIES } from '../../schema/states.ts'

interface Row {
  readonly id: number
  readonly type: string
  readonly state: string
  readonly priority: number
  readonly user: string
  readonly started: string
  readonly finished: string | null
  readonly metadata: readonly { readonly key: string; readonly value: string }[]
}

const HITS = { name: 'hits', text: 'select sum(j.delta) as hits from callsheet.job_count j' }
const IDS = { name: 'ids', text: 'select j.id from callsheet.job j order by j.id asc limit $1 offset $2' }
/** The statement of the server, so that the two cannot diverge. */
const JOBS = {
  name: 'jobs',
  text: statement({ metadata: true, steps: false, runs: true }).replace('?', '$1'),
}

async function read(pool: pg.Pool): Promise<{ readonly hits: number; readonly rows: readonly Row[] }> {
  const hits = await pool.query<{ hits: string }>(HITS)
  const ids = await pool.query<{ id: number }>({ ...IDS, values: [100, 0] })
  const wanted = ids.rows.map(({ id }) => id)
  const jobs = await pool.query<{ job: Row }>({ ...JOBS, values: [wanted] })
  const found = new Map(jobs.rows.map(({ job }) => [job.id, job]))
  return { hits: Number(hits.rows[0]?.hits), rows: wanted.flatMap((id) => found.get(id) ?? []) }
}

function asJson(hits: number, rows: readonly Row[]): string {
  const time = (text: string) => `${new Date(text).toISOString().slice(0, -1)}+0000`
  return JSON.stringify({
    hits,
    job: rows.map((row) => ({
      jobId: `VX-${row.id}`,
      user: row.user,
      started: time(row.started),
      ...(row.finished !== null && { finished: time(row.finished) }),
      status: row.state,
      type: row.type,
      priority: PRIORITIES[row.priority - 1],
      data: row.metadata,
    })),
  })
}

function asXml(hits: number, rows: readonly Row[]): string {
  const time = (text: string) => new Date(text).toISOString()
  const jobs = rows.map(
    (row) =>
      `<job><jobId>VX-${row.id}</jobId><user>${safe(row.user)}</user><started>${time(row.started)}</started>` +
      `${row.finished === null ? '' : `<finished>${time(row.finished)}</finished>`}` +
      `<status>${row.state}</status><type>${safe(row.type)}</type><priority>${PRIORITIES[row.priority - 1]}</priority>` +
      `${row.metadata.map(({ key, value }) => `<data><key>${safe(key)}</key><value>${safe(value)}</value></data>`).join('')}</job>`,
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    `<JobListDocument xmlns="http://xml.vidispine.com/schema/vidispine"><hits>${hits}</hits>${jobs.join('')}</JobListDocument>`
  )
}

function safe(text: string): string {
  return text.replace(/[&<>]/g, (mark) => (mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : '&gt;'))
}

const zip = promisify<string, Buffer>(gzip)

async function answer(pool: pg.Pool, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { hits, rows } = await read(pool)
  const json = request.headers.accept === 'application/json'
  const text = json ? asJson(hits, rows) : asXml(hits, rows)
  const zipped = request.headers['accept-encoding'] === 'gzip'
  const body = zipped ? await zip(text) : text
  response.writeHead(200, {
    'Content-Type': json ? 'application/json' : 'application/xml',
    'Content-Length': Buffer.byteLength(body),
    ...(zipped && { 'Content-Encoding': 'gzip' }),
  })
  response.end(body)
}

if (import.meta.main) {
  const pool = new pg.Pool({ ...(JSON.parse(process.argv[2] ?? '') as pg.ClientConfig), max: 10 })
  const server = createServer((request, response) => void answer(pool, request, response))
  server.listen(0, '127.0.0.1', () =>
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  )
  process.once('disconnect', () => process.exit())
}
