/** A real server (or worker) as a test sees it: a process that writes lines and answers over HTTP. */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { FINAL_JOB_STATES } from '../../../schema/states.ts'

/** The parts of a JobDocument that tests look at. */
export interface Job {
  readonly jobId: string
  readonly status: string
  readonly log?: { readonly task: readonly Task[] }
  readonly data?: readonly { readonly key: string; readonly value: string }[]
}

export interface Task {
  readonly step: number
  readonly attempts: number
  readonly status: string
  readonly progress?: { readonly value: number }
  readonly errorMessage?: string
  readonly subStep?: readonly { readonly description: string }[]
}

export class Server {
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  /** Resolves when it is ready to be used; rejects when it ends before. */
  readonly up: Promise<void>
  readonly pid: number
  /** Where it listens; empty for a worker. */
  url = ''
  readonly #process: ChildProcess
  readonly #lines: string[] = []

  constructor(started: ChildProcess) {
    this.#process = started
    this.pid = started.pid ?? 0
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.up = promise
    this.up.catch(() => undefined) // one that is expected to end is not waited for
    this.ended = once(started, 'close').then(([code, signal]) => ({ code, signal }))
    for (const stream of [started.stdout, started.stderr]) {
      assert.ok(stream)
      createInterface({ input: stream }).on('line', (line) => {
        this.#lines.push(line)
        const url = / listens on (http:[^"]+)/.exec(line)?.[1]
        this.url = url ?? this.url
        if (url !== undefined || line.includes(' works for the server on ')) resolve()
      })
    }
    void this.ended.then(({ code }) => reject(new Error(`ended with ${code}:\n${this.said}`)))
  }

  /** Everything it wrote, to both outputs. */
  get said(): string {
    return this.#lines.join('\n')
  }

  async stop(signal: NodeJS.Signals): ReturnType<typeof this.ended.then<{ code: number | null }>> {
    this.#process.kill(signal)
    return this.ended
  }

  /** Ends the whole process group, as a terminal that is closed does. */
  async stopGroup(signal: NodeJS.Signals): Promise<void> {
    process.kill(-this.pid, signal)
    await this.ended
  }

  /** Starts a TRANSCODE by XML; answers the id of the job. */
  async submit(metadata: Readonly<Record<string, string>>, query = ''): Promise<string> {
    const fields = Object.entries(metadata).map(
      ([key, value]) => `<field><key>${key}</key><value>${value}</value></field>`,
    )
    const body = `<SimpleMetadataDocument xmlns="http://xml.vidispine.com/schema/vidispine">${fields.join('')}</SimpleMetadataDocument>`
    const headers = { 'content-type': 'application/xml', accept: 'text/plain' }
    const response = await this.request('POST', `/job?type=TRANSCODE${query}`, { headers, body })
    const text = await response.text()
    assert.equal(response.status, 200, text)
    return text.trim()
  }

  async job(id: string): Promise<Job> {
    const response = await this.request('GET', `/job/${id}?metadata=true`, {
      headers: { accept: 'application/json' },
    })
    assert.equal(response.status, 200)
    return (await response.json()) as Job
  }

  async abort(id: string, query = ''): Promise<number> {
    return (await this.request('DELETE', `/job/${id}${query}`)).status
  }

  /** Waits until the job is as wanted, and answers it. A job that is final already and not as wanted fails at once. */
  async until(id: string, wanted: (job: Job) => boolean, withinMs = 30_000): Promise<Job> {
    const late = AbortSignal.timeout(withinMs)
    for (;;) {
      const job = await this.job(id)
      if (wanted(job)) return job
      const isOver = (FINAL_JOB_STATES as readonly string[]).includes(job.status)
      if (isOver || late.aborted) assert.fail(`${JSON.stringify(job, undefined, 1)}\n${this.said}`)
      await sleep(25)
    }
  }

  final(id: string, state: string, withinMs?: number): Promise<Job> {
    return this.until(id, ({ status }) => status === state, withinMs)
  }

  request(method: string, path: string, more: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Basic ${btoa('admin:admin')}`, ...more.headers }
    return fetch(`${this.url}/API${path}`, { ...more, method, headers })
  }
}

/** The runs of a step. */
export function runs({ log }: Job, step: number): readonly Task[] {
  return log?.task.filter((task) => task.step === step) ?? []
}

export function datum({ data }: Job, key: string): string | undefined {
  return data?.find((pair) => pair.key === key)?.value
}
