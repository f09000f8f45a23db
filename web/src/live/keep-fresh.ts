/** Keeps cached queries up to date: by the live stream, and by refetching what it does not report. */
import type { QueryClient } from '@tanstack/react-query'
import { Unreachable } from '../api/refusal.ts'
import type { Job, JobPage } from '../api/wire.ts'
import { sleep, within } from '../time/clock.ts'
import { Changes, isTouched } from './changes.ts'
import { further, furtherList } from './further.ts'
import { liveStream } from './live-stream.ts'
import type { Message, StepProgress } from './message.ts'
import { watchReturn } from './watch-return.ts'

/** Runs until `signal` aborts. `root`: the first part of the keys of the queries to keep up to date. */
export function keepFresh(queries: QueryClient, root: string, signal: AbortSignal): void {
  const changes = new Changes()
  const unsubscribes = [
    liveStream.receive((message) => apply(message, queries, root, changes)),
    liveStream.subscribe(() => liveStream.connection().is === 'live' && changes.note('any')),
    queries.getQueryCache().subscribe((event) => {
      // A socket does not notice when the server is gone, but a failed request shows it.
      if (event.type !== 'updated' || event.action.type !== 'error') return
      if (event.action.error instanceof Unreachable) liveStream.doubt()
    }),
  ]
  document.addEventListener('visibilitychange', () => changes.note('any'), { signal })
  signal.addEventListener('abort', () => {
    for (const unsubscribe of unsubscribes) unsubscribe()
  })
  void sweep(changes, signal)
  void watchReturn(() => {
    liveStream.tryAgain()
    // Not by `changes`: a batch can still wait for requests that were lost on the way.
    void queries.invalidateQueries({ queryKey: [root] })
  }, signal)
  void refetch(queries, root, changes, signal)
}

function apply(message: Message, queries: QueryClient, root: string, changes: Changes): void {
  switch (message.type) {
    case 'jobs':
      changes.note('any')
      break
    case 'job':
      if (message.progress) applyProgress(queries, root, message.job, message.progress)
      else changes.note(message.job)
      break
    case 'log':
    case 'error':
  }
}

function applyProgress(
  queries: QueryClient,
  root: string,
  job: string,
  progress: readonly StepProgress[],
): void {
  queries.setQueriesData<JobPage>(
    { queryKey: [root, 'jobs'] },
    (page) => page && furtherList(page, job, progress),
  )
  queries.setQueryData<Job>([root, 'job', job], (one) => one && further(one, job, progress))
}

/** Refetches changed queries in batches, one batch at a time, and never while the page is hidden. */
async function refetch(
  queries: QueryClient,
  root: string,
  changes: Changes,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await changes.noted
    await sleep(GATHERS_MS, signal)
    const changed = changes.take()
    if (document.hidden || signal.aborted) continue
    await queries.invalidateQueries({
      queryKey: [root],
      predicate: ({ queryKey }) => isTouched(queryKey.slice(1), changed),
    })
    await sleep(RESTS_MS, signal)
  }
}

/**
 * Polls without a stream; with one, sweeps now and then, because the stream does not report queue positions.
 */
async function sweep(changes: Changes, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (liveStream.connection().is === 'live') await liveStream.until(false, within(SWEEP_MS, signal))
    else await sleep(POLL_MS, signal)
    changes.note('any')
  }
}

/** Changes within this time form a batch. */
const GATHERS_MS = 100
/** The pause after a batch. */
const RESTS_MS = 900
const POLL_MS = 2_000
const SWEEP_MS = 15_000
