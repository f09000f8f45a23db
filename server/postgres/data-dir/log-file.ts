/** `DATA_DIR/postgres.log`: what PostgreSQL and its keeper print, kept small. */
import { copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'

/** Bytes after which the log moves to `postgres.log.1`, in place of the one before. */
const LIMIT = 10 * 1024 * 1024

/** A descriptor that appends, so that the file can be cut under those who write to it. */
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

/** What was written after byte `from` and says why PostgreSQL did not start; the last lines when nothing does. */
export function reasonIn(file: string, from: number): string {
  const lines = readFileSync(file).subarray(from).toString().trim().split('\n')
  const telling = lines.filter((line) => WORTH_TELLING.test(line))
  return (telling.length > 0 ? telling : lines).slice(-6).join('\n')
}
