/** Lines of a log as a text to take away. Pure. */
import type { LogLine } from '../live/message.ts'
import { readTime } from '../time/say-time.ts'

/** As `GET /job/(job-id)/log` has them as text/plain: `2026-11-23T01:02:03.004Z INFO 200/0 text`. */
export function asText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${asLine(line)}\n`).join('')
}

function asLine({ timestamp, level, step, attempts, text }: LogLine): string {
  return `${new Date(readTime(timestamp)).toISOString()} ${level.toUpperCase()} ${step}/${attempts} ${text}`
}
