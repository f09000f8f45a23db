/** Entry point of `npm run demo`; handles signals, output and the exit code. */
import { demonstrate } from './demonstrate.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
process.on('disconnect', () => stop.abort())
process.channel?.unref() // a referenced channel would keep this process alive

try {
  const write = (text: string) => process.stdout.write(text)
  const isTerminal = process.stdout.isTTY
  const finished = await demonstrate({ environment: process.env, signal: stop.signal, write, isTerminal })
  process.exitCode = finished ? 0 : 1
} catch (error) {
  process.stderr.write(
    `\n${stop.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error}\n`,
  )
  process.exitCode = 1
}
