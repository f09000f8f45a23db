/** Reads the log of a job from its beginning, then follows it as it is written. */
import { readJobLog } from '../api/jobs/read-job-log.ts'
import { Refusal } from '../api/refusal.ts'
import { liveStream } from '../live/live-stream.ts'
import type { LogLine } from '../live/message.ts'
import { sleep, within } from '../time/clock.ts'

interface Page {
  readonly last?: string | undefined
  readonly line: readonly LogLine[]
}

/** Receives lines. A line may be delivered twice, but none is skipped. */
export type TakeLines = (lines: readonly LogLine[]) => void

/**
 * Runs until `signal` aborts or the job is deleted. Reads existing lines page by page, then follows the live
 * stream, or polls without one. When the stream is lost, it reads on from the last line.
 */
export async function follow(job: string, takeLines: TakeLines, signal: AbortSignal): Promise<void> {
  let last: string | undefined
  const take = (page: Page) => {
    last = page.last ?? last
    takeLines(page.line)
  }
  while (!signal.aborted) {
    const page = await read(job, last, signal)
    if (page === 'gone' || signal.aborted) return
    if (page === 'unanswered') await sleep(POLL_MS, signal)
    else {
      take(page)
      if (page.line.length === PAGE) continue
      if (liveStream.connection().is === 'live') await listen(job, last, take, signal)
      else await liveStream.until(true, within(POLL_MS, signal))
    }
  }
}

async function read(
  job: string,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Page | 'gone' | 'unanswered'> {
  try {
    return await readJobLog(job, { after, number: PAGE, signal })
  } catch (error) {
    return error instanceof Refusal && error.status === 404 ? 'gone' : 'unanswered'
  }
}

/** Resolves when the stream ends or `signal` aborts. */
async function listen(
  job: string,
  after: string | undefined,
  take: (page: Page) => void,
  signal: AbortSignal,
): Promise<void> {
  const end = liveStream.receive((message) => {
    if (message.type === 'log' && message.job === job) take(message)
  })
  liveStream.watch({ job, after })
  await liveStream.until(false, signal)
  end()
  liveStream.watch(undefined)
}

/** Lines per response, about 400 kB. */
const PAGE = 2_000
const POLL_MS = 2_000
