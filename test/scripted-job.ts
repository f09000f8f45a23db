/** Starts jobs over the API, by default of type TEST, whose steps follow scripts in the metadata. */
import assert from 'node:assert/strict'
import { clock } from '../steps/engine/runtime/clock.ts'
import type { Serving } from './serving.ts'

export function scriptedJob({ ask }: Pick<Serving, 'ask'>, type = 'TEST') {
  /** Repeats a request until the answer meets the condition; returns the answer. */
  async function until(line: string, isMet: (body: Answer) => boolean): Promise<Answer> {
    const late = AbortSignal.timeout(10_000)
    for (;;) {
      const { body } = await ask(line)
      if (isMet(body)) return body
      if (late.aborted)
        assert.fail(`${line} does not meet the condition within 10 s: ${JSON.stringify(body)}`)
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

    /** Waits until this is the cause why the job does not run; returns the reason. */
    async says(id: string, wanted: string): Promise<string> {
      const { reason } = await until(`GET /job/${id}/reason`, ({ cause }) => cause === wanted)
      return reason.replace(/problem \d+/, 'problem N')
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the body of an answer, as supertest types it
type Answer = any
