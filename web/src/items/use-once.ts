/** A hook that repeats a request without its effect being repeated. */
import { useRef } from 'react'
import { newKey } from '../api/new-key.ts'
import { Refusal } from '../api/refusal.ts'

type Send = <T>(request: (key: string) => Promise<T>) => Promise<T>

/**
 * Keeps the idempotency key until the server answers: a lost answer repeats it, a corrected request does not.
 */
export function useOnce(): Send {
  const key = useRef(newKey())
  return async (request) => {
    try {
      return await request(key.current)
    } catch (error) {
      if (error instanceof Refusal) key.current = newKey()
      throw error
    }
  }
}
