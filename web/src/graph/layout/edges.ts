/** Computes the edges and the layers of a step graph. Pure. */

/** A step and its dependencies. Steps are listed after those they depend on, as in `GET /jobtype/{type}`. */
export interface Node {
  readonly number: number
  /** Steps that must finish before this one starts. */
  readonly after: readonly number[]
  /** Steps that must signal before this one starts. */
  readonly alongside: readonly number[]
}

export interface Edge {
  readonly from: number
  readonly to: number
  readonly kind: 'after' | 'alongside'
}

/**
 * Omits edges that a path of other edges already implies. The path must consist of `after` edges, because a
 * signal does not imply that a step has finished.
 */
export function edgesOf(nodes: readonly Node[]): readonly Edge[] {
  const edges = allEdges(nodes)
  const before = finishedBefore(nodes, edges)
  const others = (edge: Edge) =>
    edges.filter(({ kind, to, from }) => kind === 'after' && to === edge.to && from !== edge.from)
  return edges.filter((edge) => !others(edge).some(({ from }) => before.get(from)?.has(edge.from)))
}

/** The layer of each step, from 0: one after the last layer of its dependencies. */
export function layersOf(nodes: readonly Node[], edges: readonly Edge[]): ReadonlyMap<number, number> {
  const layers = new Map<number, number>()
  for (const { number } of nodes) {
    const before = edges.filter(({ to }) => to === number).map(({ from }) => layers.get(from) ?? 0)
    layers.set(number, before.length === 0 ? 0 : Math.max(...before) + 1)
  }
  return layers
}

/** Omits dependencies that are not listed before the step, because they cannot be drawn before it. */
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

/** For each step, all steps that must finish before it starts, directly or indirectly. */
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
