import { LARGEST_INTEGER } from '../../../schema/ids.ts'

/** The step a dependency names: by number, the one just before, or all with smaller numbers (wire.md §11.3). */
export type Dependency = number | 'previous' | 'allPrevious'

/** What a graph is made of, as it is declared. */
export interface Vertex {
  readonly number: number
  readonly after?: readonly Dependency[]
  readonly alongside?: readonly Dependency[]
  readonly cleanup?: boolean
}

/** The same with every dependency by number. */
export type Resolved<N extends Vertex> = Omit<N, 'after' | 'alongside'> & {
  readonly after?: readonly number[]
  readonly alongside?: readonly number[]
}

/** What is wrong with a graph, in words; undefined when nothing is. Pure. */
export function flawOf(nodes: readonly Vertex[]): string | undefined {
  const numbers = nodes.map(({ number }) => number)
  const odd = numbers.find((number) => !Number.isInteger(number) || number < 1 || number > LARGEST_INTEGER)
  if (odd !== undefined) return `${odd} is no step number`
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at)
  if (twice !== undefined) return `step ${twice} stands twice`
  if (nodes.every(({ cleanup }) => cleanup)) return 'it has no step'
  return holeIn(nodes) ?? cycleIn(nodes)
}

/** The nodes with their dependencies by number, each after all that it depends on; else in their order. Of a graph without a flaw. Pure. */
export function resolved<N extends Vertex>(nodes: readonly N[]): readonly Resolved<N>[] {
  const open = nodes.map((node) => withNumbers(node, nodes))
  const done: Resolved<N>[] = []
  while (open.length > 0) {
    const next = open.findIndex((node) =>
      earlierOf(node).every((one) => done.some(({ number }) => number === one)),
    )
    done.push(...open.splice(Math.max(next, 0), 1))
  }
  return done
}

function withNumbers<N extends Vertex>(node: N, nodes: readonly N[]): Resolved<N> {
  const { after, alongside, ...rest } = node
  return {
    ...rest,
    ...(after && { after: numbersOf(after, node, nodes) }),
    ...(alongside && { alongside: numbersOf(alongside, node, nodes) }),
  }
}

/** Clean-up steps and the others never wait for one another's, so “previous” is the one before of the same kind. 0 stands for none. */
function numbersOf(
  dependencies: readonly Dependency[],
  node: Vertex,
  nodes: readonly Vertex[],
): readonly number[] {
  const before = nodes
    .filter(({ number, cleanup = false }) => number < node.number && cleanup === (node.cleanup ?? false))
    .map(({ number }) => number)
    .toSorted((a, b) => a - b)
  const numbers = dependencies.flatMap((dependency) => {
    if (dependency === 'allPrevious') return before
    return dependency === 'previous' ? before.slice(-1) : [dependency]
  })
  return [...new Set(numbers)].filter((number) => number !== 0)
}

function earlierOf(node: Pick<Resolved<Vertex>, 'after' | 'alongside'>): readonly number[] {
  return [...(node.after ?? []), ...(node.alongside ?? [])]
}

function holeIn(nodes: readonly Vertex[]): string | undefined {
  for (const node of nodes) {
    for (const earlier of earlierOf(withNumbers(node, nodes))) {
      const found = nodes.find(({ number }) => number === earlier)
      if (!found) return `step ${node.number} depends on ${earlier}, and there is no such step`
      if (found.cleanup && !node.cleanup)
        return `step ${node.number} depends on ${earlier}, which is a clean-up step`
    }
  }
  return undefined
}

/** Follows each step back to where it comes from; one that leads to itself is a cycle. */
function cycleIn(nodes: readonly Vertex[]): string | undefined {
  const earlier = new Map(nodes.map((node) => [node.number, earlierOf(withNumbers(node, nodes))] as const))
  const clear = new Set<number>()
  const follow = (number: number, path: readonly number[]): readonly number[] | undefined => {
    if (path.includes(number)) return [...path.slice(path.indexOf(number)), number]
    if (clear.has(number)) return undefined
    for (const next of earlier.get(number) ?? []) {
      const cycle = follow(next, [...path, number])
      if (cycle) return cycle
    }
    clear.add(number)
    return undefined
  }
  for (const { number } of nodes) {
    const cycle = follow(number, [])
    if (cycle) return `the steps ${cycle.toReversed().join(' → ')} depend on one another`
  }
  return undefined
}
