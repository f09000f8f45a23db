/** The query parameters of the page’s URL as React state. */
import { useSyncExternalStore } from 'react'

/** Re-renders when a parameter changes. */
export function useSearchParams(): URLSearchParams {
  const search = useSyncExternalStore(subscribe, () => location.search)
  return new URLSearchParams(search)
}

/**
 * Removes undefined and empty parameters, and keeps those not named. `replace` adds no entry to the browser
 * history.
 */
export function setSearchParams(
  changes: Readonly<Record<string, string | undefined>>,
  how: 'push' | 'replace' = 'push',
): void {
  const parameters = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') parameters.delete(name)
    else parameters.set(name, value)
  }
  const query = String(parameters).replaceAll('%2C', ',')
  if (`?${query}` === location.search || query === location.search) return
  const url = query === '' ? location.pathname : `?${query}`
  if (how === 'push') history.pushState(null, '', url)
  else history.replaceState(null, '', url)
  window.dispatchEvent(new Event(CHANGED))
}

/** Dispatched on changes: browsers fire `popstate` only for Back and Forward. */
const CHANGED = 'callsheet-url'

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener)
  window.addEventListener(CHANGED, listener)
  return () => {
    window.removeEventListener('popstate', listener)
    window.removeEventListener(CHANGED, listener)
  }
}
