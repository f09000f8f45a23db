/** Jobs of type TEST over the API, whose steps do what their metadata tell them. */
import assert from 'node:assert/strict'
import { clock } from '../steps/engine/clock.ts'
import type { Serving } from './serving.ts'

export function toldJob({ ask }: Pick<Serving, 'ask'>) {
  return {
    /** Starts one; answers its id. */
    async start(told: Readonly<Record<string, string>>): Promise<string> {
      const field = Object.entries(told).map(([key, value]) => ({ key, value }))
      const how = { type: 'application/json', body: JSON.stringify({ field }) }
      const { status, body } = await ask('POST /job?type=TEST', how)
      assert.equal(status, 200, JSON.stringify(body))
      return body.jobId
    },

    /** Waits until it is in a state; answers its document. */
    async becomes(id: string, state: string, withinMs = 10_000) {
      const late = AbortSignal.timeout(withinMs)
      for (;;) {
        const { body } = await ask(`GET /job/${id}`)
        if (body.status === state) return body
        if (late.aborted) assert.fail(`${id} is not ${state} within ${withinMs} ms: ${JSON.stringify(body)}`)
        await clock.sleep(25)
      }
    },
  }
}
