/**
 * Does the work, and does it again after a conflict with another transaction: a job that moved to the partition of the finished
 * while we waited for its row (40001), or a deadlock (40P01). Each time has to be a transaction of its own. A conflict that
 * is still there after five more times is thrown.
 */
export async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await work()
    } catch (error) {
      if (conflicts >= MOST_CONFLICTS || !isConflict(error)) throw error
    }
  }
}

const MOST_CONFLICTS = 5

function isConflict(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null)?.code
  return code === '40001' || code === '40P01'
}
