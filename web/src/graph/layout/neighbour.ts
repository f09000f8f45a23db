/** Moves through a step graph by the arrow keys. Pure. */
import type { Box } from './drawing.ts'

const DIRECTIONS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

/**
 * The nearest box in the direction of the key, where a sideways distance counts double. Returns `from` if
 * there is no box in that direction, and undefined for any other key.
 */
export function neighbour(key: string, from: number, boxes: readonly Box[]): number | undefined {
  if (key === 'Home') return boxes[0]?.number
  if (key === 'End') return boxes.at(-1)?.number
  const direction = isDirection(key) ? DIRECTIONS[key] : undefined
  const here = boxes.find(({ number }) => number === from)
  if (!direction || !here) return undefined
  const [dx, dy] = direction
  const forward = ({ x, y }: Box) => (x - here.x) * dx + (y - here.y) * dy
  const sideways = ({ x, y }: Box) => Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx)
  const distance = (box: Box) => forward(box) + 2 * sideways(box)
  const [nearest] = boxes
    .filter((box) => forward(box) > 1)
    .toSorted((one, other) => distance(one) - distance(other))
  return nearest?.number ?? from
}

function isDirection(key: string): key is keyof typeof DIRECTIONS {
  return Object.hasOwn(DIRECTIONS, key)
}
