/** Validates the dependency graph of a job type, and resolves its dependencies to step numbers. */
import { LARGEST_INTEGER } from '../../../schema/ids.ts'

/** A step by number, the previous step, or all steps with smaller numbers (wire.md §11.3). */
export type Dependency = number | 'previous' | 'allPrevious'

/** A step of a graph, as declared. */
export interface Vertex {
  readonly number: number
  readonly after?: readonly Dependency[]
  readonly alongside?: readonly Dependency[]
  readonly cleanup?: boolean
}

/** The same with dependencies as step numbers. */
export type Resolved<N extends Vertex> = Omit<N, 'after' | 'alongside'> & {
  readonly after?: readonly number[]
  readonly alongside?: readonly number[]
}

/** Why the graph is invalid, as a clause; undefined if it is valid. Pure. */
export function flawOf(nodes: readonly Vertex[]): string | undefined {
  const numbers = nodes.map(({ number }) => number)
  const odd = numbers.find((number) => !Number.isInteger(number) || number < 1 || number > LARGEST_INTEGER)
  if (odd !== undefined) return `${odd} is not a valid step number`
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at)
  if (twice !== undefined) return `step ${twice} is declared twice`
  if (nodes.every(({ cleanup }) => cleanup)) return 'it has no steps other than clean-up steps'
  return missingIn(nodes) ?? cycleIn(nodes)
}

/**
 * The steps with dependencies as numbers, each after all steps it depends on, otherwise in their original
 * order. The graph must be valid. Pure.
 */
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

/**
 * Clean-up steps and other steps never depend on each other implicitly, so `previous` is the previous step of
 * the same kind. The number 0 means no dependency.
 */
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

function missingIn(nodes: readonly Vertex[]): string | undefined {
  for (const node of nodes) {
    for (const earlier of earlierOf(withNumbers(node, nodes))) {
      const found = nodes.find(({ number }) => number === earlier)
      if (!found) return `step ${node.number} depends on step ${earlier}, which does not exist`
      if (found.cleanup && !node.cleanup)
        return `step ${node.number} depends on step ${earlier}, which is a clean-up step`
    }
  }
  return undefined
}

/** Follows the dependencies of each step; a path that reaches a step twice is a cycle. */
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
    if (cycle) return `steps ${cycle.toReversed().join(' → ')} form a cycle`
  }
  return undefined
}
