/** A condition on `callsheet.item i`, with a `?` for each value. */
export interface ItemCondition {
  readonly sql: string
  readonly values: readonly unknown[]
}
