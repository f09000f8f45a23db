/** The size limits of documents. */

/**
 * A document that exceeds one of these is refused as malformed. The server also limits the bytes of a body.
 */
export type DocumentLimits = {
  /**
   * Length of the text in UTF-16 code units. Default 2 097 152: the most hostile input takes under a second.
   */
  readonly maxLength: number
  /** Depth of nested elements, or of nested JSON objects and arrays. Default 64. */
  readonly maxDepth: number
  /** Elements, or JSON values, in the whole document. Default 50 000: read in half a second. */
  readonly maxElements: number
  /** Attributes of one XML element. Default 64. */
  readonly maxAttributes: number
}

export const LIMITS: DocumentLimits = {
  maxLength: 2_097_152,
  maxDepth: 64,
  maxElements: 50_000,
  maxAttributes: 64,
}
