/** The session of the signed-in user, shared by all tabs. It stores a token, never a password. */
import { useSyncExternalStore } from 'react'
import { API } from '../api/base.ts'

export interface Session {
  readonly user: string
  /** The value of `Authorization`. */
  readonly authorization: string
}

/** Why no user is signed in. */
export type Absence = 'new' | 'signed-out' | 'expired'

export type SessionState =
  | ({ readonly is: 'signed-in' } & Session)
  | { readonly is: 'signed-out'; readonly why: Absence }

/** Includes the path, because two servers behind one proxy share an origin. */
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
  update({ is: 'signed-in', ...session })
}

export function endSession(why: Absence): void {
  localStorage.removeItem(KEY)
  if (state.is === 'signed-in') update({ is: 'signed-out', why })
}

function update(next: SessionState): void {
  state = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function restored(): SessionState {
  const stored = read(localStorage.getItem(KEY))
  return stored ? { is: 'signed-in', ...stored } : { is: 'signed-out', why: 'new' }
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
  if (key === KEY || key === null) update(restored())
})
