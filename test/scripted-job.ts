/** Starts and observes jobs over the API, by default of type TEST, whose metadata control the steps. */
import assert from 'node:assert/strict'
import { clock } from '../steps/engine/runtime/clock.ts'
import type { Serving } from './serving.ts'

export function scriptedJob({ ask }: Pick<Serving, 'ask'>, type = 'TEST') {
  /** Repeats a request until the answer is as wanted; returns the answer. Fails after 10 s. */
  async function until(line: string, isAsWanted: (body: Answer) => boolean): Promise<Answer> {
    const late = AbortSignal.timeout(10_000)
    for (;;) {
      const { body } = await ask(line)
      if (isAsWanted(body)) return body
      if (late.aborted) assert.fail(`${line} is not as wanted within 10 s: ${JSON.stringify(body)}`)
      await clock.sleep(25)
    }
  }

  return {
    /** Starts a job; returns its id. */
    async start(metadata: Readonly<Record<string, string>>): Promise<string> {
      const field = Object.entries(metadata).map(([key, value]) => ({ key, value }))
      const how = { type: 'application/json', body: JSON.stringify({ field }) }
      const { status, body } = await ask(`POST /job?type=${type}`, how)
      assert.equal(status, 200, JSON.stringify(body))
      return body.jobId
    },

    /** Waits until the job is in a state; returns its document. */
    becomes: (id: string, state: string) => until(`GET /job/${id}`, ({ status }) => status === state),

    /** Waits until the reason of the job has this cause; returns its sentence. */
    async says(id: string, wanted: string): Promise<string> {
      const { reason } = await until(`GET /job/${id}/reason`, ({ cause }) => cause === wanted)
      return reason.replace(/problem \d+/, 'problem N')
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the body of an answer, as supertest has it
type Answer = any
