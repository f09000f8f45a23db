/** Warns the client of a request that is carried out but probably has a mistake: `X-Callsheet-Warning`. */
import type { ParameterizedContext } from 'koa'

/** Adds a header for each warning, in every format and to errors too; the same one only once. */
export function warningsOf(ctx: ParameterizedContext): (text: string) => void {
  const sent = new Set<string>()
  return (text) => {
    if (sent.has(text) || sent.size > MOST) return
    sent.add(text)
    ctx.append(WARNING, sent.size > MOST ? 'more warnings: see the log of the job' : inAscii(text))
  }
}

const WARNING = 'X-Callsheet-Warning'
/** Clients and proxies limit the size of all headers together, most often to 8 KiB. */
const MOST = 10

/** A header may contain visible ASCII characters only. */
function inAscii(text: string): string {
  return text
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
