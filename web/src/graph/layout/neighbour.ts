/** Where the arrow keys lead in a step graph. Pure. */
import type { Box } from './drawing.ts'

const WAYS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

/**
 * The box that a key leads to; the same box when there is none that way, undefined when it is no such key. Of those that lie that
 * way it is the nearest, where being off the line counts twice.
 */
export function neighbour(key: string, from: number, boxes: readonly Box[]): number | undefined {
  if (key === 'Home') return boxes[0]?.number
  if (key === 'End') return boxes.at(-1)?.number
  const way = isWay(key) ? WAYS[key] : undefined
  const here = boxes.find(({ number }) => number === from)
  if (!way || !here) return undefined
  const [dx, dy] = way
  const far = ({ x, y }: Box) => (x - here.x) * dx + (y - here.y) * dy
  const off = ({ x, y }: Box) => Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx)
  const that = boxes.filter((box) => far(box) > 1)
  const [nearest] = that.toSorted((one, other) => far(one) + 2 * off(one) - far(other) - 2 * off(other))
  return nearest?.number ?? from
}

function isWay(key: string): key is keyof typeof WAYS {
  return Object.hasOwn(WAYS, key)
}
