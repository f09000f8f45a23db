/** Parses JSON after checking its size, because `JSON.parse` has no limits. */

import type { DocumentLimits } from '../limits.ts'
import { Malformed } from '../malformed.ts'

/** Throws Malformed with this path if the text is not JSON or exceeds the limits. */
export function parseJson(text: string, limits: DocumentLimits, path: string): unknown {
  const plain = text.replace(/^\uFEFF/, '')
  checkSize(plain, limits, path)
  try {
    return JSON.parse(plain)
  } catch (error) {
    throw new Malformed(path, `not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

// Every bracket outside a string opens or closes a level, and every comma adds a value. This is a loop
// because a regular expression cannot find the end of a hostile string in linear time.
function checkSize(text: string, limits: DocumentLimits, path: string): void {
  if (text.length > limits.maxLength) throw new Malformed(path, `longer than ${limits.maxLength} characters`)
  let depth = 0
  let values = 1
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]
    if (mark === '"') at = endOfString(text, at)
    else if (mark === '[' || mark === '{') depth++
    else if (mark === ']' || mark === '}') depth--
    else if (mark === ',') values++
    if (depth > limits.maxDepth) throw new Malformed(path, `deeper than ${limits.maxDepth} levels`)
    if (values > limits.maxElements) throw new Malformed(path, `more than ${limits.maxElements} values`)
  }
}

/** The index of the closing quote, or the length of the text if the string is not closed. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at
    if (text[at] === '\\') at++
  }
  return text.length
}
