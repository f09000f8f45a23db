/** The query of the page's URL, as state. */
import { useSyncExternalStore } from 'react'

/** The parameters as they are now, and again whenever they change. */
export function useSearchParams(): URLSearchParams {
  const search = useSyncExternalStore(subscribe, () => location.search)
  return new URLSearchParams(search)
}

/** What is undefined or empty is taken out; what is not named stays. `replace`: no step of its own for the Back button. */
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

/** The browser tells of its own Back and Forward only. */
const CHANGED = 'callsheet-url'

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener)
  window.addEventListener(CHANGED, listener)
  return () => {
    window.removeEventListener('popstate', listener)
    window.removeEventListener(CHANGED, listener)
  }
}
