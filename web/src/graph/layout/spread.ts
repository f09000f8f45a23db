/** Positions each stop within its layer so that lines are as straight as possible. Pure. */
import type { Links, Ranks, Stop } from './ranks.ts'

const PASSES = 8

/**
 * The center of each stop within its layer, px from 0. Neighbors keep a distance of `gap` px. `sizeOf`: the
 * size of a stop along the layer, px.
 */
export function spread(
  layers: Ranks['layers'],
  { back, on }: Links,
  sizeOf: (stop: Stop) => number,
  gap: number,
): ReadonlyMap<string, number> {
  const middles = new Map<string, number>()
  for (const layer of layers) settle(layer, () => 0, middles, sizeOf, gap)
  for (let pass = 0; pass < PASSES; pass += 1) {
    const forward = pass % 2 === 0
    const links = forward ? back : on
    for (const layer of forward ? layers : layers.toReversed()) {
      settle(layer, (stop) => desired(stop, links, middles), middles, sizeOf, gap)
    }
  }
  return fromZero(middles, layers, sizeOf)
}

/** The mean position of the linked stops; the current position if there are none. */
function desired({ key }: Stop, links: Links['back'], middles: ReadonlyMap<string, number>): number {
  const near = (links.get(key) ?? []).map((other) => middles.get(other) ?? 0)
  return near.length === 0 ? (middles.get(key) ?? 0) : near.reduce((sum, at) => sum + at, 0) / near.length
}

/**
 * Moves each stop as close to its desired position as its neighbors allow: least squares with a fixed order
 * (PAVA).
 */
function settle(
  layer: readonly Stop[],
  desiredOf: (stop: Stop) => number,
  middles: Map<string, number>,
  sizeOf: (stop: Stop) => number,
  gap: number,
): void {
  let offset = 0
  const offsets = layer.map((stop, at) => {
    const before = layer[at - 1]
    if (before) offset += (sizeOf(before) + sizeOf(stop)) / 2 + gap
    return offset
  })
  const pools: { sum: number; count: number }[] = []
  layer.forEach((stop, at) => {
    let pool = { sum: desiredOf(stop) - (offsets[at] ?? 0), count: 1 }
    for (let last = pools.at(-1); last && mean(last) >= mean(pool); last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count }
      pools.pop()
    }
    pools.push(pool)
  })
  const settled = pools.flatMap((pool) => Array.from({ length: pool.count }, () => mean(pool)))
  layer.forEach(({ key }, at) => {
    middles.set(key, (settled[at] ?? 0) + (offsets[at] ?? 0))
  })
}

function mean({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count
}

function fromZero(
  middles: ReadonlyMap<string, number>,
  layers: Ranks['layers'],
  sizeOf: (stop: Stop) => number,
): ReadonlyMap<string, number> {
  const starts = layers.flat().map((stop) => (middles.get(stop.key) ?? 0) - sizeOf(stop) / 2)
  const least = starts.length === 0 ? 0 : Math.min(...starts)
  return new Map([...middles].map(([key, middle]) => [key, middle - least]))
}
