/** Text that is not the document it should be. The client's mistake: it is answered with 400, in these words. */

/** Characters of a client's text that are repeated to it. */
const REPEATED = 200

export class Malformed extends Error {
  /** Where, such as `JobSearchDocument.facet[1].field`; the document's name when it is about the whole. */
  readonly path: string
  /** What is wrong, such as `missing` or `expected an integer, got “two”`. */
  readonly explanation: string
  /** The text that was found there, at most 200 characters of it; undefined when there is none. */
  readonly value: string | undefined

  constructor(path: string, explanation: string, value?: string) {
    super(`${path}: ${explanation}`)
    this.name = 'Malformed'
    this.path = path
    this.explanation = explanation
    this.value = value === undefined ? undefined : shortened(value)
  }
}

/** “two”, as it appears in explanations. */
export function quoted(text: string): string {
  return `“${shortened(text)}”`
}

function shortened(text: string): string {
  return text.length <= REPEATED ? text : `${text.slice(0, REPEATED).toWellFormed()}…`
}
