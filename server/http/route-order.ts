/** Orders the paths of operations, as the router takes the first that matches. Pure. */

/** Sorts `/job/problem` before `/job/:jobId`, and the notifications of any entity before `/item/:itemId`. */
export function literalFirst(one: string, other: string): number {
  const [left, right] = [rank(one), rank(other)]
  return left < right ? -1 : Number(left > right)
}

/** A sort key that places a parameter after every literal segment. */
function rank(path: string): string {
  // Every entity has notifications, so that the segment is never an id.
  return `${path.includes('/notification') ? 0 : 1}${path.replaceAll(/:[^/]+/g, '\uffff')}`
}
