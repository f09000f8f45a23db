/** The error for text that is not the expected document; the server answers 400 with its explanation. */

/** Most characters of a client's text that an explanation quotes. */
const MOST_QUOTED = 200

export class Malformed extends Error {
  /**
   * Such as `JobSearchDocument.facet[1].field`; the document's name if the error concerns the whole document.
   */
  readonly path: string
  /** Such as `missing` or `expected an integer, got “two”`. */
  readonly explanation: string
  /** The text found at the path, cut to 200 characters; undefined if there is none. */
  readonly value: string | undefined

  constructor(path: string, explanation: string, value?: string) {
    super(`${path}: ${explanation}`)
    this.name = 'Malformed'
    this.path = path
    this.explanation = explanation
    this.value = value === undefined ? undefined : shortened(value)
  }
}

/** Quotes a text for an explanation: “two”. */
export function quoted(text: string): string {
  return `“${shortened(text)}”`
}

function shortened(text: string): string {
  return text.length <= MOST_QUOTED ? text : `${text.slice(0, MOST_QUOTED).toWellFormed()}…`
}
