/** The result of a benchmark. */
export interface Measured {
  readonly title: string
  /** Column titles. The first column names the row; the others are right-aligned. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Explanations of the numbers, one sentence each. */
  readonly notes: readonly string[]
}

/** Formats a result as text; pure. */
export function table({ title, columns, rows, notes }: Measured): string {
  const lines = [columns, ...rows]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  const set = (line: readonly string[]) =>
    widths
      .map((width, at) => (at === 0 ? (line[at] ?? '').padEnd(width) : (line[at] ?? '').padStart(width)))
      .join('   ')
  const rule = widths.map((width) => '-'.repeat(width)).join('   ')
  const [head = columns, ...body] = lines
  return [title, '', set(head), rule, ...body.map(set), '', ...notes, ''].join('\n')
}

/** The value that `share` (0 … 1) of the values do not exceed; pure. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}
