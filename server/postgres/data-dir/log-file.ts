/** Writes, trims and searches `DATA_DIR/postgres.log`, the output of PostgreSQL and its keeper. */
import { copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'

/** Size at which the log is moved to `postgres.log.1`, replacing the previous one; bytes. */
const LIMIT = 10 * 1024 * 1024

/** Opens the log for appending, so that it can be truncated while other processes write to it. */
export function openLog(file: string): number {
  return openSync(file, 'a', 0o600)
}

export function trimLog(file: string): void {
  if (sizeOf(file) <= LIMIT) return
  copyFileSync(file, `${file}.1`)
  truncateSync(file)
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

const WORTH_TELLING = /\b(?:FATAL|PANIC|HINT|DETAIL)\b|error/

/** The lines after byte `from` that explain why PostgreSQL did not start. */
export function reasonIn(file: string, from: number): string {
  const output = readFileSync(file).subarray(from).toString()
  return tellingLines(output) || `${file} has no message about it: its disk may be full`
}

/** The lines of an output that explain a failure; without any, the last lines. Pure. */
export function tellingLines(output: string): string {
  const lines = output.trim().split('\n')
  const telling = lines.filter((line) => WORTH_TELLING.test(line))
  return (telling.length > 0 ? telling : lines).slice(-6).join('\n')
}
