/**
 * Measures a list of 100 jobs with metadata over HTTP, against a handwritten server that sends the same
 * bytes.
 */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { KeepAlive, requestOf, throughput } from './run/keep-alive.ts'
import { ADMIN, Server } from './run/server.ts'
import { type Measured, median } from './run/table.ts'

const JOBS = 10_000
const CONNECTIONS = [1, 16] as const
const FORMATS = ['application/json', 'application/xml'] as const
const CODINGS = ['identity', 'gzip'] as const
/** The two sides alternate, so that a change in the speed of the machine affects both. */
const ROUNDS = 3
const TURN_MS = 900

export async function documents(): Promise<Measured> {
  await using server = await Server.start(2)
  const client = new pg.Client(server.connection)
  await client.connect()
  await client.query(FILL)
  await client.end()
  await using floor = await byHand(server.connection)
  const rows: (readonly string[])[] = []
  for (const format of FORMATS)
    for (const coding of CODINGS)
      for (const count of CONNECTIONS) rows.push(await compared(server.url, floor.url, format, coding, count))
  return {
    title: 'documents: GET /job?user=false&metadata=true&number=100 over HTTP, six metadata keys each',
    columns: ['connections', 'requests/s', 'handwritten', 'ratio'],
    rows,
    notes: [
      `Medians of ${ROUNDS} turns. Handwritten: node:http, plain pg with the same three statements, no authentication, equal bodies.`,
      'Bar: 0.6 of the handwritten server.',
    ],
  }
}

async function compared(
  callsheet: string,
  handwritten: string,
  format: string,
  coding: string,
  count: number,
): Promise<readonly string[]> {
  using all = new DisposableStack()
  const open = async (url: string) => {
    const opened = await Promise.all(Array.from({ length: count }, () => KeepAlive.open(url)))
    for (const one of opened) all.use(one)
    return opened
  }
  const [server, floor] = [await open(callsheet), await open(handwritten)]
  const request = requestOf(LINE, { accept: format, 'accept-encoding': coding, authorization: ADMIN })
  await same(server, floor, request)
  const reached: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    const turn = [
      await throughput(server, request, TURN_MS),
      await throughput(floor, request, TURN_MS),
    ] as const
    // The first round is the warm-up.
    if (round > 0) for (const side of [0, 1] as const) reached[side].push(turn[side])
  }
  const [a, b] = [median(reached[0]), median(reached[1])]
  const name = `${format}, ${coding}, ${count} connection${count === 1 ? '' : 's'}`
  return [name, a.toFixed(0), b.toFixed(0), (a / b).toFixed(2)]
}

const LINE = 'GET /API/job?user=false&metadata=true&number=100'

/** Checks that both sides do the same work: their bodies are equal. */
async function same(
  [callsheet]: readonly KeepAlive[],
  [handwritten]: readonly KeepAlive[],
  request: string,
): Promise<void> {
  const [one, other] = [await callsheet?.ask(request), await handwritten?.ask(request)]
  if (one === undefined || other === undefined || one.status !== 200 || !one.body.equals(other.body))
    throw new Error(
      `the servers answer differently:\n${one?.body.subarray(0, 900)}\n${other?.body.subarray(0, 900)}`,
    )
}

async function byHand(connection: pg.ClientConfig): Promise<AsyncDisposable & { readonly url: string }> {
  const child = fork(fileURLToPath(new URL('./run/documents-by-hand.ts', import.meta.url)), [
    JSON.stringify(connection),
  ])
  const [url] = (await once(child, 'message')) as [string]
  return {
    url,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/**
 * Finished jobs, so that nothing changes meanwhile. The stored counts are inserted as if they were folded.
 */
const FILL = /* sql */ `
set session_replication_role = replica;
insert into callsheet.job (type, state, priority, user_name, started, run_started, finished)
select 'TRANSCODE', 'FINISHED', 1 + n % 6, 'user' || n % 50, t, t + interval '3 s', t + interval '9 s'
from (select n, date_trunc('month', now()) + n * interval '4 s' as t from generate_series(1, ${JOBS}) n) made;
insert into callsheet.metadata (job_id, key, value)
select j.id, d.key, d.value from callsheet.job j, lateral (values
  ('itemUuid', 'VX-' || j.id + 1000), ('originalFilename', 'Fläche & Raum ' || j.id || '.mov'),
  ('sourceUri', 'file:///in/a%20b-' || j.id || '.mov'), ('tags', 'lowres,original'),
  ('transcodeMediaTimes', '100.0,100.0'), ('transcodeProgress', '4.6708E-6')) d (key, value);
insert into callsheet.job_count select type, state, user_name, priority, count(*) from callsheet.job group by 1, 2, 3, 4;
set session_replication_role = origin;
analyze callsheet.job, callsheet.metadata, callsheet.job_count`
