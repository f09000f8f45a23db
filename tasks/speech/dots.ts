/** The inner loop of the network: nearly all of its time is spent here. Pure. */

/** A row of a matrix. */
interface Row {
  readonly row: Float64Array
  readonly at: number
  readonly length: number
}

/**
 * Writes to `sums` the products of the row with four columns, the starts of which are `step` apart. Each
 * number of the row is read once for all four, and no addition waits for the one before it. The caller sees
 * to it that all of it lies within the arrays.
 */
export function fourDots({ row, at, length }: Row, columns: Float64Array, step: number, sums: Float64Array) {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  const [second, third, fourth] = [step, 2 * step, 3 * step]
  for (let one = 0; one < length; one += 1) {
    const value = row[at + one] as number
    s0 += value * (columns[one] as number)
    s1 += value * (columns[second + one] as number)
    s2 += value * (columns[third + one] as number)
    s3 += value * (columns[fourth + one] as number)
  }
  sums[0] = s0
  sums[1] = s1
  sums[2] = s2
  sums[3] = s3
}
