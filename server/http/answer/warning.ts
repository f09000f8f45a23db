/** Warns the client of a request that is carried out but probably has a mistake: `X-Callsheet-Warning`. */
import type { ParameterizedContext } from 'koa'
import { escaped } from '../../../schema/codec/one-line.ts'

/** Adds a header for each warning, in every format and to errors too; the same one only once. */
export function warningsOf(ctx: ParameterizedContext): (text: string) => void {
  const sent = new Set<string>()
  let left = MOST
  return (text) => {
    const value = shortened(inAscii(text))
    if (left === 0 || sent.has(value)) return
    sent.add(value)
    left = Math.max(0, left - value.length)
    ctx.append(WARNING, left === 0 ? 'more warnings: see the log of the job' : value)
  }
}

const WARNING = 'X-Callsheet-Warning'
/** Characters of all warnings together: nginx accepts 4 KiB of headers, other proxies more. */
const MOST = 1_500
/** Characters of one. */
const LONGEST = 200

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text
}

/** A header may contain visible ASCII characters only. */
function inAscii(text: string): string {
  return text.replaceAll(/[“”]/g, '"').replaceAll(/[^ -~]/g, escaped)
}
