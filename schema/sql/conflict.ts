/** Retries transactions after conflicts with other transactions. */

/**
 * Runs the work again after a conflict: the job moved to the partition of finished jobs while this
 * transaction waited for its row (40001), or a deadlock (40P01). Every run must open a new transaction.
 * Throws the conflict if five retries have not resolved it.
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
