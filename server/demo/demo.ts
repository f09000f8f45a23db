import { demonstrate } from './demonstrate.ts'

/** The entry of `npm run demo`: what it says of the process, main.ts says for the server. */

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
process.on('disconnect', () => stop.abort())
process.channel?.unref() // listening alone would keep this process alive

try {
  const write = (text: string) => process.stdout.write(text)
  const isTerminal = process.stdout.isTTY
  const went = await demonstrate({ environment: process.env, signal: stop.signal, write, isTerminal })
  process.exitCode = went ? 0 : 1
} catch (error) {
  process.stderr.write(
    `\n${stop.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error}\n`,
  )
  process.exitCode = 1
}
