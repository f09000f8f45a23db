/** Sends requests to the server of a benchmark, and waits for its jobs. */
import { clock } from '../../steps/engine/runtime/clock.ts'
import { ADMIN, type Server } from './server.ts'

interface Answer {
  readonly [member: string]: unknown
}

/** The document that a request answers, as JSON; `line`: `POST /storage`. */
export async function ask({ url }: Server, line: string, body?: object): Promise<Answer> {
  const [method = 'GET', path = ''] = line.split(' ')
  const answer = await fetch(`${url}/API${path}`, {
    method,
    headers: { authorization: ADMIN, accept: 'application/json', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${line} answered ${answer.status}: ${text}`)
  return text === '' ? {} : (JSON.parse(text) as Answer)
}

/** Waits until a job is over; throws unless it is FINISHED. */
export async function finished(server: Server, job: unknown): Promise<void> {
  for (;;) {
    const { status, finished: at } = await ask(server, `GET /job/${job}`)
    if (status === 'FINISHED') return
    if (at !== undefined) throw new Error(`job ${job} is ${status}`)
    await clock.sleep(POLL_MS)
  }
}

const POLL_MS = 20
