/** Controls a real server or worker in a test, by its process, output and HTTP API. */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { FINAL_JOB_STATES } from '../../../schema/states.ts'

/** The parts of a JobDocument that tests check. */
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
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  /** Resolves when it is ready for use; rejects if it ends before that. */
  readonly up: Promise<void>
  readonly pid: number
  /** The URL that it listens on; empty for a worker. */
  url = ''
  readonly #process: ChildProcess
  readonly #lines: string[] = []

  constructor(started: ChildProcess) {
    this.#process = started
    this.pid = started.pid ?? 0
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.up = promise
    this.up.catch(() => undefined) // run() does not wait for it
    this.ended = once(started, 'close').then(([code, signal]) => ({ code, signal }))
    for (const stream of [started.stdout, started.stderr]) {
      assert.ok(stream)
      createInterface({ input: stream }).on('line', (line) => {
        this.#lines.push(line)
        const url = / listens on (http:[^", ]+)/.exec(line)?.[1]
        this.url = url ?? this.url
        if (url !== undefined || line.includes(' runs as a worker on ')) resolve()
      })
    }
    void this.ended.then(({ code }) => reject(new Error(`ended with ${code}:\n${this.said}`)))
  }

  /** Its output so far, stdout and stderr. */
  get said(): string {
    return this.#lines.join('\n')
  }

  async stop(signal: NodeJS.Signals): ReturnType<typeof this.ended.then<{ code: number | null }>> {
    this.#process.kill(signal)
    return this.ended
  }

  /** Signals the whole process group, as a closing terminal does. */
  async stopGroup(signal: NodeJS.Signals): Promise<void> {
    process.kill(-this.pid, signal)
    await this.ended
  }

  /** Adds steps to job types. */
  async define(task: readonly object[]): Promise<void> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const body = JSON.stringify({ task })
    const response = await this.request('POST', '/task-definition', { headers, body })
    assert.equal(response.status, 200, await response.text())
  }

  /** Creates a job by XML; returns its id. */
  async submit(metadata: Readonly<Record<string, string>>, query = '', type = 'TRANSCODE'): Promise<string> {
    const fields = Object.entries(metadata).map(
      ([key, value]) => `<field><key>${key}</key><value>${value}</value></field>`,
    )
    const body = `<SimpleMetadataDocument xmlns="http://xml.vidispine.com/schema/vidispine">${fields.join('')}</SimpleMetadataDocument>`
    const headers = { 'content-type': 'application/xml', accept: 'text/plain' }
    const response = await this.request('POST', `/job?type=${type}${query}`, { headers, body })
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

  /** Waits until the job is as wanted and returns it. Fails at once if it is final and not as wanted. */
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
