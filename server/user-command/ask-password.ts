/** Asks for a password at a terminal, without showing it, or reads it from the input. */
import { createInterface, type Interface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { CannotStart } from '../process/cannot-start.ts'

/** The parts of a process that a question needs. */
export interface Terminal {
  readonly input: NodeJS.ReadStream
  readonly say: (text: string) => void
}

/** Asks twice. From a pipe, the password is the first line. */
export async function askPassword({ input, say }: Terminal, name: string): Promise<string> {
  if (!input.isTTY) return (await text(input)).split(/\r?\n/, 1).join('')
  const reader = silentReader(input)
  const { promise: left, reject } = Promise.withResolvers<never>()
  reader.once('SIGINT', () => reader.close())
  reader.once('close', () => reject(new CannotStart('Stopped.')))
  const answerTo = async (question: string) => {
    say(question)
    const answer = await Promise.race([reader.question(''), left])
    say('\n')
    return answer
  }
  try {
    const password = await answerTo(`Password of ${name}: `)
    if (password === (await answerTo('The same again: '))) return password
    throw new CannotStart('The two passwords differ; nothing was changed.')
  } finally {
    left.catch(() => undefined)
    reader.close()
  }
}

/** In raw mode the terminal shows nothing by itself, and what readline would show goes nowhere. */
function silentReader(input: NodeJS.ReadStream): Interface {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  return createInterface({ input, output, terminal: true })
}
