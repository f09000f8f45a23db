/** What a document may cost before it is refused as malformed. The server also limits the bytes of a body. */
export type Limits = {
  /** Length of the whole text in UTF-16 units. Default 2 097 152: under a second at its most hostile. */
  readonly maxLength: number
  /** Elements inside each other, or JSON objects and lists inside each other. Default 64. */
  readonly maxDepth: number
  /** Elements, or JSON values, in the whole document. Default 50 000, read in half a second. */
  readonly maxElements: number
  /** Attributes of one XML element. Default 64. */
  readonly maxAttributes: number
}

export const LIMITS: Limits = {
  maxLength: 2_097_152,
  maxDepth: 64,
  maxElements: 50_000,
  maxAttributes: 64,
}
