/** An API with an agent and a storage, for the suites of imports. */
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { agentHere } from '../../agent-here.ts'
import { type Serving, serving } from '../../serving.ts'
import { H264, make, PICTURE, TONE } from '../../tasks/machine.ts'

/** Documents as tests read them. */
// biome-ignore lint/suspicious/noExplicitAny: the tests check the shape of what they read
export type Body = any

export interface Importing extends Serving {
  /** The id of the storage. */
  readonly storage: () => string
  /** The folder of the storage. */
  readonly folder: () => string
  /** A folder beside it. */
  readonly inbox: () => string
  /** The URI of a file in the inbox, percent-encoded for a query. */
  readonly inboxUri: (name: string) => string
  /** The document that a request answers with 200, as JSON. */
  readonly get: (line: string, body?: object) => Promise<Body>
  /** Waits until a job is over; its document with metadata. */
  readonly over: (job: Body, state?: string) => Promise<Body>
}

/** Serves with an agent, and makes `clip.mp4` of two seconds in the inbox. */
export function importing(): Importing {
  const served = serving({ SETTLED_AFTER: '0' })
  let stack: AsyncDisposableStack
  let storage = ''
  const at = (name: string) => join(served.api().mediaRoot, name)
  before(async function () {
    this.timeout(60_000)
    stack = new AsyncDisposableStack()
    stack.use(await agentHere(served.api(), 'a', { SETTLED_AFTER: '0' }))
    for (const name of ['storage', 'inbox']) await mkdir(at(name))
    await make(at('inbox/clip.mp4'), [...PICTURE(2), ...TONE(2), ...H264, '-c:a', 'aac', '-shortest'])
    const made = await get('POST /storage', { method: [{ uri: pathToFileURL(at('storage')).href }] })
    storage = made.id
  })
  after(() => stack.disposeAsync())

  async function get(line: string, body?: object): Promise<Body> {
    const how = body ? { type: 'application/json', body: JSON.stringify(body) } : {}
    const answer = await served.ask(line, { by: 'root', ...how })
    assert.ok(answer.status < 300, `${answer.status} ${line}: ${answer.text}`)
    return answer.body
  }

  async function over({ jobId }: Body, state = 'FINISHED'): Promise<Body> {
    for (let tries = 0; tries < 600; tries += 1) {
      const job = await get(`GET /job/${jobId}?metadata=true`)
      if (job.finished === undefined) await new Promise((resolve) => setTimeout(resolve, 50))
      else {
        assert.equal(job.status, state, JSON.stringify(job, undefined, 1))
        return job
      }
    }
    throw new Error(`job ${jobId} is not over after 30 s`)
  }

  return {
    ...served,
    ...{ get, over },
    storage: () => storage,
    folder: () => at('storage'),
    inbox: () => at('inbox'),
    inboxUri: (name) => encodeURIComponent(pathToFileURL(at(`inbox/${name}`)).href),
  }
}

/** The value of a key in the data of a job. */
export function datum({ data = [] }: Body, key: string): string | undefined {
  return data.find((one: Body) => one.key === key)?.value
}
