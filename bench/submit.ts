/** Measures the time from submitting a job until its first step runs, against a handwritten queue. */

import { join } from 'node:path'
import { clock } from '../steps/engine/runtime/clock.ts'
import { uriOf } from '../steps/transcode/renditions.ts'
import { HandWrittenQueue } from './queues/hand-written-queue.ts'
import { KeepAlive, requestOf } from './run/keep-alive.ts'
import { ADMIN, Server } from './run/server.ts'
import { type Measured, median, quantile } from './run/table.ts'
import { Watch } from './run/watch.ts'

/** Timed jobs, after some warm-up jobs: a fresh process is slower by half. */
const JOBS = 50
const WARM_UP = 10
/** Pause between jobs, so that the server has finished all work of the previous job. */
const REST_MS = 50

/** Times of one job, ms since just before its request. */
interface Timed {
  readonly answered: number
  readonly running: number
  readonly finished: number
}

export async function submit(): Promise<Measured> {
  await using server = await Server.start(2)
  await using watch = await Watch.open(server.connection)
  await using queue = await HandWrittenQueue.open(watch, server.connection)
  using client = await KeepAlive.open(server.url)
  const floor: number[] = []
  const jobs: Timed[] = []
  for (let round = 0; round < WARM_UP + JOBS; round++) {
    await clock.sleep(REST_MS)
    const started = await queue.startOne()
    await clock.sleep(REST_MS)
    const job = await startOne(server, client, watch)
    if (round < WARM_UP) continue
    floor.push(started)
    jobs.push(job)
  }
  return measured(floor, jobs)
}

async function startOne(server: Server, client: KeepAlive, watch: Watch): Promise<Timed> {
  const begun = performance.now()
  const { status, body } = await client.ask(requestFor(server))
  const answered = performance.now() - begun
  const id = Number(/"VX-(\d+)"/.exec(body.toString())?.[1])
  if (status !== 200) throw new Error(`POST /API/job answered ${status}: ${body}`)
  const running = await watch.first(`job ${id} step 100 STARTED_ASYNCHRONOUS`)
  return { answered, running: running.at - begun, finished: (await watch.finished(id)) - begun }
}

/** The request of a client that follows the documentation. */
function requestFor({ mediaRoot }: Server): string {
  const metadata = { sourceUri: uriOf(join(mediaRoot, 'sample.mp4')), tags: 'original' }
  const field = Object.entries(metadata).map(([key, value]) => ({ key, value }))
  const headers = { authorization: ADMIN, accept: 'application/json', 'content-type': 'application/json' }
  return requestOf('POST /API/job?type=TRANSCODE', headers, JSON.stringify({ field }))
}

function measured(floor: readonly number[], jobs: readonly Timed[]): Measured {
  const base = median(floor)
  const row = (name: string, times: readonly number[]) =>
    [
      name,
      median(times).toFixed(1),
      quantile(times, 0.95).toFixed(1),
      (median(times) / base).toFixed(1),
    ] as const
  return {
    title: `submit: ${JOBS} jobs one at a time, each next to one of a handwritten queue`,
    columns: ['', 'p50, ms', 'p95, ms', '× the floor'],
    rows: [
      row('handwritten queue (the floor): insert → claimed and marked', floor),
      row(
        'Callsheet: POST /job → answered',
        jobs.map(({ answered }) => answered),
      ),
      row(
        'Callsheet: POST /job → first step running',
        jobs.map(({ running }) => running),
      ),
      row(
        'Callsheet: POST /job → FINISHED, a copy of 10 s of video in five steps',
        jobs.map(({ finished }) => finished),
      ),
    ],
    notes: ['Bar: the first step runs within 3 × the floor, about 15 ms on two cores; aim: 5 ms.'],
  }
}
