/** Maps request paths to files of the web console. Pure. */

export type Place =
  | { readonly is: 'redirect'; readonly to: string }
  /** `name` is relative to the console's folder. `immutable`: the name contains a hash of the content. */
  | { readonly is: 'file'; readonly name: string; readonly immutable: boolean }
  | { readonly is: 'elsewhere' }

/**
 * `target` is the raw request target. `/` redirects to the console for browsers only. Redirects are relative,
 * so they also work behind a proxy that strips a path prefix.
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

/** A file name, optionally in `assets/`. It cannot begin with a dot, so no path escapes the folder. */
const FILE = /^\/console\/((?:assets\/)?[\w-][\w.-]*)$/
