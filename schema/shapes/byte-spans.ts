/** Which bytes of an upload have come. Pure. */

/** From the first byte to the one beyond the last. */
export type ByteSpan = readonly [from: number, beyond: number]

/** The spans in their order, those that touch joined. Chunks may come again, and overlap. */
export function withSpan(spans: readonly ByteSpan[], added: ByteSpan): readonly ByteSpan[] {
  const joined: [number, number][] = []
  for (const [from, beyond] of [...spans, added].toSorted(([one], [other]) => one - other)) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], beyond)
    else joined.push([from, beyond])
  }
  return joined
}

/** Whether all bytes have come. */
export function isWhole(spans: readonly ByteSpan[], size: number): boolean {
  return spans.length === 1 && spans[0]?.[0] === 0 && spans[0][1] === size
}

/** How many have. */
export function bytesIn(spans: readonly ByteSpan[]): number {
  return spans.reduce((sum, [from, beyond]) => sum + beyond - from, 0)
}
