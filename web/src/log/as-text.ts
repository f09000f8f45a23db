/** Formats log lines as text for copying and downloading. Pure. */
import type { LogLine } from '../live/message.ts'
import { readTime } from '../time/say-time.ts'

/** The text/plain format of `GET /job/(job-id)/log`: `2026-11-23T01:02:03.004Z INFO 200/0 text`. */
export function asText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${asLine(line)}\n`).join('')
}

function asLine({ timestamp, level, step, attempts, text }: LogLine): string {
  return `${new Date(readTime(timestamp)).toISOString()} ${level.toUpperCase()} ${step}/${attempts} ${text}`
}
