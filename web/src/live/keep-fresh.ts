/** What the live stream tells, put into what the page has read; and what it does not tell, asked for. */
import type { QueryClient } from '@tanstack/react-query'
import { Unreachable } from '../api/refusal.ts'
import type { Job, JobPage } from '../api/wire.ts'
import { sleep, within } from '../time/clock.ts'
import { Changes, isTouched } from './changes.ts'
import { further, furtherList } from './further.ts'
import { liveStream } from './live-stream.ts'
import type { Message, StepProgress } from './message.ts'

/** Until `signal` aborts. `root`: the first part of the keys of the queries that it is about. */
export function keepFresh(queries: QueryClient, root: string, signal: AbortSignal): void {
  const changes = new Changes()
  const ends = [
    liveStream.hear((message) => take(message, queries, root, changes)),
    liveStream.subscribe(() => liveStream.connection().is === 'live' && changes.note('any')),
    queries.getQueryCache().subscribe((event) => {
      // A socket does not notice by itself that the other end is gone.
      if (event.type !== 'updated' || event.action.type !== 'error') return
      if (event.action.error instanceof Unreachable) liveStream.doubt()
    }),
  ]
  document.addEventListener('visibilitychange', () => changes.note('any'), { signal })
  signal.addEventListener('abort', () => {
    for (const end of ends) end()
  })
  void sweep(changes, signal)
  void askAgain(queries, root, changes, signal)
}

function take(message: Message, queries: QueryClient, root: string, changes: Changes): void {
  switch (message.type) {
    case 'jobs':
      changes.note('any')
      break
    case 'job':
      if (message.progress) putProgress(queries, root, message.job, message.progress)
      else changes.note(message.job)
      break
    case 'log':
    case 'error':
  }
}

function putProgress(
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

/** Asks again for what has changed: the changes of a moment together, the next only when the answers are there, and never unseen. */
async function askAgain(
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

/** Without a stream everything is asked for again and again; with one now and then: places in queues are not told. */
async function sweep(changes: Changes, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (liveStream.connection().is === 'live') await liveStream.until(false, within(SWEEP_MS, signal))
    else await sleep(POLL_MS, signal)
    changes.note('any')
  }
}

const GATHERS_MS = 100
const RESTS_MS = 900
const POLL_MS = 2_000
const SWEEP_MS = 15_000
