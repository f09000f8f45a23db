/** Who is signed in, in every tab of this browser. A token is kept, never a password. */
import { useSyncExternalStore } from 'react'
import { API } from '../api/base.ts'

export interface Session {
  readonly user: string
  /** The value of `Authorization`. */
  readonly authorization: string
}

/** Why nobody is signed in. */
export type Absence = 'new' | 'signed-out' | 'expired'

export type SessionState =
  | ({ readonly is: 'signed-in' } & Session)
  | { readonly is: 'signed-out'; readonly why: Absence }

/** Two servers behind one proxy have one origin; each has its own session. */
const KEY = `callsheet ${API.pathname}`

let state: SessionState = restored()
const listeners = new Set<() => void>()

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state)
}

export function authorization(): string | undefined {
  return state.is === 'signed-in' ? state.authorization : undefined
}

export function beginSession(session: Session): void {
  localStorage.setItem(KEY, JSON.stringify(session))
  become({ is: 'signed-in', ...session })
}

export function endSession(why: Absence): void {
  localStorage.removeItem(KEY)
  if (state.is === 'signed-in') become({ is: 'signed-out', why })
}

function become(next: SessionState): void {
  state = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function restored(): SessionState {
  const kept = read(localStorage.getItem(KEY))
  return kept ? { is: 'signed-in', ...kept } : { is: 'signed-out', why: 'new' }
}

function read(text: string | null): Session | undefined {
  try {
    const { user, authorization: value } = JSON.parse(text ?? '{}')
    return typeof user === 'string' && typeof value === 'string' ? { user, authorization: value } : undefined
  } catch {
    return undefined
  }
}

// Signing out in one tab signs out of all.
window.addEventListener('storage', ({ key }) => {
  if (key === KEY || key === null) become(restored())
})
