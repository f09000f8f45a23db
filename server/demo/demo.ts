/** Entry point of `npm run demo`; handles signals, output and the exit code. */

import { stopSignal } from '../process/stop-signal.ts'
import { demonstrate } from './demonstrate.ts'

const stop = stopSignal()

try {
  const write = (text: string) => process.stdout.write(text)
  const isTerminal = process.stdout.isTTY
  const finished = await demonstrate({ environment: process.env, signal: stop, write, isTerminal })
  process.exitCode = finished ? 0 : 1
} catch (error) {
  process.stderr.write(`\n${stop.aborted ? 'Stopped.' : error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
