/** Which steps hang together, and how far from the first each is. Pure. */

/** A step as far as its place in the graph goes. Steps are listed behind those they depend on, as `GET /jobtype/{type}` does. */
export interface Node {
  readonly number: number
  /** The steps that have to be finished before it starts. */
  readonly after: readonly number[]
  /** The steps that have to have signalled before it starts. */
  readonly alongside: readonly number[]
}

export interface Edge {
  readonly from: number
  readonly to: number
  readonly kind: 'after' | 'alongside'
}

/**
 * The edges worth drawing: one that says no more than a way of others does is left out. Only a way on which each step has to be
 * finished says as much: a signal on it promises less.
 */
export function edgesOf(nodes: readonly Node[]): readonly Edge[] {
  const edges = allEdges(nodes)
  const before = finishedBefore(nodes, edges)
  const others = (edge: Edge) =>
    edges.filter(({ kind, to, from }) => kind === 'after' && to === edge.to && from !== edge.from)
  return edges.filter((edge) => !others(edge).some(({ from }) => before.get(from)?.has(edge.from)))
}

/** The layer of each step, from 0: one behind the last of those it depends on. */
export function layersOf(nodes: readonly Node[], edges: readonly Edge[]): ReadonlyMap<number, number> {
  const layers = new Map<number, number>()
  for (const { number } of nodes) {
    const before = edges.filter(({ to }) => to === number).map(({ from }) => layers.get(from) ?? 0)
    layers.set(number, before.length === 0 ? 0 : Math.max(...before) + 1)
  }
  return layers
}

/** What is not listed before a step cannot be drawn before it, and is left out. */
function allEdges(nodes: readonly Node[]): readonly Edge[] {
  const seen = new Set<number>()
  return nodes.flatMap(({ number: to, after, alongside }) => {
    const edges = [
      ...after.map((from): Edge => ({ from, to, kind: 'after' })),
      ...alongside.map((from): Edge => ({ from, to, kind: 'alongside' })),
    ].filter(({ from }) => seen.has(from))
    seen.add(to)
    return edges
  })
}

/** Of each step, those that have to be finished before it starts, however far back. */
function finishedBefore(
  nodes: readonly Node[],
  edges: readonly Edge[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const before = new Map<number, ReadonlySet<number>>()
  for (const { number } of nodes) {
    const direct = edges.filter(({ kind, to }) => kind === 'after' && to === number).map(({ from }) => from)
    before.set(number, new Set(direct.flatMap((from) => [from, ...(before.get(from) ?? [])])))
  }
  return before
}
