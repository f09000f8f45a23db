/** Orders the steps within each layer so that few lines cross. Pure. */
import { type Edge, edgesOf, layersOf, type Node } from './edges.ts'

/** A step, or the point where a line passes through a layer between its ends. */
export interface Stop {
  readonly key: string
  /** The step; undefined where a line passes through. */
  readonly number?: number
}

/** An edge with a stop in each layer between its ends. */
export interface Way extends Edge {
  /** Keys of the stops, including both ends. */
  readonly stops: readonly string[]
}

export interface Ranks {
  /** The stops of each layer, in order. */
  readonly layers: readonly (readonly Stop[])[]
  readonly ways: readonly Way[]
}

/** Places each stop near the stops it is linked to. */
export function ranksOf(nodes: readonly Node[]): Ranks {
  const edges = edgesOf(nodes)
  const layerOf = layersOf(nodes, edges)
  const ways = edges.map((edge) => wayOf(edge, layerOf))
  const count = nodes.length === 0 ? 0 : Math.max(...layerOf.values()) + 1
  const layers = Array.from({ length: count }, (_, layer) => stopsOf(layer, nodes, ways, layerOf))
  return { layers: untangled(layers, linksOf(ways)), ways }
}

/** For each stop, the linked stops in the previous layer (`back`) and in the next layer (`on`). */
export interface Links {
  readonly back: ReadonlyMap<string, readonly string[]>
  readonly on: ReadonlyMap<string, readonly string[]>
}

export function linksOf(ways: readonly Way[]): Links {
  const pairs = ways.flatMap(({ stops }) => stops.slice(1).map((to, at) => ({ from: stops[at] ?? to, to })))
  return {
    back: grouped(pairs.map(({ from, to }) => [to, from] as const)),
    on: grouped(pairs.map(({ from, to }) => [from, to] as const)),
  }
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value])
  return groups
}

const keyOf = (number: number) => `step ${number}`

function wayOf(edge: Edge, layerOf: ReadonlyMap<number, number>): Way {
  const first = (layerOf.get(edge.from) ?? 0) + 1
  const between = (layerOf.get(edge.to) ?? first) - first
  const passed = Array.from({ length: between }, (_, at) => `${edge.from} to ${edge.to} in ${first + at}`)
  return { ...edge, stops: [keyOf(edge.from), ...passed, keyOf(edge.to)] }
}

function stopsOf(
  layer: number,
  nodes: readonly Node[],
  ways: readonly Way[],
  layerOf: ReadonlyMap<number, number>,
): readonly Stop[] {
  const steps = nodes.filter(({ number }) => layerOf.get(number) === layer)
  const passing = ways.flatMap(({ from, stops }) => {
    const key = stops[layer - (layerOf.get(from) ?? 0)]
    return key === undefined || key.startsWith('step ') ? [] : [{ key }]
  })
  return [...steps.map(({ number }) => ({ key: keyOf(number), number })), ...passing]
}

const SWEEPS = 4

/** Orders each layer by the mean position of its neighbors, in alternating forward and backward sweeps. */
function untangled(layers: Ranks['layers'], { back, on }: Links): Ranks['layers'] {
  let ordered = layers.map((layer) => [...layer])
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0
    const links = forward ? back : on
    let beside: readonly Stop[] = []
    ordered = (forward ? ordered : ordered.toReversed()).map((layer) => {
      const sorted = byMeanPosition(layer, beside, links)
      beside = sorted
      return sorted
    })
    if (!forward) ordered.reverse()
  }
  return ordered
}

function byMeanPosition(layer: readonly Stop[], beside: readonly Stop[], links: Links['back']): Stop[] {
  const places = new Map(beside.map(({ key }, place) => [key, place]))
  const middles = layer.map((stop, place) => {
    const near = (links.get(stop.key) ?? []).flatMap((key) => places.get(key) ?? [])
    return { stop, middle: near.length === 0 ? place : near.reduce((sum, at) => sum + at, 0) / near.length }
  })
  return middles.toSorted((one, other) => one.middle - other.middle).map(({ stop }) => stop)
}
