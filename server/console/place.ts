/** Where a path leads as far as the console goes. Pure. */

export type Place =
  | { readonly is: 'redirect'; readonly to: string }
  /** A file of the console, below its folder. `immutable`: its name changes with its content. */
  | { readonly is: 'file'; readonly name: string; readonly immutable: boolean }
  | { readonly is: 'elsewhere' }

/**
 * `target` is the request target as it was sent. A browser that opens `/` is led to the console; other clients are not.
 * Redirects are relative, so that they hold behind a proxy that takes a prefix of the path away.
 */
export function placeOf(target: string, wantsHtml: boolean): Place {
  const [path = '', query] = target.split(/\?(.*)/s)
  if (path === '/console' || (path === '/' && wantsHtml)) {
    return { is: 'redirect', to: query === undefined ? 'console/' : `console/?${query}` }
  }
  if (path === '/console/') return { is: 'file', name: 'index.html', immutable: false }
  const name = FILE.exec(path)?.[1]
  return name === undefined
    ? { is: 'elsewhere' }
    : { is: 'file', name, immutable: name.startsWith('assets/') }
}

/** One name, or one in `assets/`; none begins with a dot, so none leads out. */
const FILE = /^\/console\/((?:assets\/)?[\w-][\w.-]*)$/
