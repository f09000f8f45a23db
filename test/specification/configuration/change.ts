/** Requests of configuration tests: bodies in each format, and refusals in short. */
import assert from 'node:assert/strict'
import type { Serving } from '../../serving.ts'

export const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
export const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
export const TYPES = { xml: 'application/xml', json: 'application/json', text: 'text/plain' } as const

export function change({ ask }: Pick<Serving, 'ask'>) {
  const send = (line: string, body: string, type: keyof typeof TYPES = bodyType(body)) =>
    ask(line, { by: 'root', type: TYPES[type], body })
  return {
    send,
    /** Sends a request that must succeed with an empty answer. */
    async done(line: string, body?: string): Promise<void> {
      const { status, text } = await (body === undefined ? ask(line, { by: 'root' }) : send(line, body))
      assert.deepEqual([status, text], [200, ''])
    },
    /** The answer of a GET. */
    async get(path: string, accept: keyof typeof TYPES = 'json'): Promise<string> {
      const { status, text } = await ask(`GET ${path}`, { by: 'root', accept: TYPES[accept] })
      assert.equal(status, 200, text)
      return text
    },
    /** `400 context: explanation` of a refused request. */
    async refused(line: string, body?: string): Promise<string> {
      const { status, body: answer } = await (body === undefined
        ? ask(line, { by: 'root' })
        : send(line, body))
      const { invalidInput, notFound, forbidden } = answer
      if (notFound) return `${status} ${notFound.type} ${notFound.id}: ${notFound.context}`
      return `${status} ${(invalidInput ?? forbidden).context}: ${(invalidInput ?? forbidden).explanation}`
    },
  }
}

function bodyType(body: string): keyof typeof TYPES {
  return body.startsWith('<') ? 'xml' : 'json'
}
